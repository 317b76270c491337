"""From circles to persons, and what a message to one of them needs."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from contracts.envelope import Fact
from kit.change import Given
from kit.reader import Reader
from services.notify import settings
from services.notify.domain.audience import Audience, Circle, Named
from services.notify.domain.delivery import Channel, Delivery, Told, delivery_key, split_key
from services.notify.domain.directory import Person, origin, place_key
from services.notify.domain.render import Names
from services.notify.store import PERSONS, PLACES
from services.notify.texts import text_of

UNIT_FIELDS = ("lead", "cooperating", "objector", "unit")
PERSON_FIELDS = ("person", "by")
"""Fields of facts that hold unit ids and accounts, which texts turn into names."""

F = TypeVar("F", bound=Fact)


class NotInDirectory(Exception):
    """The fact is ahead of the appointment of those it concerns: to be tried again.

    If nobody was appointed at all it ends as a parked message, to be replayed after an appointment.
    """


def deliveries_of(tells: Callable[[F], Audience]) -> Callable[[F, Given, Reader], list[str]]:
    """Keys of the deliveries that a fact calls for; a person in two circles is told once.

    The keys' function raises: NotInDirectory.
    """

    def keys(fact: F, given: Given, reader: Reader) -> list[str]:
        district, _ = origin(given)
        persons = {
            account: person
            for circle in tells(fact)
            for account, person in members(circle, district, reader)
        }
        if not persons:
            raise NotInDirectory(f"nobody in {district} is to be told of {fact.type}")
        return [
            delivery_key(given.cause, account, channel)
            for account, person in persons.items()
            for channel in channels_to(person)
        ]

    return keys


def members(circle: Circle, district: str, reader: Reader) -> Iterable[tuple[str, Person]]:
    if not isinstance(circle, Named):
        return reader.all(PERSONS, dict(circle.search(district)))
    if not circle.account:
        return ()
    person = reader.find(PERSONS, circle.account)
    if person is None:
        raise NotInDirectory(f"{circle.account} is not in the directory")
    return ((circle.account, person),)


def channels_to(person: Person) -> Iterator[Channel]:
    yield "inbox"
    if person.email and settings.SMTP_URL() is not None:
        yield "mail"


def told(reader: Reader, state: Delivery | None, fact: Fact, given: Given) -> Told:
    """The recipient, the text and the names that it may use."""
    account, _ = split_key(given.key)
    return Told(
        recipient=reader.get(PERSONS, account),
        text=text_of(type(fact)),
        names=names_in(fact, origin(given)[0], reader),
    )


def names_in(fact: Fact, district: str, reader: Reader) -> Names:
    places = {place_key(district), *(place_key(district, u) for u in ids(fact, UNIT_FIELDS))}
    return Names(
        places=_names(reader, PLACES, places),
        persons=_names(reader, PERSONS, ids(fact, PERSON_FIELDS)),
    )


def _names(reader: Reader, kind: Any, keys: Iterable[str]) -> dict[str, str]:
    found = ((key, reader.find(kind, key)) for key in keys)
    return {key: known.name for key, known in found if known is not None}


def ids(fact: Fact, fields: Iterable[str]) -> set[str]:
    """The ids in those fields that the fact has; some hold several, some may be empty."""
    values = (getattr(fact, name, "") for name in fields)
    return {
        one for value in values for one in ((value,) if isinstance(value, str) else value) if one
    }
