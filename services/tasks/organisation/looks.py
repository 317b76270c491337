"""What decisions about units must know, and units and persons as all rooms look them up.

City-wide callers see every district, so each filter names the district.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from contracts.orders.tasks import (
    AppointPerson,
    ClearPhrase,
    ImportUnits,
    RegisterUnit,
    SucceedUnit,
    WithdrawPhrase,
)
from contracts.tasks import PhraseCleared, UnitListed
from contracts.words import Lang
from kit.change import Given
from kit.reader import Reader
from services.tasks.answers.sight import Answer
from services.tasks.history.entry import Entry
from services.tasks.history.sentences import Names, Of, Who, accounts, told, units_in
from services.tasks.organisation.district import sign
from services.tasks.organisation.duty import Directory
from services.tasks.organisation.naming import UnitNames, unit_names
from services.tasks.organisation.person import Person
from services.tasks.organisation.phrase import phrases_id
from services.tasks.organisation.store import DISTRICTS, PERSONS, UNITS
from services.tasks.organisation.succession import Merging
from services.tasks.organisation.unit import Surroundings, Unit, unit_id
from services.tasks.organisation.unit_import import unit_import_id
from services.tasks.task.looks import open_tasks
from services.tasks.task.store import TASKS

MAX_DISTRICTS = 500
"""Of a city, with much to spare."""


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
    units = all_units(reader, district)
    person = reader.find(PERSONS, order.person)
    return Merging(
        units={code: units[code] for code in order.units if code in units},
        of_person=person.unit if person and person.district == district else "",
        open=reader.tally(TASKS, open_tasks(district, *order.units), "units"),
        children=Counter(unit.parent for unit in units.values()),
    )


def for_import_units(
    reader: Reader, state: Any, order: ImportUnits, given: Given
) -> tuple[bool, dict[str, Unit]]:
    exists = reader.find(DISTRICTS, order.district) is not None
    return exists, all_units(reader, order.district)


def for_clear_phrase(reader: Reader, state: Any, order: ClearPhrase, given: Given) -> bool:
    return reader.find(DISTRICTS, order.district) is not None


def for_appoint_person(
    reader: Reader, state: Any, order: AppointPerson, given: Given
) -> frozenset[str]:
    return standing(reader, order.district, order.unit)


MAX_FOLLOWED = 10


MAX_UNITS = 2000
"""Units of one district that a decision looks at."""


def standing(reader: Reader, district: str, unit: str | None) -> frozenset[str]:
    """Which of a district and one of its units exist."""
    found = {district} if reader.find(DISTRICTS, district) else set()
    if unit is not None and reader.find(UNITS, unit_id(district, unit)):
        found.add(unit_id(district, unit))
    return frozenset(found)


def units_of(reader: Reader, district: str) -> frozenset[str]:
    """Those that may be charged: a closed unit gets no new duty."""
    return frozenset(code for code, unit in all_units(reader, district).items() if not unit.closed)


def all_units(reader: Reader, district: str) -> dict[str, Unit]:
    """A district's units by code, the closed ones among them."""
    found = reader.all(UNITS, {"district": district}, limit=MAX_UNITS)
    return {unit.unit: unit for _, unit in found}


def sign_of(reader: Reader, district: str) -> str:
    """See ``district.sign``."""
    found = reader.everywhere().all(DISTRICTS, {}, limit=MAX_DISTRICTS)
    return sign(district, {slug: one.name for slug, one in found})


def followed(reader: Reader, district: str, unit: str) -> tuple[str, ...]:
    """A unit, and those that followed it one after another (机构调整)."""
    chain = [unit]
    for _ in range(MAX_FOLLOWED):
        found = reader.find(UNITS, unit_id(district, chain[-1]))
        if found is None or not found.successor or found.successor in chain:
            break
        chain.append(found.successor)
    return tuple(chain)


def unit_names_of(reader: Reader, district: str) -> UnitNames:
    """What a table of the district may call its units."""
    found = reader.find(DISTRICTS, district)
    return unit_names(all_units(reader, district).values(), found.name if found else "")


def directory_of(reader: Reader, district: str, accounts: Iterable[str]) -> Directory:
    persons = reader.many(PERSONS, set(accounts))
    return Directory(
        units=units_of(reader, district),
        persons={p.account: p.unit for p in persons.values() if p.district == district},
    )


def directories_of(reader: Reader, accounts: Mapping[str, Collection[str]]) -> dict[str, Directory]:
    """Of each district, with those of its accounts that it has."""
    if not accounts:
        return {}
    here: Answer = {"district": {"$in": sorted(accounts)}}
    named = {account for place in accounts.values() for account in place}
    units = reader.all(UNITS, here, limit=MAX_UNITS * len(accounts))
    persons = reader.many(PERSONS, named).values()
    return {
        place: Directory(
            units=frozenset(u.unit for _, u in units if u.district == place and not u.closed),
            persons={p.account: p.unit for p in persons if p.district == place},
        )
        for place in accounts
    }


def with_former(reader: Reader, district: str, units: Iterable[str]) -> frozenset[str]:
    """Units and those whose work they took over."""
    named = sorted(filter(None, units))
    found = reader.many(UNITS, [unit_id(district, unit) for unit in named])
    return frozenset((*named, *(old.unit for unit in found.values() for old in unit.former)))


def contacts_of(persons: list[Person], unit: str) -> tuple[str, ...]:
    return tuple(p.account for p in persons if p.unit == unit and "unit" in p.roles)


def of_unit(order: RegisterUnit, given: Given, reader: Reader) -> str:
    return unit_id(order.district, order.unit)


def of_successor(order: SucceedUnit, given: Given, reader: Reader) -> str:
    return unit_id(order.district, order.successor)


def of_unit_import(order: ImportUnits, given: Given, reader: Reader) -> str:
    return unit_import_id(order.district)


def of_phrases(order: ClearPhrase | WithdrawPhrase, given: Given, reader: Reader) -> str:
    return phrases_id(order.district)


def of_cleared(fact: PhraseCleared, given: Given, _: Reader) -> str:
    return phrases_id(given.heard.district)


def of_listed(fact: UnitListed, given: Given, _: Reader) -> str:
    return unit_id(given.heard.district, fact.unit)


def sentences_of(
    reader: Reader, district: str, history: tuple[Entry, ...], lang: Lang, of: Of
) -> Answer:
    persons = {
        id: Who(name=person.name, unit=person.unit, roles=person.roles)
        for id, person in reader.many(PERSONS, accounts(history)).items()
    }
    wanted = units_in(history) | {who.unit for who in persons.values() if who.unit}
    found = reader.many(UNITS, [unit_id(district, unit) for unit in sorted(wanted)])
    named = {unit.unit: unit.name for unit in found.values()}
    names = Names(units=named, persons=persons)
    return {"sentences": told(history, names, lang, of)}
