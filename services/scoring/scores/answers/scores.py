"""Questions about scores: always the same pure function over the facts held."""

from collections.abc import Collection
from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.clock import as_written
from contracts.orders.scoring import (
    DistrictScoreOf,
    ItemScoreOf,
    League,
    ScoreHistoryOf,
    SpotCheckOf,
    YearsOf,
)
from contracts.refusals import NotFound
from contracts.words import LEVELS
from kit.reader import Reader
from services.scoring import rules
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.exact import points as in_points
from services.scoring.explain import Signal
from services.scoring.facts.moves import sentence
from services.scoring.facts.state import MAX_FINDINGS, Score
from services.scoring.facts.store import SCORES, score_id
from services.scoring.scores.bonuses import double_claims
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
from services.scoring.standards import trying
from services.scoring.standards.standard import Item
from services.scoring.vetoes.grounds import grounds

MAX_YEARS = 50
YEARS_TOGETHER = 4
"""A title is earned over four years."""


def item_score_of(reader: Reader, ask: ItemScoreOf) -> dict[str, Any]:
    """One item with its explanation. Raises: NotFound."""
    found = district_in(reader, ask.year, ask.district, ask.level)
    item = _item_of(found, ask.item)
    score = _score(reader, ask.district, ask.year, ask.item)
    found = found.with_record(score)
    result = found.score(item)
    return {
        "district": ask.district,
        "district_name": found.name,
        "year": ask.year,
        "level": ask.level,
        "standard": found.standard.version,
        "item": item.code,
        "title": item.title,
        "category": item.category,
        "rule_text": item.rule_text,
        "rule": rules.encode(item.rule).decode(),
        "reading": trying.reading(item.rule, in_points(item.points)),
        "evidence": [msgspec.to_builtins(wanted) for wanted in item.evidence],
        "inputs": [msgspec.to_builtins(wanted) for wanted in item.inputs],
        "lead": item.lead,
        "lead_name": found.names.get(score.duty.lead if score.duty else "", item.lead),
        "duty": msgspec.to_builtins(score.duty),
        "points": result.points,
        "score": result.score,
        "marked": not found.awaits(item),
        "line": msgspec.to_builtins(result.line),
        "signals": [
            msgspec.to_builtins(signal)
            for signal in (*_signals(result, score), *_double(reader, found, item))
        ],
        "facts": msgspec.to_builtins(found.facts(item)),
        "sources": [msgspec.to_builtins(source) for source in found.sources(item)],
        "drawn": found.around.is_drawn(item.code),
        "levels": _levels(found, score, item),
        "marks": {k: msgspec.to_builtins(v) for k, v in score.levels.items() if v.counts},
        "register": msgspec.to_builtins(score.register),
        "findings": {k: msgspec.to_builtins(v) for k, v in score.findings.items()},
    }


def _levels(found: Position, score: Score, item: Item) -> list[dict[str, Any]]:
    """The four levels side by side: score, who, when, why, measures, and what was before. A level
    that has not marked the item has no score.
    """
    at = {level: replace(found, level=level) for level in LEVELS}
    return [
        {
            "level": level,
            "marked": at[level].spoke(item),
            "score": at[level].score(item).score if at[level].spoke(item) else None,
            "mark": msgspec.to_builtins(score.levels.get(level)),
            "others": msgspec.to_builtins(score.others.get(level, ())),
            "earlier": msgspec.to_builtins(score.earlier.get(level, ())),
        }
        for level in LEVELS
    ]


def _double(reader: Reader, found: Position, item: Item) -> list[Signal]:
    """One honour claimed under this item and another of those that share their honours."""
    sharing = found.standard.once_across
    if item.code not in sharing:
        return []
    known = {code: _score(reader, found.district, found.year, code) for code in sharing}
    shared = replace(found, held=known)
    items = [each for each in found.standard.items if each.code in known]
    by_item = {each.code: shared.score(each) for each in items}
    flags = double_claims(found.standard, by_item)
    return [flag.signal for flag in flags if flag.item == item.code]


def _signals(result: ItemScore, score: Score) -> tuple[Signal, ...]:
    if len(score.findings) < MAX_FINDINGS:
        return result.signals
    text = f"本项发现的问题超过 {MAX_FINDINGS} 个，只计前 {MAX_FINDINGS} 个"
    return (*result.signals, Signal(matter="misfit", text=text))


def score_history_of(reader: Reader, ask: ScoreHistoryOf) -> dict[str, Any]:
    """The last moves of a score, newest first, as sentences. Raises: NotFound."""
    found = district_in(reader, ask.year, ask.district, "self")
    item = _item_of(found, ask.item)
    score = _score(reader, ask.district, ask.year, ask.item)
    moves = [
        {**msgspec.to_builtins(move), "text": sentence(move)} for move in reversed(score.moves)
    ]
    return {
        "district": ask.district,
        "year": ask.year,
        "item": item.code,
        "title": item.title,
        "moves": moves,
    }


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


def _item_of(found: Position, code: str) -> Item:
    """Raises: NotFound."""
    item = found.standard.item(code)
    if item is None:
        raise NotFound("标准没有这一项", field="$.item")
    return item


def _score(reader: Reader, district: str, year: int, item: str) -> Score:
    held = reader.find(SCORES, score_id(district, year, item))
    return held or Score(district=district, year=year, item=item)
