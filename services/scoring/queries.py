"""Questions about scores: always the same pure function over the facts held."""

from typing import Any

import msgspec

from contracts.orders.scoring import (
    DistrictScoreOf,
    ItemScoreOf,
    League,
    RuleSchema,
    StandardOf,
)
from contracts.refusals import NotFound
from contracts.words import Level
from kit.reader import Reader
from services.scoring.domain import rules
from services.scoring.domain.facts import Score, facts_at, score_at
from services.scoring.domain.scores import ItemScore
from services.scoring.domain.standard import Item, Standard, fingerprint
from services.scoring.domain.surroundings import District, Year
from services.scoring.domain.totals import Total, total
from services.scoring.domain.totals import league as ranked
from services.scoring.rescoring import standard
from services.scoring.store import DISTRICTS, SCORES, STANDARDS, VETOES, YEARS, score_id, year_id

MAX_ITEMS = 500
MAX_VETOES = 200


def standard_of(reader: Reader, ask: StandardOf) -> dict[str, Any]:
    found = reader.get(STANDARDS, ask.version)
    shown: dict[str, Any] = msgspec.to_builtins(found.standard)
    return {
        **shown,
        "published": found.published,
        "open": [msgspec.to_builtins(question) for question in found.questions],
        "sha256": fingerprint(found.standard),
    }


def rule_schema(_reader: Reader, _ask: RuleSchema) -> dict[str, Any]:
    return rules.schema()


def item_score_of(reader: Reader, ask: ItemScoreOf) -> dict[str, Any]:
    """One item with its explanation. Raises: NotFound."""
    _, version, district = _around(reader, ask.year, ask.district)
    item = version.item(ask.item)
    if item is None:
        raise NotFound("标准没有这一项", field="$.item")
    held = reader.find(SCORES, score_id(ask.district, ask.year, ask.item))
    score = held or Score(district=ask.district, year=ask.year, item=ask.item)
    organisation = district.organisation()
    result = score_at(score, item, ask.level, version.period(ask.year), organisation)
    return {
        "district": ask.district,
        "district_name": district.name or ask.district,
        "year": ask.year,
        "level": ask.level,
        "standard": version.version,
        "item": item.code,
        "title": item.title,
        "category": item.category,
        "rule_text": item.rule_text,
        "rule": rules.encode(item.rule).decode(),
        "inputs": [msgspec.to_builtins(wanted) for wanted in item.inputs],
        "lead": item.lead,
        "points": result.points,
        "score": result.score,
        "line": msgspec.to_builtins(result.line),
        "signals": [msgspec.to_builtins(signal) for signal in result.signals],
        "facts": msgspec.to_builtins(facts_at(score, item, ask.level, organisation)),
        "marks": _marks(score),
        "register": msgspec.to_builtins(score.register),
        "findings": {k: msgspec.to_builtins(v) for k, v in score.findings.items()},
    }


def _marks(score: Score) -> dict[str, Any]:
    return {k: msgspec.to_builtins(v) for k, v in score.levels.items() if v.counts}


def district_score_of(reader: Reader, ask: DistrictScoreOf) -> dict[str, Any]:
    """Total, categories, items and vetoes of a district. Raises: NotFound."""
    _, version, district = _around(reader, ask.year, ask.district)
    held = _held(reader, ask.district, ask.year)
    scores = _scores(version, held, ask.level, ask.year, district)
    vetoes = _vetoes(reader, ask.district, ask.year)
    result = total(version, scores, [veto["topic"] for veto in vetoes if veto["standing"]])
    return {
        "district": ask.district,
        "name": district.name or ask.district,
        "year": ask.year,
        "level": ask.level,
        "standard": version.version,
        **_figures(result),
        "points": result.points,
        "categories": [
            {"name": c.category, "points": c.points, "score": c.score, "bonus": c.bonus}
            for c in result.categories
        ],
        "adjustments": [msgspec.to_builtins(a) for a in result.adjustments],
        "items": [_item(item, scores[item.code], held) for item in version.items],
        "vetoes": vetoes,
    }


def league(reader: Reader, ask: League) -> dict[str, Any]:
    """Districts by total; one without facts is listed last and unranked. Raises: NotFound."""
    year = reader.get(YEARS, year_id(ask.year))
    version = standard(reader, year.standard)
    seen = [d for d in year.districts if reader.caller is None or reader.caller.sees(d)]
    names, totals, vetoes = {}, {}, {}
    for id in seen:
        district = reader.find(DISTRICTS, id) or District(district=id)
        held = _held(reader, id, ask.year)
        vetoes[id] = [v for v in _vetoes(reader, id, ask.year) if v["standing"]]
        names[id] = district.name or id
        scores = _scores(version, held, ask.level, ask.year, district)
        totals[id] = total(version, scores, [v["topic"] for v in vetoes[id]]) if held else None
    rows = []
    for place in ranked(totals):
        result = totals[place.district]
        figures = _figures(result) if result else dict.fromkeys(("total", "base", "bonus"))
        rows.append(
            {
                "district": place.district,
                "name": names[place.district],
                "rank": place.rank,
                **figures,
                "eligible": place.eligible,
                "vetoes": vetoes[place.district],
            }
        )
    return {"year": ask.year, "level": ask.level, "standard": version.version, "rows": rows}


def _figures(result: Total) -> dict[str, Any]:
    return {
        "total": result.score,
        "base": result.base,
        "bonus": result.bonus,
        "eligible": result.eligible,
    }


def _item(item: Item, score: ItemScore, held: dict[str, Score]) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": item.title,
        "category": item.category,
        "kind": item.kind,
        "points": score.points,
        "score": score.score,
        "facts": item.code in held,
    }


def _around(reader: Reader, year: int, district: str) -> tuple[Year, Standard, District]:
    """Raises: NotFound where the year has no campaign, or it is not the caller's district."""
    campaign = reader.get(YEARS, year_id(year))
    if district not in campaign.districts or (reader.caller and not reader.caller.sees(district)):
        raise NotFound("没有这个县区的得分", field="$.district")
    found = reader.find(DISTRICTS, district) or District(district=district)
    return campaign, standard(reader, campaign.standard), found


def _held(reader: Reader, district: str, year: int) -> dict[str, Score]:
    found = reader.all(SCORES, {"district": district, "year": year}, limit=MAX_ITEMS)
    return {score.item: score for _, score in found}


def _scores(
    version: Standard, held: dict[str, Score], level: Level, year: int, district: District
) -> dict[str, ItemScore]:
    period = version.period(year)
    organisation = district.organisation()
    return {
        item.code: score_at(
            held.get(item.code) or Score(district=district.district, year=year, item=item.code),
            item,
            level,
            period,
            organisation,
        )
        for item in version.items
    }


def _vetoes(reader: Reader, district: str, year: int) -> list[dict[str, Any]]:
    found = reader.all(VETOES, {"district": district, "year": year}, limit=MAX_VETOES)
    return [{"veto": id, **msgspec.to_builtins(record)} for id, record in found]
