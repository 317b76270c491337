"""Forecasts: what would be, and what to push next."""

from contracts.orders import scoring as orders
from contracts.words import Role
from gateway.routes.row import LARGE, get, preview

STEERING: tuple[Role, ...] = (
    *("city_office", "district_office", "reviewer", "province_reviewer", "leader"),
)

ROWS = (
    preview(
        "/scores/{district}/{year}/what-if",
        orders.WhatIf,
        "假如：得分会怎样",
        *STEERING,
        size=LARGE,
    ),
    get("/push-next/{district}/{year}", orders.PushNext, "下一步抓什么", *STEERING),
)
