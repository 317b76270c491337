"""Where a district stands, limited to the caller where one asks; and what the draw must know."""

from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.orders.scoring import DrawSpotCheck
from contracts.refusals import NotFound
from contracts.words import Level
from kit.change import Given
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.campaigns.year import Year
from services.scoring.facts.state import Score
from services.scoring.facts.store import DISTRICTS, SCORES
from services.scoring.facts.surroundings import District, surrounding
from services.scoring.rules.window import MAX_WINDOW_YEARS
from services.scoring.scores.position import Position
from services.scoring.scores.totals import Total
from services.scoring.standards.looks import standard
from services.scoring.standards.standard import Standard
from services.scoring.vetoes.store import VETOES
from services.scoring.vetoes.vetoing import VetoRecord

MAX_ITEMS = 500
MAX_VETOES = 200
MAX_EARLIER_VETOES = MAX_VETOES * MAX_WINDOW_YEARS


def held(reader: Reader, district: str, year: int) -> dict[str, Score]:
    """Item → what is known of it; one without a document is not there."""
    found = reader.all(SCORES, {"district": district, "year": year}, limit=MAX_ITEMS)
    return {score.item: score for _, score in found}


def standing_vetoes(reader: Reader, district: str, year: int) -> tuple[str, ...]:
    """Topics of the vetoes that stand."""
    filters = {"district": district, "year": year, "standing": True}
    found = reader.all(VETOES, filters, limit=MAX_VETOES)
    return tuple(sorted(record.topic for _, record in found))


def year_of_draw(order: DrawSpotCheck, _given: Given, _reader: Reader) -> str:
    return year_id(order.year)


def standard_of_draw(reader: Reader, state: Year, _order: DrawSpotCheck, _given: Given) -> Standard:
    return standard(reader, state.standard)


def position(
    reader: Reader, campaign: Year, id: str, level: Level, rules: Standard | None = None
) -> Position:
    """Where a district stands, as yet without its records. ``rules``: instead of the campaign's."""
    district = reader.find(DISTRICTS, id) or District(district=id)
    year, rules = campaign.year, rules or standard(reader, campaign.standard)
    return Position(
        district=id,
        name=district.name or id,
        year=year,
        level=level,
        around=surrounding(rules, campaign, district, year),
        names=district.names,
    )


def whole(reader: Reader, found: Position) -> Position:
    """With its records and the vetoes that stand."""
    district, year = found.district, found.year
    raised = frozenset(standing_vetoes(reader, district, year))
    return replace(found, held=held(reader, district, year), raised=raised)


def district_in(reader: Reader, year: int, district: str, level: Level) -> Position:
    """Without records. Raises: NotFound where the year has no campaign, or it is not the caller's
    district."""
    return seen(reader, reader.get(YEARS, year_id(year)), district, level)


def seen(reader: Reader, campaign: Year, district: str, level: Level) -> Position:
    """Without records. Raises: NotFound where the district is not of the campaign, or not the
    caller's."""
    if district not in campaign.districts or (reader.caller and not reader.caller.sees(district)):
        raise NotFound("没有这个县区的得分", field="$.district")
    return position(reader, campaign, district, level)


def districts_of(reader: Reader, campaign: Year) -> list[str]:
    """Those that the caller may see."""
    return [d for d in campaign.districts if reader.caller is None or reader.caller.sees(d)]


def total_of(reader: Reader, found: Position) -> Total | None:
    """None where the level has marked nothing."""
    known = whole(reader, found)
    return known.total(known.scores()) if known.marked else None


def raised_vetoes(reader: Reader, district: str, year: int) -> list[dict[str, Any]]:
    found = reader.all(VETOES, {"district": district, "year": year}, limit=MAX_VETOES)
    return [shown_veto(id, record) for id, record in found]


def shown_veto(id: str, record: VetoRecord) -> dict[str, Any]:
    return {"veto": id, **msgspec.to_builtins(record)}


def vetoes_until(reader: Reader, district: str, year: int) -> dict[str, VetoRecord]:
    """Of this year and of those before it that a window may reach, by id."""
    years = {"$in": [*range(year - MAX_WINDOW_YEARS, year + 1)]}
    return dict(reader.all(VETOES, {"district": district, "year": years}, limit=MAX_EARLIER_VETOES))
