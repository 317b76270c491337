"""Every event that changes a fact ends here: new facts, new scores, and what changed announced."""

from collections.abc import Callable
from typing import Any

from contracts.envelope import Fact
from kit.change import Change, Decide, Given
from kit.reader import Reader
from services.scoring.domain.facts import hearing, log
from services.scoring.domain.facts.hearing import Cause, Heard
from services.scoring.domain.facts.state import Score
from services.scoring.domain.facts.surroundings import District, Surroundings, surrounding
from services.scoring.domain.scores.restating import restate
from services.scoring.domain.standards.standard import Standard
from services.scoring.store import DISTRICTS, SCORES, STANDARDS, YEARS, score_id, year_id

KNOWN: dict[str, Standard] = {}
"""Published standards by version: they never change."""

MAX_KNOWN = 20


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


def around(reader: Reader, district: str, year: int, version: str = "") -> Surroundings:
    """What scores of a district and year depend on beside their facts: two small documents.

    ``version`` of the standard counts only until the campaign is heard. Raises: NotFound.
    """
    campaign = reader.find(YEARS, year_id(year))
    known = reader.find(DISTRICTS, district) or District(district=district)
    rules = standard(reader, campaign.standard if campaign else version)
    return surrounding(rules, campaign, known, year)


def surroundings(reader: Reader, _state: Any, fact: Any, given: Given) -> Surroundings:
    """The ``gather`` of every fact."""
    district = given.event.district if given.event else ""
    return around(reader, district, fact.year, fact.standard)


def at(fact: Any, given: Given, _: Reader) -> str:
    """The score that a fact touches: none where it is not about an item of the standard."""
    event = given.event
    return score_id(event.district, fact.year, fact.item) if event and _scored(fact) else ""


def log_at(fact: Any, given: Given, _: Reader) -> str:
    """A logged fact has its event's id."""
    return given.event.id if given.event and _scored(fact) else ""


def _scored(fact: Any) -> bool:
    """About an item, in a year (an old ruling names none)."""
    return bool(fact.item and fact.year)


def rescored(change: Callable[[Score, Any, Heard], Score]) -> Decide:
    """A decision from a pure change of facts: recompute each level, announce what moved."""

    def decide(state: Score | None, fact: Fact, given: Given) -> Change[Score] | None:
        surround: Surroundings = given.found
        item = surround.standard.item(fact.item)  # type: ignore[attr-defined]
        if item is None or given.event is None:
            return None
        before = state or Score(
            district=given.event.district,
            year=fact.year,  # type: ignore[attr-defined]
            item=item.code,
            logged=True,
        )
        heard = log.heard(given.event)
        after = change(before, fact, heard)
        if after == state:
            return None
        after, events = restate(after, item, surround, hearing.cause(fact), heard.at)
        return Change(after, events)

    return decide


def resettled(cause: Callable[[Any], Cause]) -> Decide:
    """The facts stay, what they depend on has changed: recompute, announce what moved."""

    def decide(state: Score | None, fact: Any, given: Given) -> Change[Score] | None:
        surround: Surroundings | None = given.found
        item = surround.standard.item(state.item) if surround and state else None
        if surround is None or state is None or item is None:
            return None
        after, events = restate(state, item, surround, cause(fact), given.now)
        return None if after == state else Change(after, events)

    return decide


def surroundings_of_score(
    reader: Reader, state: Score | None, _fact: Any, _given: Given
) -> Surroundings | None:
    """The ``gather`` of what touches a score without being one of its facts."""
    if state is None:
        return None
    return around(reader, state.district, state.year, state.standard)


__all__ = [
    "SCORES",
    "Surroundings",
    "around",
    "at",
    "log_at",
    "rescored",
    "resettled",
    "standard",
    "surroundings",
    "surroundings_of_score",
]
