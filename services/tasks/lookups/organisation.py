"""For districts, units and persons."""

from typing import Any

from contracts.orders.tasks import AppointPerson, ImportUnits, RegisterUnit, SucceedUnit
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.organisation.succession import Merging
from services.tasks.domain.organisation.unit import Surroundings, Unit, unit_id
from services.tasks.lookups.known import all_units, standing
from services.tasks.store import DISTRICTS, PERSONS, UNITS
from services.tasks.task.looks import open_tasks
from services.tasks.task.store import TASKS


def for_register_unit(
    reader: Reader, state: Any, order: RegisterUnit, given: Given
) -> Surroundings:
    parent = order.parent and reader.find(UNITS, unit_id(order.district, order.parent))
    below = {"district": order.district, "parent": order.unit}
    return Surroundings(
        district=reader.find(DISTRICTS, order.district) is not None,
        parent=parent or None,
        children=order.parent is not None and reader.count(UNITS, below) > 0,
    )


def for_succeed_unit(reader: Reader, state: Unit, order: SucceedUnit, given: Given) -> Merging:
    district = state.district
    found = [reader.find(UNITS, unit_id(district, code)) for code in order.units]
    persons = reader.all(PERSONS, {"district": district, "account": order.person})
    return Merging(
        units={unit.unit: unit for unit in found if unit is not None},
        of_person=persons[0][1].unit if persons else "",
        open={code: reader.count(TASKS, open_tasks(district, code)) for code in order.units},
        children={
            code: reader.count(UNITS, {"district": district, "parent": code})
            for code in order.units
        },
    )


def for_import_units(
    reader: Reader, state: Any, order: ImportUnits, given: Given
) -> tuple[bool, dict[str, Unit]]:
    exists = reader.find(DISTRICTS, order.district) is not None
    return exists, all_units(reader, order.district)


def for_appoint_person(
    reader: Reader, state: Any, order: AppointPerson, given: Given
) -> frozenset[str]:
    return standing(reader, order.district, order.unit)
