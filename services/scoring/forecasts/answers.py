"""What would be, also under a draft, and what to push next: pure functions over the facts held."""

from datetime import datetime
from typing import Any

import msgspec

from contracts.clock import CHINA
from contracts.orders.scoring import DryRun, PushNext, WhatIf
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.campaigns.year import Year
from services.scoring.forecasts import pushing
from services.scoring.forecasts.dryrun import Drafted, Live
from services.scoring.forecasts.forecast import Standing
from services.scoring.scores.looks import district_in, position, whole
from services.scoring.scores.position import Position
from services.scoring.standards.looks import standard
from services.scoring.standards.standard import Standard
from services.scoring.standards.store import STANDARDS

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


def draft_of(reader: Reader, ask: DryRun) -> Drafted:
    """Raises: NotFound where there is no such version, or no campaign in the year."""
    draft = reader.get(STANDARDS, ask.version).standard
    campaign = reader.get(YEARS, year_id(ask.year))
    lives = tuple(_live(reader, campaign, id, draft) for id in campaign.districts)
    return Drafted(standard(reader, campaign.standard), draft, lives)


def _live(reader: Reader, campaign: Year, id: str, draft: Standard) -> Live:
    now = whole(reader, position(reader, campaign, id, "self"))
    return Live(now, position(reader, campaign, id, "self", draft).around)
