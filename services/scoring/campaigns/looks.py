"""Which year a fact is about."""

from contracts.tasks import CampaignOpened
from kit.change import Given
from kit.reader import Reader
from services.scoring.campaigns.store import year_id


def year_of(fact: CampaignOpened, _given: Given, _reader: Reader) -> str:
    return year_id(fact.year)
