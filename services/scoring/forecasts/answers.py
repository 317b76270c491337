"""What would be, also under a draft, and what to push next: pure functions over the facts held."""

from datetime import datetime
from typing import Any

import msgspec

from contracts.clock import CHINA
from contracts.orders.scoring import DryRun, NextOf, PushNext, WhatIf
from contracts.refusals import NotFound
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.campaigns.year import Year
from services.scoring.facts.store import SCORES, score_id
from services.scoring.forecasts import nearing, pushing
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
    """A level that has marked nothing (``marked``) has no figure to improve, and no plan.

    Raises: NotFound.
    """
    found = whole(reader, district_in(reader, ask.year, ask.district, ask.level))
    today = datetime.now(CHINA).date()
    if not found.marked:
        blank: dict[str, Any] = {
            "today": today.isoformat(),
            "total": None,
            "bonus_room": None,
            "groups": [],
        }
        return {**_head(found), "marked": False, **blank}
    plan = PLANS.of(found, today)
    shown: dict[str, Any] = msgspec.to_builtins(plan)
    for group in shown["groups"]:
        for item in group["items"]:
            item["lead_name"] = found.names.get(item["lead"], item["lead_role"])
    return {**_head(found), "marked": True, **shown}


def next_of(reader: Reader, ask: NextOf) -> dict[str, Any]:
    """``next`` and ``moved`` are None where there is none. Raises: NotFound."""
    found = district_in(reader, ask.year, ask.district, ask.level)
    item = found.standard.item(ask.item)
    if item is None:
        raise NotFound("标准没有这一项", field="$.item")
    held = reader.find(SCORES, score_id(ask.district, ask.year, ask.item))
    found = found.with_record(held) if held else found
    return {
        **_head(found),
        "item": item.code,
        "next": msgspec.to_builtins(nearing.nearing(found, item)),
        "moved": msgspec.to_builtins(nearing.moved(found, item)),
    }


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
