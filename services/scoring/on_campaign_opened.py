"""Which standard counts in which year, and for whom; from then on every night proves the scores."""

from contracts.tasks import CampaignOpened
from kit.change import Change, Given
from kit.reader import Reader
from services.scoring.domain.facts.surroundings import Year
from services.scoring.store import audit_id, year_id


def at(fact: CampaignOpened, _given: Given, _reader: Reader) -> str:
    return year_id(fact.year)


def decide(state: Year | None, fact: CampaignOpened, given: Given) -> Change[Year]:
    year = Year(
        year=fact.year,
        campaign=fact.campaign,
        standard=fact.standard,
        districts=fact.districts,
        draw=state.draw if state else None,
    )
    return Change(year)


def audits(fact: CampaignOpened, _given: Given, _reader: Reader) -> list[str]:
    return [audit_id(district, fact.year) for district in fact.districts]
