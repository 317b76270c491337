"""Units, persons, standards and sealed evidence, as several rooms look them up."""

from collections.abc import Iterable

from contracts.caller import Caller
from contracts.sight import told
from kit.reader import Reader
from services.tasks.domain.organisation.unit import Unit, unit_id
from services.tasks.domain.planning.campaign import Campaign
from services.tasks.domain.planning.duty import Directory
from services.tasks.domain.planning.standard import Standard
from services.tasks.domain.registers.table import UnitNames, unit_names
from services.tasks.refusals import StandardNotPublished
from services.tasks.store import DISTRICTS, PERSONS, STANDARDS, UNITS
from services.tasks.task.store import SEALED

MAX_FOLLOWED = 10
MAX_UNITS = 2000
"""Units of one district that a decision looks at."""


def standing(reader: Reader, district: str, unit: str | None) -> frozenset[str]:
    """Which of a district and one of its units exist."""
    found = {district} if reader.find(DISTRICTS, district) else set()
    if unit is not None and reader.find(UNITS, unit_id(district, unit)):
        found.add(unit_id(district, unit))
    return frozenset(found)


def standard_of(reader: Reader, campaign: Campaign) -> Standard:
    """Raises: StandardNotPublished."""
    standard = reader.find(STANDARDS, campaign.standard)
    if standard is None:
        raise StandardNotPublished(campaign.standard)
    return standard


def units_of(reader: Reader, district: str) -> frozenset[str]:
    """Those that may be charged: a closed unit gets no new duty."""
    return frozenset(code for code, unit in all_units(reader, district).items() if not unit.closed)


def all_units(reader: Reader, district: str) -> dict[str, Unit]:
    """A district's units by code, the closed ones among them."""
    found = reader.all(UNITS, {"district": district}, limit=MAX_UNITS)
    return {unit.unit: unit for _, unit in found}


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
    named = sorted(set(accounts))
    persons = reader.all(PERSONS, {"district": district, "account": {"$in": named}})
    return Directory(
        units=units_of(reader, district),
        persons={person.account: person.unit for _, person in persons},
    )


def sealed_of(
    reader: Reader,
    district: str,
    evidence: tuple[str, ...],
    by: Caller,
    *,
    shown: Iterable[str] = (),
) -> frozenset[str]:
    """Those of the ids that are sealed in the district and exist for who names them.

    A unit knows its own evidence and what it was ``shown``; who belongs to none knows that of all
    units; what is reserved, its confidants alone.
    """
    if not evidence:
        return frozenset()
    found = reader.all(SEALED, {"district": district, "evidence": {"$in": list(evidence)}})
    own = with_former(reader, district, (by.unit,)) if by.unit else frozenset()
    known = frozenset(shown)
    return frozenset(
        id
        for id, one in found
        if told(one.confidants, by)
        and (not by.unit or id in known or one.unit in own or one.by == by.account)
    )


def with_former(reader: Reader, district: str, units: Iterable[str]) -> frozenset[str]:
    """Units and those whose work they took over."""
    named = sorted(filter(None, units))
    found = reader.all(UNITS, {"district": district, "unit": {"$in": named}}, limit=MAX_UNITS)
    return frozenset((*named, *(old.unit for _, unit in found for old in unit.former)))
