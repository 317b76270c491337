"""A row of an imported list becomes a unit, or describes one anew."""

from contracts.tasks import UnitListed
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.organisation.unit import list_unit as create
from services.tasks.domain.organisation.unit import unit_id

__all__ = ["create", "unit"]


def unit(fact: UnitListed, given: Given, _: Reader) -> str:
    return unit_id(given.heard.district, fact.unit)
