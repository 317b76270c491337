"""From circles to persons and what messages to them need, read once for each event; and a try."""

from collections.abc import Iterable, Mapping

from contracts.caller import Caller
from contracts.envelope import Fact
from contracts.sight import Confidants
from contracts.sight import told as may_know
from kit.change import Given, Knowing
from kit.reader import Reader
from services.notify.audiences import tells
from services.notify.channels import CHANNELS, Undelivered, channels_to
from services.notify.circles import accounts, searches
from services.notify.delivery import Attempt, Delivery, Told, delivery_key, outcome
from services.notify.directory import Person, place_key
from services.notify.render import Names
from services.notify.store import PERSONS, PLACES
from services.notify.texts import text_of

UNIT_FIELDS = ("lead", "cooperating", "objector", "unit", "toward", "from_lead")
PERSON_FIELDS = ("person", "by", "from_person")
"""Fields of facts that hold unit ids and accounts, which texts turn into names."""


class NotInDirectory(Exception):
    """The fact is ahead of the appointment of those it concerns: to be tried again.

    If nobody was appointed at all it ends as a parked message, to be replayed after an appointment.
    """


def for_telling(reader: Reader, fact: Fact, given: Given) -> Told:
    """Whom the directory has of a fact's audience, its text, and the names that this may use.

    A read for the persons named, one for the places, one for each search.
    """
    audience, district = tells(fact), given.heard.district
    named = accounts(audience)
    persons = reader.many(PERSONS, named | ids(fact, PERSON_FIELDS))
    units = (place_key(district, unit) for unit in ids(fact, UNIT_FIELDS))
    places = reader.many(PLACES, {place_key(district), *units})
    listed = {account: persons[account] for account in named & persons.keys()}
    for search in searches(audience, district):
        listed |= reader.all(PERSONS, search)
    return Told(
        recipients=knowing(given.heard.told_to, listed),
        text=text_of(type(fact)),
        names=Names(
            places={key: place.name for key, place in places.items()},
            persons={account: person.name for account, person in persons.items()},
        ),
        missing=tuple(sorted(named - listed.keys())) or (() if listed else ("nobody to tell",)),
    )


def deliveries(_: Fact, given: Knowing[Told], __: Reader) -> list[str]:
    """Keys of the deliveries that a fact calls for; a person in two circles is told once."""
    found = given.found
    return [
        delivery_key(given.cause, account, channel)
        for account, person in found.recipients.items()
        for channel in channels_to(person)
    ]


def nobody_missing(_: Fact, given: Knowing[Told], __: Reader) -> None:
    """Raises: NotInDirectory where a person that the fact names was not known when it was told, or
    where there was nobody to tell.
    """
    found = given.found
    if found.missing:
        who = ", ".join(found.missing)
        raise NotInDirectory(f"{who} of {given.heard.district}: not in the directory")


def for_delivery(reader: Reader, state: Delivery, _: None, given: Given) -> Attempt:
    """One try to deliver what waits for its channel."""
    channel = CHANNELS[state.channel]
    delays = channel.delays()
    try:
        channel.deliver(given.key, state, reader.find(PERSONS, state.recipient))
        tried = Attempt(delays)
    except Undelivered as fault:
        tried = Attempt(delays, str(fault), fault.permanent)
    channel.TRIES.labels(outcome(state, tried)).inc()
    return tried


def knowing(confidants: Confidants | None, persons: Mapping[str, Person]) -> dict[str, Person]:
    """Those who may know of what only ``confidants`` may know (None: everybody)."""
    return {
        account: person
        for account, person in persons.items()
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


def ids(fact: Fact, fields: Iterable[str]) -> set[str]:
    """The ids in those fields that the fact has; some hold several, some may be empty."""
    values = (getattr(fact, name, "") for name in fields)
    return {
        one for value in values for one in ((value,) if isinstance(value, str) else value) if one
    }
