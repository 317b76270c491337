"""A task's life."""

from contracts.orders import tasks as orders
from gateway.routes.row import LARGE, get, post
from gateway.routes.tasks.roles import OFFICES, REVIEWERS

ROWS = (
    post("/tasks", orders.Assign, "交办单项任务", *OFFICES, status=201),
    get("/tasks", orders.Tasks, "任务列表"),
    get("/tasks/{task}", orders.TaskOf, "一项任务"),
    post("/tasks/{task}/accept", orders.Accept, "认领任务", "unit"),
    post("/tasks/{task}/object", orders.Object, "提出异议", "unit"),
    post("/tasks/{task}/rule", orders.Rule, "裁定异议", *OFFICES),
    post("/tasks/{task}/submit", orders.Submit, "提交成果", "unit", size=LARGE),
    post("/tasks/{task}/confirm", orders.Confirm, "确认成果", *REVIEWERS, "unit", size=LARGE),
    post("/tasks/{task}/return", orders.Return, "退回成果", *REVIEWERS, "unit"),
    post("/tasks/{task}/urge", orders.Urge, "催办", *OFFICES, "inspector"),
    post("/tasks/{task}/prioritise", orders.Prioritise, "调整优先级", *OFFICES),
    post("/tasks/{task}/extension", orders.RequestExtension, "申请延期", "unit"),
    post("/tasks/{task}/extension/decide", orders.DecideExtension, "批复延期", *OFFICES),
    post("/tasks/{task}/reschedule", orders.Reschedule, "调整期限", *OFFICES),
    post("/tasks/{task}/handover", orders.HandOver, "移交任务", *OFFICES, "unit"),
    post("/tasks/{task}/draft", orders.SaveDraft, "保存草稿", "unit", "field", size=LARGE),
    post(
        "/handovers",
        orders.HandOverAll,
        "移交一人的全部未办结任务",
        *OFFICES,
        "unit",
        status=201,
    ),
    get("/tasks/{task}/history", orders.TaskHistoryOf, "任务经过"),
    get("/findings/{finding}/history", orders.FindingHistoryOf, "问题经过"),
)
