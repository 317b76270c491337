"""Forecasts: what would be, and what to push next. For those who steer, district by district."""

from contracts.orders import scoring as orders
from contracts.words import Role
from kit.table import Table, query
from services.scoring.forecasts import answers, dryrun, forecast

STEERING: tuple[Role, ...] = (
    "city_office",
    "district_office",
    "reviewer",
    "province_reviewer",
    "leader",
)


TABLE: Table = (
    query(orders.WhatIf, answers.standing, roles=STEERING, aside=forecast.suppose),
    query(orders.PushNext, answers.push_next, roles=STEERING),
    query(orders.DryRun, answers.draft_of, roles=("city_office",), aside=dryrun.dry_run),
)
