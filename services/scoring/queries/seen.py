"""What the questions about scores have in common: a district in a year, limited to the caller."""

from typing import Any

import msgspec

from contracts.refusals import NotFound
from contracts.words import Level
from kit.reader import Reader
from services.scoring import lookups
from services.scoring.facts.store import YEARS, year_id
from services.scoring.facts.surroundings import Year
from services.scoring.lookups import MAX_VETOES
from services.scoring.scores.position import Position
from services.scoring.scores.totals import Total
from services.scoring.vetoes.store import VETOES


def district_in(reader: Reader, year: int, district: str, level: Level) -> Position:
    """Without records. Raises: NotFound where the year has no campaign, or it is not the caller's
    district."""
    return seen(reader, reader.get(YEARS, year_id(year)), district, level)


def seen(reader: Reader, campaign: Year, district: str, level: Level) -> Position:
    """Without records. Raises: NotFound where the district is not of the campaign, or not the
    caller's."""
    if district not in campaign.districts or (reader.caller and not reader.caller.sees(district)):
        raise NotFound("没有这个县区的得分", field="$.district")
    return lookups.position(reader, campaign, district, level)


def districts_of(reader: Reader, campaign: Year) -> list[str]:
    """Those that the caller may see."""
    return [d for d in campaign.districts if reader.caller is None or reader.caller.sees(d)]


def total_of(reader: Reader, found: Position) -> Total | None:
    """None without any fact."""
    known = lookups.whole(reader, found)
    return known.total(known.scores()) if known.touched else None


def vetoes(reader: Reader, district: str, year: int) -> list[dict[str, Any]]:
    found = reader.all(VETOES, {"district": district, "year": year}, limit=MAX_VETOES)
    return [{"veto": id, **msgspec.to_builtins(record)} for id, record in found]
