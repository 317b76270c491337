"""Questions about campaigns."""

from contracts.orders.tasks import Campaigns
from kit.reader import Reader
from services.tasks.queries.sight import Answer
from services.tasks.store import CAMPAIGNS


def campaigns(reader: Reader, ask: Campaigns) -> Answer:
    return reader.page(CAMPAIGNS, {}, ask, by=("year", -1))
