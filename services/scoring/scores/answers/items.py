"""Questions about one item's score: always the same pure function over the facts held."""

from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.orders.scoring import (
    ItemScoreOf,
    ScoreHistoryOf,
)
from contracts.refusals import NotFound
from contracts.words import LEVELS
from kit.reader import Reader
from services.scoring import rules
from services.scoring.exact import points as in_points
from services.scoring.explain import Signal
from services.scoring.facts.moves import sentence
from services.scoring.facts.state import MAX_FINDINGS, Score
from services.scoring.facts.store import SCORES, score_id
from services.scoring.scores.bonuses import double_claims
from services.scoring.scores.item import ItemScore
from services.scoring.scores.looks import (
    district_in,
)
from services.scoring.scores.position import Position
from services.scoring.standards import trying
from services.scoring.standards.standard import Item


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


def _item_of(found: Position, code: str) -> Item:
    """Raises: NotFound."""
    item = found.standard.item(code)
    if item is None:
        raise NotFound("标准没有这一项", field="$.item")
    return item


def _score(reader: Reader, district: str, year: int, item: str) -> Score:
    held = reader.find(SCORES, score_id(district, year, item))
    return held or Score(district=district, year=year, item=item)
