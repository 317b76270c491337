"""Questions about districts: totals, their league, their years, the spot check."""

from collections.abc import Collection
from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.clock import as_written
from contracts.orders.scoring import (
    DistrictScoreOf,
    League,
    SpotCheckOf,
    YearsOf,
)
from contracts.refusals import NotFound
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.scores.item import ItemScore, mean_of_years
from services.scoring.scores.looks import (
    district_in,
    districts_of,
    held,
    raised_vetoes,
    seen,
    shown_veto,
    total_of,
    vetoes_until,
)
from services.scoring.scores.position import Position
from services.scoring.scores.totals import Total, ranking
from services.scoring.standards.standard import Item
from services.scoring.vetoes.grounds import grounds

MAX_YEARS = 50
YEARS_TOGETHER = 4
"""A title is earned over four years."""


def district_score_of(reader: Reader, ask: DistrictScoreOf) -> dict[str, Any]:
    """Total, categories, items and vetoes of a district, and grounds for more of them. Figures
    are None where the level has marked nothing (``marked``). Raises: NotFound.
    """
    found = district_in(reader, ask.year, ask.district, ask.level)
    records = vetoes_until(reader, ask.district, ask.year)
    raised = {id: record for id, record in records.items() if record.year == ask.year}
    topics = frozenset(record.topic for record in raised.values() if record.standing)
    found = replace(found, held=held(reader, ask.district, ask.year), raised=topics)
    by_item, marked = found.scores(), found.marked
    result = found.total(by_item)
    return {
        "district": ask.district,
        "name": found.name,
        "year": ask.year,
        "level": ask.level,
        "standard": found.standard.version,
        "marked": marked,
        **_figures(result if marked else None, topics),
        "points": result.points,
        "categories": [
            {
                "name": c.category,
                "points": c.points,
                "score": c.score if marked else None,
                "bonus": c.bonus,
            }
            for c in result.categories
        ],
        "adjustments": [msgspec.to_builtins(a) for a in result.adjustments if marked],
        "flags": [msgspec.to_builtins(flag) for flag in result.flags],
        "items": [_item(found, item, by_item[item.code], marked) for item in found.standard.items],
        "vetoes": [shown_veto(id, record) for id, record in raised.items()],
        "veto_grounds": [
            msgspec.to_builtins(ground)
            for ground in grounds(
                found.standard, ask.year, found.facts_by_item(), found.held.values(), records
            )
        ],
    }


def league(reader: Reader, ask: League) -> dict[str, Any]:
    """Districts by total; one that the level has not marked is listed last, unranked and neither
    eligible nor not, unless a veto stands. A district's caller is told its own place among all,
    and nothing of the others. Raises: NotFound.
    """
    campaign = reader.get(YEARS, year_id(ask.year))
    own, everywhere = districts_of(reader, campaign), reader.everywhere()
    several = {id: seen(everywhere, campaign, id, ask.level) for id in campaign.districts}
    totals = {id: total_of(everywhere, each) for id, each in several.items()}
    rows = []
    for place in (place for place in ranking(totals) if place.district in own):
        result = totals[place.district]
        raised = raised_vetoes(reader, place.district, ask.year)
        topics = frozenset(veto["topic"] for veto in raised if veto["standing"])
        rows.append(
            {
                "district": place.district,
                "name": several[place.district].name,
                "rank": place.rank,
                "marked": result is not None,
                **_figures(result, topics),
                "vetoes": [veto for veto in raised if veto["standing"]],
            }
        )
    return {
        "year": ask.year,
        "level": ask.level,
        "standard": campaign.standard,
        "of": len(several),
        "rows": rows,
    }


def years_of(reader: Reader, ask: YearsOf) -> dict[str, Any]:
    """Totals of the last four years that have a campaign, and their mean over years with facts.

    Raises: NotFound where the district has no campaign at all.
    """
    campaigns = [
        year
        for _, year in reader.all(YEARS, {}, limit=MAX_YEARS)
        if ask.district in year.districts and (ask.until is None or year.year <= ask.until)
    ]
    last = sorted(campaigns, key=lambda year: year.year)[-YEARS_TOGETHER:]
    if not last:
        raise NotFound("没有这个县区的得分", field="$.district")
    years = []
    for campaign in last:
        result = total_of(reader, seen(reader, campaign, ask.district, ask.level))
        years.append({"year": campaign.year, "standard": campaign.standard, **_figures(result, ())})
    known = [year["total"] for year in years if year["total"] is not None]
    mean = mean_of_years(known) if known else None
    return {"district": ask.district, "level": ask.level, "years": years, "mean": mean}


def spot_check_of(reader: Reader, ask: SpotCheckOf) -> dict[str, Any]:
    """The draw with its seed, so that anybody may draw again. Raises: NotFound."""
    campaign = reader.get(YEARS, year_id(ask.year))
    draw = campaign.draw
    if draw is None:
        raise NotFound("本年尚未抽取省级抽查项目", field="$.year")
    return {
        "year": ask.year,
        "standard": campaign.standard,
        "seed": draw.seed,
        "share": draw.share,
        "by": draw.by,
        "at": as_written(draw.at),
        "rule": "各项按 SHA-256(种子|年度|县区|项号) 由小到大排列，取前若干项",
        "items": {d: list(draw.items.get(d, ())) for d in districts_of(reader, campaign)},
    }


def _figures(result: Total | None, raised: Collection[str]) -> dict[str, Any]:
    """None where the level has marked nothing; a veto that stands is told all the same."""
    if result is None:
        return {"total": None, "base": None, "bonus": None, "eligible": False if raised else None}
    return {
        "total": result.score,
        "base": result.base,
        "bonus": result.bonus,
        "eligible": result.eligible,
    }


def _item(found: Position, item: Item, result: ItemScore, marked: bool) -> dict[str, Any]:
    """``score``: what counts in the total, also of an item that still awaits its mark."""
    drawn, duty = found.around.is_drawn(item.code), found.record(item.code).duty
    return {
        "code": item.code,
        "title": item.title,
        "category": item.category,
        "kind": item.kind,
        "points": result.points,
        "score": result.score if marked else None,
        "marked": marked and not found.awaits(item),
        "facts": found.knows(item),
        "lead": (duty.lead if duty else "") or item.lead,
        "lead_name": found.names.get(duty.lead if duty else "", item.lead),
        "task": duty.task if duty else "",
        "drawn": drawn,
        "carried": found.level == "province" and not drawn,
    }
