"""Inspections, findings, rectification and appeals."""

from contracts.orders import tasks as orders
from gateway.routes.row import get, post
from gateway.routes.tasks.roles import OFFICES

ROWS = (
    post("/inspections", orders.PlanInspection, "安排检查", "inspector", status=201),
    post(
        "/inspections/{inspection}/findings",
        orders.RaiseFinding,
        "记录问题",
        "inspector",
        status=201,
    ),
    get("/findings", orders.Findings, "问题列表"),
    get("/findings/{finding}", orders.FindingOf, "一个问题"),
    post("/findings/{finding}/rectify", orders.Rectify, "报整改结果", "unit"),
    post("/findings/{finding}/close", orders.CloseRectification, "核验整改", "inspector"),
    post("/findings/{finding}/appeal", orders.Appeal, "申诉", "unit"),
    post("/findings/{finding}/rule", orders.RuleAppeal, "裁定申诉", *OFFICES),
)
