"""A person with roles and a scope enters the directory, or changes in it."""

from contracts.tasks import PersonAppointed
from kit.change import Change, Given
from services.notify.domain.directory import Person, origin


def appoint(known: Person | None, fact: PersonAppointed, given: Given) -> Change[Person] | None:
    district, version = origin(given)
    if known is not None and known.version >= version:
        return None
    person = Person(
        district=district,
        name=fact.name,
        roles=fact.roles,
        unit=fact.unit,
        email=fact.email,
        version=version,
    )
    return Change(person)
