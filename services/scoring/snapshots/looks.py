"""What freezing a snapshot must know."""

from typing import Any

from contracts.orders.scoring import FreezeSnapshot
from kit.change import Given
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.scores.looks import position, whole
from services.scoring.scores.position import Position
from services.scoring.standards.looks import standard
from services.scoring.standards.standard import Standard


def photographed(
    reader: Reader, _state: Any, order: FreezeSnapshot, _given: Given
) -> tuple[Standard, list[Position]]:
    """Every district of the year's campaign as it stands now. Raises: NotFound."""
    campaign = reader.get(YEARS, year_id(order.year))
    found = (position(reader, campaign, each, order.level) for each in campaign.districts)
    return standard(reader, campaign.standard), [whole(reader, each) for each in found]
