"""Districts, units and named persons."""

from contracts.orders import tasks as orders
from gateway.routes.row import get, post, preview, upload
from gateway.routes.tasks.roles import OFFICES

ROWS = (
    post("/districts", orders.FoundDistrict, "设立区县", "city_office", status=201),
    get("/districts", orders.Districts, "区县名单"),
    post("/units", orders.RegisterUnit, "登记单位", *OFFICES, status=201),
    get("/units", orders.Units, "单位名单"),
    upload("/units/import", orders.ImportUnits, "导入单位名单", *OFFICES, status=202),
    preview("/units/import/preview", orders.PreviewUnits, "预览导入的单位名单", *OFFICES),
    post("/units/{successor}/succeed", orders.SucceedUnit, "单位合并更名，由本单位承接", *OFFICES),
)
