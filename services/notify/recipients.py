"""From circles to persons, and what a message to one of them needs."""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.caller import Caller
from contracts.envelope import Fact
from contracts.sight import told as may_know
from kit.change import Given
from kit.reader import Reader
from services.notify import settings
from services.notify.audiences import tells
from services.notify.domain.audience import Audience, Circle, Named
from services.notify.domain.delivery import Channel, Delivery, Told, delivery_key, split_key
from services.notify.domain.directory import Person, place_key
from services.notify.domain.render import Names
from services.notify.store import PERSONS, PLACES
from services.notify.texts import text_of

UNIT_FIELDS = ("lead", "cooperating", "objector", "unit", "toward", "from_lead")
PERSON_FIELDS = ("person", "by", "from_person")
"""Fields of facts that hold unit ids and accounts, which texts turn into names."""


class NotInDirectory(Exception):
    """The fact is ahead of the appointment of those it concerns: to be tried again.

    If nobody was appointed at all it ends as a parked message, to be replayed after an appointment.
    """


def deliveries(fact: Fact, given: Given, reader: Reader) -> list[str]:
    """Keys of the deliveries that a fact calls for; a person in two circles is told once."""
    return [
        delivery_key(given.cause, account, channel)
        for account, person in known(tells(fact), given, reader).items()
        for channel in channels_to(person)
    ]


def nobody_missing(fact: Fact, given: Given, reader: Reader) -> None:
    """Raises: NotInDirectory where a person that the fact names is unknown, or where there is
    nobody to tell.
    """
    audience = tells(fact)
    found = listed(audience, given, reader)
    named = {circle.account for circle in audience if isinstance(circle, Named)}
    missing = named - found.keys() - {""}
    if missing or not found:
        who = ", ".join(sorted(missing)) or "nobody to tell"
        raise NotInDirectory(f"{who} of {given.heard.district}: not in the directory")


def known(audience: Audience, given: Given, reader: Reader) -> dict[str, Person]:
    """The persons of an audience by account: those in the directory who may know of the event."""
    confidants = given.heard.told_to
    return {
        account: person
        for account, person in listed(audience, given, reader).items()
        if may_know(confidants, _as_caller(account, person))
    }


def _as_caller(account: str, person: Person) -> Caller:
    return Caller(
        account=account,
        name=person.name,
        roles=person.roles,
        district=person.district,
        unit=person.unit,
    )


def listed(audience: Audience, given: Given, reader: Reader) -> dict[str, Person]:
    """The persons of an audience by account, as far as the directory has them."""
    return {
        account: person
        for circle in audience
        for account, person in members(circle, given.heard.district, reader)
    }


def members(circle: Circle, district: str, reader: Reader) -> Iterable[tuple[str, Person]]:
    if not isinstance(circle, Named):
        return reader.all(PERSONS, dict(circle.search(district)))
    person = reader.find(PERSONS, circle.account) if circle.account else None
    return ((circle.account, person),) if person else ()


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
        names=names_in(fact, given.heard.district, reader),
    )


def names_in(fact: Fact, district: str, reader: Reader) -> Names:
    places = {place_key(district), *(place_key(district, u) for u in ids(fact, UNIT_FIELDS))}
    return Names(
        places=_names(reader, PLACES, places),
        persons=_names(reader, PERSONS, ids(fact, PERSON_FIELDS)),
    )


def _names(reader: Reader, kind: Any, keys: Iterable[str]) -> dict[str, str]:
    found = ((key, reader.find(kind, key)) for key in keys)
    return {key: one.name for key, one in found if one is not None}


def ids(fact: Fact, fields: Iterable[str]) -> set[str]:
    """The ids in those fields that the fact has; some hold several, some may be empty."""
    values = (getattr(fact, name, "") for name in fields)
    return {
        one for value in values for one in ((value,) if isinstance(value, str) else value) if one
    }
