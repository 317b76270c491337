"""Registers, calendars of duties, and what units were asked for."""

from kit.aggregate import Aggregate, Index
from services.tasks.registers.calendar import Calendar
from services.tasks.registers.demands import Burden
from services.tasks.registers.register import Register

REGISTERS = Aggregate(
    "registers",
    Register,
    indexes=(Index("state.year", "state.item", of_tenant=True), Index("state.item")),
)
CALENDARS = Aggregate("calendars", Calendar)
BURDENS = Aggregate("burdens", Burden, indexes=(Index("state.year", "state.unit", of_tenant=True),))
