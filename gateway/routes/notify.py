"""Who was told what: /api/v1 doors to the notify service."""

from contracts.orders import notify as orders
from gateway.routes.row import get, post

ROWS = (
    get("/inbox", orders.Inbox, "收件箱"),
    post("/inbox/{delivery}/read", orders.MarkRead, "标为已读"),
)
