"""What would be, and what to push next: pure functions over the facts held."""

from datetime import datetime
from typing import Any

import msgspec

from contracts.clock import CHINA
from contracts.orders.scoring import PushNext, WhatIf
from kit.reader import Reader
from services.scoring.forecasts import pushing
from services.scoring.forecasts.forecast import Standing
from services.scoring.lookups import whole
from services.scoring.queries.seen import district_in
from services.scoring.scores.position import Position

PLANS = pushing.Plans()
"""To read what a plan follows from costs little; to work it out, a tenth of a second."""


def standing(reader: Reader, ask: WhatIf) -> Standing:
    """Raises: NotFound."""
    found = district_in(reader, ask.year, ask.district, ask.level)
    return Standing(_head(found), whole(reader, found))


def push_next(reader: Reader, ask: PushNext) -> dict[str, Any]:
    """Raises: NotFound."""
    found = district_in(reader, ask.year, ask.district, ask.level)
    today = datetime.now(CHINA).date()
    plan = PLANS.of(whole(reader, found), today)
    shown: dict[str, Any] = msgspec.to_builtins(plan)
    for group in shown["groups"]:
        for item in group["items"]:
            item["lead_name"] = found.names.get(item["lead"], item["lead_role"])
    return {**_head(found), **shown}


def _head(found: Position) -> dict[str, Any]:
    return {
        "district": found.district,
        "name": found.name,
        "year": found.year,
        "level": found.level,
        "standard": found.standard.version,
    }
