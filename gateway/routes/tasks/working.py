"""A task's life."""

from contracts.orders import tasks as orders
from gateway.routes.row import get, post
from gateway.routes.tasks.roles import OFFICES, REVIEWERS

ROWS = (
    post("/tasks", orders.Assign, "交办单项任务", *OFFICES, status=201),
    get("/tasks", orders.Tasks, "任务列表"),
    get("/tasks/{task}", orders.TaskOf, "一项任务"),
    post("/tasks/{task}/accept", orders.Accept, "认领任务", "unit"),
    post("/tasks/{task}/object", orders.Object, "提出异议", "unit"),
    post("/tasks/{task}/rule", orders.Rule, "裁定异议", *OFFICES),
    post("/tasks/{task}/submit", orders.Submit, "提交成果", "unit"),
    post("/tasks/{task}/confirm", orders.Confirm, "确认成果", *REVIEWERS),
    post("/tasks/{task}/return", orders.Return, "退回成果", *REVIEWERS),
)
