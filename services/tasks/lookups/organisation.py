"""For districts, units and persons."""

from typing import Any

from contracts.orders.tasks import AppointPerson, RegisterUnit
from kit.change import Given
from kit.reader import Reader
from services.tasks.lookups.known import standing


def for_register_unit(
    reader: Reader, state: Any, order: RegisterUnit, given: Given
) -> frozenset[str]:
    return standing(reader, order.district, order.parent)


def for_appoint_person(
    reader: Reader, state: Any, order: AppointPerson, given: Given
) -> frozenset[str]:
    return standing(reader, order.district, order.unit)
