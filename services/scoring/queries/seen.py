"""What the questions about scores have in common: a district in a year, limited to the caller."""

from typing import Any, NamedTuple

import msgspec

from contracts.refusals import NotFound
from contracts.words import Level
from kit.reader import Reader
from services.scoring.domain.facts.state import Score
from services.scoring.domain.facts.surroundings import District, Surroundings, Year, surrounding
from services.scoring.domain.scores.item import ItemScore, score_at
from services.scoring.domain.scores.totals import Total, total
from services.scoring.domain.standards.standard import Item, Standard
from services.scoring.lookups import MAX_VETOES, held
from services.scoring.rescoring import standard
from services.scoring.store import DISTRICTS, VETOES, YEARS, year_id


class Seen(NamedTuple):
    """A district of a campaign, and what its scores depend on beside their facts."""

    campaign: Year
    district: District
    around: Surroundings

    @property
    def standard(self) -> Standard:
        return self.around.standard

    @property
    def name(self) -> str:
        return self.district.name or self.district.district


def district_in(reader: Reader, year: int, district: str) -> Seen:
    """Raises: NotFound where the year has no campaign, or it is not the caller's district."""
    return seen(reader, reader.get(YEARS, year_id(year)), district)


def seen(reader: Reader, campaign: Year, district: str) -> Seen:
    """Raises: NotFound where the district is not of the campaign, or not the caller's."""
    if district not in campaign.districts or (reader.caller and not reader.caller.sees(district)):
        raise NotFound("没有这个县区的得分", field="$.district")
    found = reader.find(DISTRICTS, district) or District(district=district)
    rules = standard(reader, campaign.standard)
    return Seen(campaign, found, surrounding(rules, campaign, found, campaign.year))


def districts_of(reader: Reader, campaign: Year) -> list[str]:
    """Those that the caller may see."""
    return [d for d in campaign.districts if reader.caller is None or reader.caller.sees(d)]


def scored(seen: Seen, held: dict[str, Score], item: Item, level: Level) -> ItemScore:
    """An item at a level; without a document it is scored without facts."""
    year, district = seen.campaign.year, seen.district.district
    return score_at(
        held.get(item.code) or Score(district=district, year=year, item=item.code),
        item,
        level,
        seen.standard.period(year),
        seen.around.organisation,
        drawn=seen.around.is_drawn(item.code),
    )


def scores(seen: Seen, held: dict[str, Score], level: Level) -> dict[str, ItemScore]:
    return {item.code: scored(seen, held, item, level) for item in seen.standard.items}


def total_of(reader: Reader, seen: Seen, level: Level) -> Total | None:
    """None without any fact."""
    known = held(reader, seen.district.district, seen.campaign.year)
    if not any(score.touched for score in known.values()):
        return None
    raised = vetoes(reader, seen.district.district, seen.campaign.year)
    topics = [veto["topic"] for veto in raised if veto["standing"]]
    return total(seen.standard, scores(seen, known, level), topics)


def vetoes(reader: Reader, district: str, year: int) -> list[dict[str, Any]]:
    found = reader.all(VETOES, {"district": district, "year": year}, limit=MAX_VETOES)
    return [{"veto": id, **msgspec.to_builtins(record)} for id, record in found]
