"""Registers (台账), the calendar of duties, and material demanded once."""

from contracts.orders import tasks as orders
from gateway.routes.row import LARGE, download, get, post, preview, upload
from gateway.routes.tasks.roles import OFFICES

ROWS = (
    post("/registers", orders.OpenRegister, "建立台账", *OFFICES, status=201),
    get("/registers", orders.Registers, "台账列表"),
    get("/registers/{register}", orders.RegisterOf, "一本台账"),
    get("/missing", orders.MissingOf, "台账缺项（按单位和地点）"),
    download("/registers/{register}/sheet", orders.RegisterSheet, "下载台账"),
    post("/registers/{register}/rows", orders.AddRows, "台账加行", *OFFICES, size=LARGE),
    upload("/registers/{register}/import", orders.ImportRows, "导入台账", *OFFICES),
    preview("/registers/{register}/preview", orders.PreviewRows, "预览台账导入", *OFFICES),
    post("/registers/{register}/rows/{key}/amend", orders.AmendRow, "更改一行", *OFFICES),
    post("/registers/{register}/rows/{key}/withdraw", orders.WithdrawRow, "撤下一行", *OFFICES),
    post("/calendars", orders.PlanCalendar, "排定全年常规任务", *OFFICES),
    get("/calendars", orders.CalendarOf, "全年常规任务"),
    post("/demands", orders.DemandMaterial, "索要材料（最多报一次）", *OFFICES, "inspector"),
    get("/burdens", orders.BurdenOf, "各单位报送负担"),
)
