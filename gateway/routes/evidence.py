"""Files that prove something: /api/v1 doors to the evidence service. Bytes go to the store."""

from contracts.orders import evidence as orders
from contracts.words import Role
from gateway.routes.row import get, post

HOLDERS: tuple[Role, ...] = ("field", "unit", "inspector", "district_office")
VIEWERS: tuple[Role, ...] = (*HOLDERS, "city_office", "reviewer", "province_reviewer", "leader")
"""All but operations, who see ids, sizes and states, never content."""

ROWS = (
    post("/evidence", orders.Declare, "申报佐证材料", *HOLDERS, status=201),
    get("/evidence", orders.EvidenceList, "佐证材料列表"),
    get("/evidence/{evidence}", orders.EvidenceOf, "一件佐证材料"),
    post("/evidence/{evidence}/open", orders.Open, "领取上传地址", *HOLDERS),
    post("/evidence/{evidence}/uploaded", orders.Uploaded, "报告上传完毕", *HOLDERS),
    get("/evidence/{evidence}/download", orders.DownloadOf, "领取下载地址", *VIEWERS),
)
