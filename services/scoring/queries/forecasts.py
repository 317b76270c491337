"""What would be, and what to push next: pure functions over the facts held."""

from datetime import datetime
from typing import Any

import msgspec

from contracts.clock import CHINA
from contracts.orders.scoring import PushNext, WhatIf
from contracts.words import Level
from kit.reader import Reader
from services.scoring.domain.forecasts import pushing
from services.scoring.domain.forecasts.forecast import Standing
from services.scoring.domain.scores.position import Position
from services.scoring.lookups import held, standing_vetoes
from services.scoring.queries.seen import Seen, district_in


def standing(reader: Reader, ask: WhatIf) -> Standing:
    """Raises: NotFound."""
    seen = district_in(reader, ask.year, ask.district)
    return Standing(_head(seen, ask.level), _position(reader, seen, ask.level))


def push_next(reader: Reader, ask: PushNext) -> dict[str, Any]:
    """Raises: NotFound."""
    seen = district_in(reader, ask.year, ask.district)
    today = datetime.now(CHINA).date()
    plan = pushing.push_next(_position(reader, seen, ask.level), today)
    shown: dict[str, Any] = msgspec.to_builtins(plan)
    for group in shown["groups"]:
        for item in group["items"]:
            item["lead_name"] = seen.district.names.get(item["lead"], item["lead_role"])
    return {**_head(seen, ask.level), **shown}


def _head(seen: Seen, level: Level) -> dict[str, Any]:
    return {
        "district": seen.district.district,
        "name": seen.name,
        "year": seen.campaign.year,
        "level": level,
        "standard": seen.standard.version,
    }


def _position(reader: Reader, seen: Seen, level: Level) -> Position:
    district, year = seen.district.district, seen.campaign.year
    return Position(
        district=district,
        year=year,
        level=level,
        around=seen.around,
        held=held(reader, district, year),
        raised=frozenset(standing_vetoes(reader, district, year)),
    )
