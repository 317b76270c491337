"""Registers (台账), the calendar of duties, and material demanded once."""

from contracts.orders import tasks as orders
from contracts.words import READERS
from kit.table import Table, command, query
from services.tasks import ids
from services.tasks.domain.registers import calendar, demands, editing, importing
from services.tasks.domain.registers.register import add_rows, open_register
from services.tasks.lookups import registers as lookups
from services.tasks.queries import registers as queries
from services.tasks.store import BURDENS, CALENDARS, REGISTERS
from services.tasks.wiring.roles import INSPECTORS, OFFICES

TABLE: Table = (
    command(
        orders.OpenRegister,
        REGISTERS,
        open_register,
        at=ids.of_register,
        creates=True,
        gather=lookups.for_open_register,
        roles=OFFICES,
    ),
    command(
        orders.AddRows,
        REGISTERS,
        add_rows,
        at="register",
        gather=lookups.for_rows,
        roles=OFFICES,
    ),
    command(
        orders.ImportRows,
        REGISTERS,
        importing.import_rows,
        at="register",
        gather=lookups.for_import_rows,
        roles=OFFICES,
        aside=True,
    ),
    command(
        orders.AmendRow,
        REGISTERS,
        editing.amend_row,
        at="register",
        gather=lookups.for_rows,
        roles=OFFICES,
    ),
    command(orders.WithdrawRow, REGISTERS, editing.withdraw_row, at="register", roles=OFFICES),
    command(
        orders.PlanCalendar,
        CALENDARS,
        calendar.plan_calendar,
        at=ids.of_calendar,
        creates=True,
        gather=lookups.for_plan_calendar,
        roles=OFFICES,
    ),
    command(
        orders.DemandMaterial,
        BURDENS,
        demands.demand_material,
        at=ids.of_burden,
        creates=True,
        gather=lookups.for_demand_material,
        roles=(*OFFICES, *INSPECTORS),
    ),
    query(orders.RegisterOf, queries.register_of, roles=READERS),
    query(orders.Registers, queries.registers, roles=READERS),
    query(orders.RegisterSheet, queries.register_sheet, roles=READERS),
    query(orders.PreviewRows, queries.rows_known, roles=OFFICES, aside=importing.preview),
    query(orders.MissingOf, queries.missing_of, roles=READERS),
    query(orders.CalendarOf, queries.calendar_of, roles=READERS),
    query(orders.BurdenOf, queries.burden_of, roles=READERS),
)
