"""Who must do what by when: /api/v1 doors to the tasks service. People: see people.py."""

from contracts.orders import tasks as orders
from contracts.words import Role
from gateway.routes.row import get, post

OFFICES: tuple[Role, ...] = ("city_office", "district_office")
REVIEWERS: tuple[Role, ...] = ("reviewer", "province_reviewer")

ROWS = (
    post("/districts", orders.FoundDistrict, "设立区县", "city_office", status=201),
    get("/districts", orders.Districts, "区县名单"),
    post("/units", orders.RegisterUnit, "登记单位", *OFFICES, status=201),
    get("/units", orders.Units, "单位名单"),
    post("/campaigns", orders.OpenCampaign, "启动年度创建", "city_office", status=201),
    get("/campaigns", orders.Campaigns, "年度创建"),
    post(
        "/campaigns/{campaign}/decompositions",
        orders.Decompose,
        "下达任务分解表",
        *OFFICES,
        status=202,
    ),
    post("/tasks", orders.Assign, "交办单项任务", *OFFICES, status=201),
    get("/tasks", orders.Tasks, "任务列表"),
    get("/tasks/{task}", orders.TaskOf, "一项任务"),
    post("/tasks/{task}/accept", orders.Accept, "认领任务", "unit"),
    post("/tasks/{task}/object", orders.Object, "提出异议", "unit"),
    post("/tasks/{task}/rule", orders.Rule, "裁定异议", *OFFICES),
    post("/tasks/{task}/submit", orders.Submit, "提交成果", "unit"),
    post("/tasks/{task}/confirm", orders.Confirm, "确认成果", *REVIEWERS),
    post("/tasks/{task}/return", orders.Return, "退回成果", *REVIEWERS),
    post("/registers", orders.OpenRegister, "建立台账", *OFFICES, status=201),
    get("/registers/{register}", orders.RegisterOf, "一本台账"),
    post("/registers/{register}/rows", orders.AddRows, "台账加行", *OFFICES),
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
