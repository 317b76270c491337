"""For registers."""

from typing import Any

from contracts.orders.tasks import AddRows, OpenRegister
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.planning.campaign import Campaign
from services.tasks.domain.planning.standard import Standard
from services.tasks.domain.registers.register import Register
from services.tasks.lookups.known import standard_of, units_of
from services.tasks.store import CAMPAIGNS


def for_open_register(
    reader: Reader, state: Any, order: OpenRegister, given: Given
) -> tuple[Campaign, Standard]:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return campaign, standard_of(reader, campaign)


def for_add_rows(reader: Reader, state: Register, order: AddRows, given: Given) -> frozenset[str]:
    return units_of(reader, state.district)
