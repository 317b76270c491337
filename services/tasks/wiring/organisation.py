"""Districts, units and named persons."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import Table, command, hears, query, to
from services.tasks import ids, on_unit_listed, on_unit_succeeded
from services.tasks.domain.organisation import unit_import
from services.tasks.domain.organisation.district import found_district
from services.tasks.domain.organisation.person import appoint_person
from services.tasks.domain.organisation.succession import succeed_unit
from services.tasks.domain.organisation.unit import register_unit
from services.tasks.lookups import organisation as lookups
from services.tasks.queries import organisation as queries
from services.tasks.store import DISTRICTS, PERSONS, REGISTERS, UNIT_IMPORTS, UNITS
from services.tasks.task.store import TASKS

TABLE: Table = (
    command(orders.FoundDistrict, DISTRICTS, found_district, at="district", creates=True),
    command(
        orders.RegisterUnit,
        UNITS,
        register_unit,
        at=ids.of_unit,
        creates=True,
        gather=lookups.for_register_unit,
    ),
    command(
        orders.SucceedUnit,
        UNITS,
        succeed_unit,
        at=ids.of_successor,
        gather=lookups.for_succeed_unit,
    ),
    command(
        orders.ImportUnits,
        UNIT_IMPORTS,
        unit_import.import_units,
        at=ids.of_unit_import,
        creates=True,
        gather=lookups.for_import_units,
        aside=True,
    ),
    command(
        orders.AppointPerson,
        PERSONS,
        appoint_person,
        at="account",
        creates=True,
        gather=lookups.for_appoint_person,
    ),
    hears(
        tasks.UnitListed,
        to(UNITS, on_unit_listed.create, at=on_unit_listed.unit, creates=True),
    ),
    hears(
        tasks.UnitSucceeded,
        to(UNITS, on_unit_succeeded.close, at=on_unit_succeeded.units),
        to(TASKS, on_unit_succeeded.take_over, at=on_unit_succeeded.tasks),
        to(REGISTERS, on_unit_succeeded.take_rows, at=on_unit_succeeded.registers),
    ),
    query(orders.PreviewUnits, queries.units_known, aside=unit_import.preview),
    query(orders.Units, queries.units),
    query(orders.Districts, queries.districts),
)
