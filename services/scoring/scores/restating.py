"""New facts, new figures: what a score is worth at each level, and what of it moved. Every event
that changes a fact ends here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from contracts.envelope import Fact
from contracts.scoring import ScoreChanged
from contracts.words import LEVELS, Level
from kit.change import Change, Decide, Knowing
from services.scoring.facts import hearing, log
from services.scoring.facts.hearing import Cause, Heard
from services.scoring.facts.state import MAX_MOVES, Move, Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.scores.item import score_at
from services.scoring.standards.standard import Item

MAX_WHY = 200
"""Characters of a reason kept with a move; the mark or finding itself holds all."""


def figures(score: Score, item: Item, around: Surroundings) -> dict[str, int]:
    """The score at every level in thousandths; nothing before the first fact that scores."""
    return _figures(score, item, around) if score.touched else {}


def _figures(score: Score, item: Item, around: Surroundings) -> dict[str, int]:
    period = around.standard.period(score.year)
    drawn = around.is_drawn(item.code)
    return {
        level: score_at(score, item, level, period, around.organisation, drawn=drawn).score
        for level in LEVELS
    }


def _without_facts(score: Score, item: Item, around: Surroundings) -> dict[str, int]:
    return _figures(Score(district=score.district, year=score.year, item=item.code), item, around)


def settled(score: Score, item: Item, around: Surroundings) -> Score:
    """The record with the figures that follow from its facts; its moves are left as they are."""
    announced = figures(score, item, around)
    return replace(score, announced=announced, standard=around.standard.version)


def restate(
    score: Score, item: Item, around: Surroundings, cause: Cause, at: datetime
) -> tuple[Score, tuple[ScoreChanged, ...]]:
    """The record with new figures and its moves, and the facts that tell of them.

    Before its first fact an item counts what it gives without facts: a deduction starts at full.
    """
    now = settled(score, item, around)
    before = score.announced or _without_facts(score, item, around)
    after = now.announced or _without_facts(score, item, around)
    moved = [
        (level, before[level], after[level]) for level in LEVELS if before[level] != after[level]
    ]
    moves = tuple(
        Move(
            at=at,
            level=level,
            was=was,
            now=points,
            kind=cause.kind,
            source=cause.source,
            by=cause.by,
            why=cause.why[:MAX_WHY],
        )
        for level, was, points in moved
    )
    now = replace(now, moves=(*score.moves, *moves)[-MAX_MOVES:])
    return now, tuple(_changed(now, item, level, was, points) for level, was, points in moved)


def _changed(score: Score, item: Item, level: Level, was: int, now: int) -> ScoreChanged:
    return ScoreChanged(
        item=score.item,
        title=item.title,
        year=score.year,
        level=level,
        score=now,
        previous=was,
        points=item.points,
        standard=score.standard,
    )


def rescored(change: Callable[[Score, Any, Heard], Score]) -> Decide:
    """A decision from a pure change of facts: recompute each level, announce what moved."""

    def decide(
        state: Score | None, fact: Fact, given: Knowing[Surroundings]
    ) -> Change[Score] | None:
        surround = given.found
        item = surround.standard.item(fact.item)  # type: ignore[attr-defined]
        if item is None:
            return None
        before = state or Score(
            district=given.heard.district,
            year=fact.year,  # type: ignore[attr-defined]
            item=item.code,
            logged=True,
        )
        heard = log.heard(given.heard)
        after = change(before, fact, heard)
        if after == state:
            return None
        after, events = restate(after, item, surround, hearing.cause(fact), heard.at)
        return Change(after, events)

    return decide


def resettle(
    state: Score | None, fact: Fact, given: Knowing[Surroundings | None]
) -> Change[Score] | None:
    """The facts stay, what they depend on has changed: recompute, announce what moved."""
    surround = given.found
    item = surround.standard.item(state.item) if surround and state else None
    if surround is None or state is None or item is None:
        return None
    after, events = restate(state, item, surround, hearing.cause(fact), given.now)
    return None if after == state else Change(after, events)
