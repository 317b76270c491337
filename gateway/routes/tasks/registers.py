"""Registers (台账)."""

from contracts.orders import tasks as orders
from gateway.routes.row import get, post
from gateway.routes.tasks.roles import OFFICES

ROWS = (
    post("/registers", orders.OpenRegister, "建立台账", *OFFICES, status=201),
    get("/registers/{register}", orders.RegisterOf, "一本台账"),
    post("/registers/{register}/rows", orders.AddRows, "台账加行", *OFFICES),
)
