"""A unit was merged or renamed: its open tasks and lower units go to its successor."""

from contracts.tasks import UnitSucceeded
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.working.handing import follow_successor as take_over
from services.tasks.organisation.store import UNITS
from services.tasks.organisation.succession import MAX_CHILDREN, MAX_OPEN
from services.tasks.organisation.succession import close_unit as close
from services.tasks.organisation.unit import unit_id
from services.tasks.registers.editing import follow_successor as take_rows
from services.tasks.registers.store import REGISTERS
from services.tasks.task.looks import open_tasks
from services.tasks.task.store import TASKS

__all__ = ["close", "registers", "take_over", "take_rows", "tasks", "units"]

MAX_REGISTERS = 200
"""Registers in which a unit has rows."""


def units(fact: UnitSucceeded, given: Given, reader: Reader) -> list[str]:
    """The old unit and those under it."""
    district = given.heard.district
    below = reader.all(UNITS, {"district": district, "parent": fact.unit}, limit=MAX_CHILDREN)
    return [unit_id(district, fact.unit), *(id for id, _ in below)]


def tasks(fact: UnitSucceeded, given: Given, reader: Reader) -> list[str]:
    found = reader.all(TASKS, open_tasks(given.heard.district, fact.unit), limit=MAX_OPEN)
    return [id for id, _ in found]


def registers(fact: UnitSucceeded, given: Given, reader: Reader) -> list[str]:
    """Those in which the old unit has rows."""
    filters = {"district": given.heard.district, "rows.unit": fact.unit}
    return [id for id, _ in reader.all(REGISTERS, filters, limit=MAX_REGISTERS)]
