"""Campaigns, and the decomposition of the standard into duties."""

from contracts.orders import tasks as orders
from gateway.routes.row import get, post
from gateway.routes.tasks.roles import OFFICES

ROWS = (
    post("/campaigns", orders.OpenCampaign, "启动年度创建", "city_office", status=201),
    get("/campaigns", orders.Campaigns, "年度创建"),
    post(
        "/campaigns/{campaign}/decompositions",
        orders.Decompose,
        "下达任务分解表",
        *OFFICES,
        status=202,
    ),
)
