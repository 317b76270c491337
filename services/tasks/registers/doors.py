"""Registers (台账), the calendar of duties, and material demanded once.

Sealed evidence may prove something: a submission, a finding, a row of a register, and it may be
what a unit was asked for. What is a secret still counts nowhere; it is told anew when it is none.
"""

from contracts import evidence
from contracts.orders import tasks as orders
from kit.table import Table, command, hears, query, to
from services.tasks.registers import answers, calendar, demands, editing, importing, looks
from services.tasks.registers.register import add_rows, attach_photo, open_register
from services.tasks.registers.store import BURDENS, CALENDARS, REGISTERS
from services.tasks.task.sealed import keep_sealed
from services.tasks.task.store import SEALED

TABLE: Table = (
    command(
        orders.OpenRegister,
        REGISTERS,
        open_register,
        at=looks.of_register,
        creates=True,
        gather=looks.for_open_register,
    ),
    command(orders.AddRows, REGISTERS, add_rows, at="register", gather=looks.for_rows),
    command(
        orders.ImportRows,
        REGISTERS,
        importing.import_rows,
        at="register",
        gather=looks.for_import_rows,
        aside=True,
    ),
    command(orders.AmendRow, REGISTERS, editing.amend_row, at="register", gather=looks.for_rows),
    command(orders.WithdrawRow, REGISTERS, editing.withdraw_row, at="register"),
    command(
        orders.PlanCalendar,
        CALENDARS,
        calendar.plan_calendar,
        at=looks.of_calendar,
        creates=True,
        gather=looks.for_plan_calendar,
    ),
    command(
        orders.DemandMaterial,
        BURDENS,
        demands.demand_material,
        at=looks.of_burden,
        creates=True,
        gather=looks.for_demand_material,
    ),
    hears(
        evidence.EvidenceSealed,
        to(SEALED, keep_sealed, at="evidence", creates=True),
        to(REGISTERS, attach_photo, at=looks.of_photo, gather=looks.for_photo, creates=True),
        to(BURDENS, demands.meet, at=looks.of_demand, creates=True),
    ),
    query(orders.RegisterOf, answers.register_of),
    query(orders.Registers, answers.registers),
    query(orders.ItemsWithRegister, answers.items_with_register),
    query(orders.RegisterSheet, answers.register_sheet),
    query(orders.PreviewRows, answers.rows_known, aside=importing.preview),
    query(orders.MissingOf, answers.missing_of),
    query(orders.CalendarOf, answers.calendar_of),
    query(orders.BurdenOf, answers.burden_of),
)
