"""Files that prove something: /api/v1 doors to the evidence service. Bytes go to the store."""

from contracts.orders import evidence as orders
from contracts.words import EVIDENCE_STATE_NAMES, Role
from gateway.routes.row import Column, export, get, post

HOLDERS: tuple[Role, ...] = ("field", "unit", "inspector", "district_office")
VIEWERS: tuple[Role, ...] = (*HOLDERS, "city_office", "reviewer", "province_reviewer", "leader")
"""All but operations, who see ids, sizes and states, never content."""

EVIDENCE = (
    Column("材料编号", "id", 38),
    Column("题名", "title", 40),
    Column("文件名", "filename", 30),
    Column("区县", "district", 12, names="district"),
    Column("单位", "unit", 16, names="unit"),
    Column("考评内容", "items", 14),
    Column("任务", "tasks", 30),
    Column("状态", "state", 14, words=EVIDENCE_STATE_NAMES),
    Column("申报时间", "declared_at", 18, "time"),
    Column("封存时间", "sealed_at", 18, "time"),
)

ROWS = (
    post("/evidence", orders.Declare, "申报佐证材料", *HOLDERS, status=201),
    get("/evidence", orders.EvidenceList, "佐证材料列表"),
    export("/exports/evidence", orders.EvidenceList, "佐证材料列表", EVIDENCE),
    get("/evidence/{evidence}", orders.EvidenceOf, "一件佐证材料"),
    post("/evidence/{evidence}/open", orders.Open, "领取上传地址", *HOLDERS),
    post("/evidence/{evidence}/uploaded", orders.Uploaded, "报告上传完毕", *HOLDERS),
    get("/evidence/{evidence}/download", orders.DownloadOf, "领取下载地址", *VIEWERS),
)
