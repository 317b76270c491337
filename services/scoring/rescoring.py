"""What a score depends on beside its own facts, and which score a fact touches."""

from typing import Any

from kit.change import Given
from kit.reader import Reader
from services.scoring.domain.facts.state import Score
from services.scoring.domain.facts.surroundings import District, Surroundings, surrounding
from services.scoring.domain.standards.standard import Standard
from services.scoring.store import DISTRICTS, STANDARDS, YEARS, score_id, year_id

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


def surroundings_of_score(
    reader: Reader, state: Score | None, _fact: Any, _given: Given
) -> Surroundings | None:
    """The ``gather`` of what touches a score without being one of its facts."""
    if state is None:
        return None
    return around(reader, state.district, state.year, state.standard)
