"""Inspections, findings, rectification, slips, appeals and accountability."""

from contracts.orders import tasks as orders
from contracts.words import Role
from gateway.routes.row import LARGE, get, post
from gateway.routes.tasks.roles import OFFICES

VERIFIERS: tuple[Role, ...] = ("inspector", *OFFICES)

ROWS = (
    post("/inspections", orders.PlanInspection, "安排检查", "inspector", status=201),
    get("/inspections", orders.Inspections, "检查列表"),
    get("/inspections/{inspection}", orders.InspectionOf, "一次检查及其问题"),
    post("/inspections/{inspection}/publish", orders.PublishInspection, "公布检查结果", *VERIFIERS),
    post(
        "/inspections/{inspection}/findings",
        orders.RaiseFinding,
        "记录问题",
        "inspector",
        status=201,
    ),
    get("/findings", orders.Findings, "问题列表"),
    get("/findings/{finding}", orders.FindingOf, "一个问题"),
    post("/findings/{finding}/rectify", orders.Rectify, "报整改结果", "unit", size=LARGE),
    post("/findings/{finding}/close", orders.CloseRectification, "核验整改", *VERIFIERS),
    post("/findings/{finding}/look-back", orders.LookBack, "回头看", *VERIFIERS),
    post("/findings/{finding}/postpone", orders.PostponeRectification, "申请延期整改", "unit"),
    post(
        "/findings/{finding}/rule-postponement",
        orders.RulePostponement,
        "批复延期整改",
        *VERIFIERS,
    ),
    post("/findings/{finding}/bulletins", orders.NameInBulletin, "记录通报点名", *OFFICES),
    post("/findings/{finding}/appeal", orders.Appeal, "申诉", "unit"),
    post("/findings/{finding}/rule", orders.RuleAppeal, "裁定申诉", *OFFICES),
    get("/slips", orders.Slips, "督办单列表"),
    post("/campaigns/{campaign}/slip-rules", orders.SetSlipRules, "设定督办单规则", "city_office"),
    get(
        "/campaigns/{campaign}/slip-books/{district}",
        orders.SlipBookOf,
        "督办单规则与编号",
    ),
    post(
        "/accountabilities",
        orders.RecordAccountability,
        "登记问责决定",
        *OFFICES,
        status=201,
    ),
    get("/accountabilities", orders.Accountabilities, "问责记录列表"),
    get("/accountabilities/{accountability}", orders.AccountabilityOf, "一份问责记录"),
    post(
        "/accountabilities/{accountability}/reply",
        orders.ReplyAccountability,
        "答复问责决定",
        "unit",
    ),
)
