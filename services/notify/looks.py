"""From circles to persons and what messages to them need, read once for each event; and a try."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contracts.caller import Caller
from contracts.envelope import Fact
from contracts.orders.notify import ChooseNotices, MailLink
from contracts.sight import Confidants
from contracts.sight import told as may_know
from contracts.words import Severity
from kit.change import Given, Knowing
from kit.config import HANDLER_SECONDS
from kit.reader import MAX_ALL, Reader
from services.notify import settings
from services.notify.audiences import severity_of, tells
from services.notify.channels import CHANNELS, Undelivered, channels_to, groups_here
from services.notify.circles import accounts, searches
from services.notify.delivery import (
    Attempt,
    Collected,
    Delivery,
    Told,
    Unanswered,
    outcome,
)
from services.notify.digest import Entry
from services.notify.directory import Person, place_key
from services.notify.hooks.looks import subscribers
from services.notify.links import path_of
from services.notify.posting import INBOX, Posts, Usual, posts_to, posts_to_groups
from services.notify.render import PERSON_FIELDS, UNIT_FIELDS, Names, ids
from services.notify.store import DELIVERIES, PERSONS, PLACES
from services.notify.wording.looks import wording_of

SLACK = 6
"""An event may be written down within this part of a digest's window, and within the handler's
limit, after it was read: what comes later than that before a digest goes into the next."""
FAR_BACK = timedelta(days=3)
"""Longer than any digest waits for its time, and any broken-off event for its next try."""


class NotInDirectory(Exception):
    """The fact is ahead of the appointment of those it concerns: to be tried again.

    If nobody was appointed at all it ends as a parked message, to be replayed after an appointment.
    """


def for_telling(reader: Reader, fact: Fact, given: Given) -> Told:
    """Whom the directory has of a fact's audience, its text, and the names that this may use.

    A read for the persons named, one for the places, one for each search, one for programs, one for
    how it is worded here.
    """
    audience, district = tells(fact), given.heard.district
    named = accounts(audience)
    found = reader.many(PERSONS, named | ids(fact, PERSON_FIELDS))
    persons = {account: person for account, person in found.items() if person.version}
    units = (place_key(district, unit) for unit in ids(fact, UNIT_FIELDS))
    places = reader.many(PLACES, {place_key(district), *units})
    listed = {account: persons[account] for account in named & persons.keys()}
    for search in searches(audience, district):
        listed |= reader.all(PERSONS, search)
    severity = severity_of(fact)
    names = Names(
        places={key: place.name for key, place in places.items()},
        persons={account: person.name for account, person in persons.items()},
    )
    words = wording_of(reader, fact, district, names)
    return Told(
        posts=_posts(knowing(given.heard.told_to, listed), severity, given),
        text=words.source,
        brief=words.brief,
        names=names,
        severity=severity,
        path=path_of(fact, district),
        hooks=subscribers(reader, given.heard, fact),
        missing=tuple(sorted(named - listed.keys())) or (() if listed else ("nobody to tell",)),
    )


def _posts(persons: Mapping[str, Person], severity: Severity, given: Given) -> Posts:
    """What only confidants may know goes into no digest, and to no group."""
    heard, here, found = given.heard, usual(), Posts()
    cause, now = given.cause, given.now
    for account, person in persons.items():
        found |= posts_to(
            account,
            person,
            channels_to(person),
            severity=severity,
            together=heard.told_to is None,
            cause=cause,
            usual=here,
            now=now,
        )
    if heard.told_to is None:
        groups, told = groups_here(), persons.values()
        found |= posts_to_groups(told, groups, severity=severity, cause=cause, usual=here, now=now)
    return found


def usual() -> Usual:
    window = settings.DIGEST_SECONDS()
    return Usual(
        quiet=settings.QUIET_HOURS(),
        window=timedelta(seconds=window),
        slack=timedelta(seconds=min(HANDLER_SECONDS(), window / SLACK)),
        patience=timedelta(seconds=settings.PATIENCE_SECONDS()),
    )


def deliveries(_: Fact, given: Knowing[Told], __: Reader) -> list[str]:
    """Keys of the deliveries that a fact calls for; a person in two circles is told once."""
    return list(given.found.posts)


def nobody_missing(_: Fact, given: Knowing[Told], __: Reader) -> None:
    """Raises: NotInDirectory where a person that the fact names was not known when it was told, or
    where there was nobody to tell.
    """
    found = given.found
    if found.missing:
        who = ", ".join(found.missing)
        raise NotInDirectory(f"{who} of {given.heard.district}: not in the directory")


def for_due(
    reader: Reader, state: Delivery, _: None, given: Given
) -> Attempt | Collected | Unanswered:
    """What an urgent message, a digest or a letter must know when its time has come."""
    if state.channel == INBOX:
        person = reader.find(PERSONS, state.recipient)
        return Unanswered(person.unit if person else "")
    if state.is_digest and not state.carries:
        return _collected(reader, state)
    return _tried(reader, state, given)


def _collected(reader: Reader, digest: Delivery) -> Collected:
    """The messages that no earlier digest took along. They and these are looked for alike far back:
    what an event broke off in writing was left behind by a try of it, which came again since.
    """
    recent = {"$gte": digest.created_at - FAR_BACK}
    own = {"recipient": digest.recipient, "district": digest.district}
    earlier = {**own, "channel": digest.channel, "fact": "", "created_at": recent}
    gone = {id for _, each in reader.all(DELIVERIES, earlier) for id in each.carries}
    waiting = {**own, "channel": INBOX, "gathered": digest.channel, "delivered_at": recent}
    entries = [
        Entry(id, each.severity, each.subject, each.body, each.path)
        for id, each in sorted(reader.all(DELIVERIES, waiting, MAX_ALL), key=_came)
        if id not in gone
    ]
    return Collected(tuple(entries), settings.PUBLIC_URL())


def _came(found: tuple[str, Delivery]) -> tuple[datetime, str]:
    id, message = found
    return message.created_at, id


def _tried(reader: Reader, state: Delivery, given: Given) -> Attempt:
    channel = CHANNELS[state.channel]
    delays = channel.delays()
    try:
        channel.deliver(given.key, state, reader.find(PERSONS, state.recipient))
        tried = Attempt(delays)
    except Undelivered as fault:
        tried = Attempt(delays, str(fault), fault.permanent)
    channel.TRIES.labels(outcome(state, tried)).inc()
    return tried


def own_account(_: object, given: Given, __: Reader) -> str:
    return given.by.account


def for_choosing(_: Reader, state: Person, __: ChooseNotices, ___: Given) -> frozenset[str]:
    return frozenset(channels_to(state))


def for_mailing(_: Reader, __: Any, ___: MailLink, ____: Given) -> bool:
    """Whether a letter with a link can go out."""
    return settings.SMTP_URL() is not None and bool(settings.PUBLIC_URL())


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
