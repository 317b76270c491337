"""Districts, units and named persons."""

from contracts.orders import tasks as orders
from kit.wiring import command, query
from services.tasks import ids
from services.tasks.domain.organisation.district import found_district
from services.tasks.domain.organisation.person import appoint_person
from services.tasks.domain.organisation.unit import register_unit
from services.tasks.lookups import organisation as lookups
from services.tasks.queries import organisation as queries
from services.tasks.store import DISTRICTS, PERSONS, UNITS
from services.tasks.wiring.roles import CITY, OFFICES


class Organisation:
    found_district = command(
        orders.FoundDistrict, DISTRICTS, found_district, at="district", creates=True, roles=CITY
    )
    register_unit = command(
        orders.RegisterUnit,
        UNITS,
        register_unit,
        at=ids.of_unit,
        creates=True,
        gather=lookups.for_register_unit,
        roles=OFFICES,
    )
    appoint_person = command(
        orders.AppointPerson,
        PERSONS,
        appoint_person,
        at="account",
        creates=True,
        gather=lookups.for_appoint_person,
        roles=OFFICES,
    )
    units = query(orders.Units, queries.units)
    districts = query(orders.Districts, queries.districts)
