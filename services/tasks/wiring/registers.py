"""Registers (台账), the calendar of duties, and material demanded once."""

from contracts.orders import tasks as orders
from kit.table import Table, command, query
from services.tasks import ids
from services.tasks.domain.registers import calendar, demands, editing, importing
from services.tasks.domain.registers.register import add_rows, open_register
from services.tasks.lookups import registers as lookups
from services.tasks.queries import registers as queries
from services.tasks.store import BURDENS, CALENDARS, REGISTERS

TABLE: Table = (
    command(
        orders.OpenRegister,
        REGISTERS,
        open_register,
        at=ids.of_register,
        creates=True,
        gather=lookups.for_open_register,
    ),
    command(orders.AddRows, REGISTERS, add_rows, at="register", gather=lookups.for_rows),
    command(
        orders.ImportRows,
        REGISTERS,
        importing.import_rows,
        at="register",
        gather=lookups.for_import_rows,
        aside=True,
    ),
    command(orders.AmendRow, REGISTERS, editing.amend_row, at="register", gather=lookups.for_rows),
    command(orders.WithdrawRow, REGISTERS, editing.withdraw_row, at="register"),
    command(
        orders.PlanCalendar,
        CALENDARS,
        calendar.plan_calendar,
        at=ids.of_calendar,
        creates=True,
        gather=lookups.for_plan_calendar,
    ),
    command(
        orders.DemandMaterial,
        BURDENS,
        demands.demand_material,
        at=ids.of_burden,
        creates=True,
        gather=lookups.for_demand_material,
    ),
    query(orders.RegisterOf, queries.register_of),
    query(orders.Registers, queries.registers),
    query(orders.RegisterSheet, queries.register_sheet),
    query(orders.PreviewRows, queries.rows_known, aside=importing.preview),
    query(orders.MissingOf, queries.missing_of),
    query(orders.CalendarOf, queries.calendar_of),
    query(orders.BurdenOf, queries.burden_of),
)
