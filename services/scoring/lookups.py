"""What a command needs to read before it decides."""

from typing import Any

from msgspec.structs import replace

from contracts.orders.scoring import (
    ClearVeto,
    DrawSpotCheck,
    FreezeSnapshot,
    PublishStandard,
    RaiseVeto,
)
from contracts.refusals import NotFound
from contracts.words import Level
from kit.change import Given
from kit.reader import Reader
from services.scoring.facts.state import Score
from services.scoring.facts.store import DISTRICTS, SCORES, YEARS, year_id
from services.scoring.facts.surroundings import District, Year, surrounding
from services.scoring.rescoring import standard
from services.scoring.scores.position import Position
from services.scoring.standards.standard import Standard
from services.scoring.standards.store import STANDARDS
from services.scoring.vetoes.store import VETOES, veto_id

MAX_ITEMS = 500
MAX_VETOES = 200
MAX_STANDARDS = 500


def veto_topics(reader: Reader, _state: Any, order: RaiseVeto, _given: Given) -> dict[str, str]:
    """Topic → title of the year's standard. Raises: NotFound."""
    year = reader.get(YEARS, year_id(order.year))
    if order.district not in year.districts:
        raise NotFound("这个县区不在本年创建范围内", field="$.district")
    return {veto.topic: veto.title for veto in standard(reader, year.standard).vetoes}


def veto_of(order: RaiseVeto, _given: Given, _reader: Reader) -> str:
    return veto_id(order.district, order.year, order.topic)


def veto(order: ClearVeto, _given: Given, _reader: Reader) -> str:
    return order.veto


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


def photographed(
    reader: Reader, _state: Any, order: FreezeSnapshot, _given: Given
) -> tuple[Standard, list[Position]]:
    """Every district of the year's campaign as it stands now. Raises: NotFound."""
    campaign = reader.get(YEARS, year_id(order.year))
    found = (position(reader, campaign, each, order.level) for each in campaign.districts)
    return standard(reader, campaign.standard), [whole(reader, each) for each in found]


def in_force(reader: Reader, _state: Any, order: PublishStandard, _given: Given) -> str:
    """The version published last that no other supersedes; empty before the first."""
    found = reader.all(STANDARDS, {"published": True}, limit=MAX_STANDARDS)
    superseded = {state.supersedes for _, state in found}
    free = [
        (state.published_at.timestamp() if state.published_at else 0.0, version)
        for version, state in found
        if version not in superseded and version != order.version
    ]
    return max(free, default=(0.0, ""))[1]
