"""Every event that changes a fact ends here: new facts, new scores, and what changed announced."""

from collections.abc import Callable
from typing import Any, cast

import msgspec

from contracts.scoring import ScoreChanged
from contracts.words import LEVELS, Level
from kit.change import Change, Decide, Given
from kit.reader import Reader
from services.scoring.domain.facts import Score, score_at
from services.scoring.domain.standard import Standard
from services.scoring.domain.surroundings import District
from services.scoring.store import DISTRICTS, SCORES, STANDARDS, score_id

KNOWN: dict[str, Standard] = {}
"""Published standards by version: they never change."""

MAX_KNOWN = 20


class Surroundings(msgspec.Struct, frozen=True):
    standard: Standard
    organisation: dict[str, int]


def standard(reader: Reader, version: str) -> Standard:
    """Raises: NotFound where the version is unknown or still a draft."""
    if version not in KNOWN:
        found = reader.get(STANDARDS, version)
        if not found.published:
            return found.standard
        if len(KNOWN) >= MAX_KNOWN:
            KNOWN.clear()
        KNOWN[version] = found.standard
    return KNOWN[version]


def surroundings(reader: Reader, _state: Any, fact: Any, given: Given) -> Surroundings:
    """The ``gather`` of every fact."""
    event = given.event
    district = (reader.find(DISTRICTS, event.district) if event else None) or District(district="")
    return Surroundings(standard(reader, fact.standard), district.organisation())


def at(fact: Any, given: Given, _: Reader) -> str:
    """The score that a fact touches: none where it is not about an item of the standard."""
    event = given.event
    return score_id(event.district, fact.year, fact.item) if event and fact.item else ""


def rescored(change: Callable[[Score, Any, Given], Score]) -> Decide:
    """A decision from a pure change of facts: recompute each level, announce what moved."""

    def decide(state: Score | None, fact: Any, given: Given) -> Change[Score] | None:
        around = cast(Surroundings, given.found)
        item = around.standard.item(fact.item)
        if item is None or given.event is None:
            return None
        before = state or Score(
            district=given.event.district, year=fact.year, item=fact.item, standard=fact.standard
        )
        after = change(before, fact, given)
        events = []
        announced = dict(before.announced)
        period = around.standard.period(fact.year)
        for level in LEVELS:
            score = score_at(after, item, level, period, around.organisation).score
            previous = announced.get(level, 0)
            if score != previous or level not in announced:
                announced[level] = score
                events.append(_moved(after, item.title, item.points, level, score, previous))
        changed = [event for event in events if event.score != event.previous]
        after = msgspec.structs.replace(after, announced=announced, standard=fact.standard)
        return Change(after, tuple(changed))

    return decide


def _moved(
    score: Score, title: str, points: int, level: Level, now: int, previous: int
) -> ScoreChanged:
    return ScoreChanged(
        item=score.item,
        title=title,
        year=score.year,
        level=level,
        score=now,
        previous=previous,
        points=points,
        standard=score.standard,
    )


__all__ = ["SCORES", "at", "rescored", "standard", "surroundings"]
