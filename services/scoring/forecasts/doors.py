"""Forecasts: what would be, and what to push next. For those who steer, district by district."""

from contracts.orders import scoring as orders
from kit.table import Table, query
from services.scoring.forecasts import answers, dryrun, forecast

TABLE: Table = (
    query(orders.WhatIf, answers.standing, aside=forecast.suppose),
    query(orders.PushNext, answers.push_next),
    query(orders.NextOf, answers.next_of),
    query(orders.DryRun, answers.draft_of, aside=dryrun.dry_run),
)
