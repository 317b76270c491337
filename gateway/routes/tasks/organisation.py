"""Districts, units and named persons."""

from contracts.orders import tasks as orders
from gateway.routes.row import get, post
from gateway.routes.tasks.roles import OFFICES

ROWS = (
    post("/districts", orders.FoundDistrict, "设立区县", "city_office", status=201),
    get("/districts", orders.Districts, "区县名单"),
    post("/units", orders.RegisterUnit, "登记单位", *OFFICES, status=201),
    get("/units", orders.Units, "单位名单"),
)
