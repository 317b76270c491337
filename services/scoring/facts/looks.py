"""What a score depends on beside its own facts, and what a fact touches."""

from typing import Any

from contracts.scoring import SpotCheckDrawn
from kit.change import Given
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.campaigns.year import Year
from services.scoring.facts.state import Score
from services.scoring.facts.store import DISTRICTS, score_id
from services.scoring.facts.surroundings import (
    District,
    Surroundings,
    reads_organisation,
    surrounding,
)
from services.scoring.standards.looks import standard

MAX_YEARS = 20


def around(reader: Reader, district: str, year: int, version: str = "") -> Surroundings:
    """What scores of a district and year depend on beside their facts: two small documents.

    ``version`` of the standard counts only until the campaign is heard. Raises: NotFound.
    """
    campaign = reader.find(YEARS, year_id(year))
    if campaign is not None:
        return around_in(reader, district, campaign)
    known = reader.find(DISTRICTS, district) or District(district=district)
    return surrounding(standard(reader, version), None, known, year)


def around_in(reader: Reader, district: str, campaign: Year) -> Surroundings:
    known = reader.find(DISTRICTS, district) or District(district=district)
    return surrounding(standard(reader, campaign.standard), campaign, known, campaign.year)


def surroundings(reader: Reader, _state: Any, fact: Any, given: Given) -> Surroundings:
    """The ``gather`` of every fact."""
    return around(reader, given.heard.district, fact.year, fact.standard)


def surroundings_of_score(
    reader: Reader, state: Score | None, _fact: Any, _given: Given
) -> Surroundings | None:
    """The ``gather`` of what touches a score without being one of its facts."""
    if state is None:
        return None
    return around(reader, state.district, state.year, state.standard)


def surroundings_of_drawn(reader: Reader, fact: SpotCheckDrawn, _given: Given) -> Surroundings:
    """The same for every item of the district."""
    return around(reader, fact.district, fact.year, fact.standard)


def score_of(fact: Any, given: Given, _: Reader) -> str:
    """The score that a fact touches: none where it is not about an item of the standard."""
    return score_id(given.heard.district, fact.year, fact.item) if _scored(fact) else ""


def entry_of(fact: Any, given: Given, _: Reader) -> str:
    """A logged fact has its event's id."""
    return given.heard.id if _scored(fact) else ""


def _scored(fact: Any) -> bool:
    """About an item, in a year (an old ruling names none)."""
    return bool(fact.item and fact.year)


def district_of(_fact: Any, given: Given, _reader: Reader) -> str:
    return given.heard.district


def scores_that_count_units(_fact: Any, given: Given, reader: Reader) -> list[str]:
    """The scores whose rule asks how many units there are."""
    district = given.heard.district
    return [
        score_id(district, year.year, item.code)
        for _, year in reader.all(YEARS, {}, limit=MAX_YEARS)
        if district in year.districts
        for item in standard(reader, year.standard).items
        if reads_organisation(item)
    ]


def scores_not_drawn(fact: SpotCheckDrawn, _given: Given, reader: Reader) -> list[str]:
    """An item that the province did not draw keeps the city's mark: its figure may move."""
    return [
        score_id(fact.district, fact.year, item.code)
        for item in standard(reader, fact.standard).items
        if item.code not in fact.items
    ]
