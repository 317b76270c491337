"""What an event puts into the post: for each person a message, and what carries it further."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from contracts.words import CITY_WIDE, Severity
from services.notify.directory import Person
from services.notify.schedule import Hours, hours, next_digest, quiet_end

INBOX = "inbox"
"""The channel that needs nobody to carry it; the others are the modules of ``channels``."""
OFFICES = frozenset({"district_office", "city_office"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a channel is used. ``carries``: what it is for, unless its reader chooses otherwise;
    ``gathers``: routine messages go in one digest; ``held``: nothing but what is urgent goes in
    quiet hours; ``brief``: it has room for little.
    """

    carries: tuple[Severity, ...]
    gathers: bool = False
    held: bool = True
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds here. ``slack``: an event may take so long from being read to being written down;
    ``patience``: after this an urgent message that nobody took note of goes to the office.
    """

    quiet: Hours
    window: timedelta
    slack: timedelta
    patience: timedelta


class Post(NamedTuple):
    """One delivery to be made. ``at``: when it falls due, if ever; ``gathered``: channels whose
    digests take this message along; ``digest``: it is such a digest; ``brief``: as its channel's.
    """

    recipient: str
    district: str
    channel: str
    at: datetime | None
    gathered: tuple[str, ...] = ()
    digest: bool = False
    brief: bool = False


class Subscriber(NamedTuple):
    """A program that is told: an address, of which office, and who alone knows of it."""

    hook: str
    district: str
    known_to: tuple[str, ...]


Posts = dict[str, Post]


def delivery_key(cause: str, account: str, channel: str) -> str:
    """The same fact, person and channel give the same key: a repeat meets the first delivery."""
    return f"{cause}:{account}:{channel}"


def digest_key(at: datetime, account: str, channel: str) -> str:
    return delivery_key(f"digest.{at:%Y%m%dT%H%M%SZ}", account, channel)


def posts_to(
    account: str,
    person: Person,
    channels: Mapping[str, Manner],
    *,
    severity: Severity,
    together: bool,
    cause: str,
    usual: Usual,
    now: datetime,
) -> Posts:
    """By key; ``channels`` are those that reach the person. ``together``: may go in a digest."""
    carried: Posts = {}
    gathered = []
    for name, manner in channels.items():
        if severity not in person.choices.through.get(name, manner.carries):
            continue
        at = _going(person, manner, severity, usual, now)
        if together and manner.gathers and severity != "urgent" and at - now >= usual.slack:
            gathered.append(name)
            key = digest_key(at, account, name)
            carried[key] = Post(account, person.district, name, at, digest=True)
        else:
            key = delivery_key(cause, account, name)
            carried[key] = Post(account, person.district, name, at, brief=manner.brief)
    waits = severity == "urgent" and _answers_to_an_office(person)
    until = now + usual.patience if waits else None
    message = Post(account, person.district, INBOX, until, tuple(gathered))
    return {delivery_key(cause, account, INBOX): message} | carried


def posts_to_groups(
    persons: Iterable[Person],
    channels: Mapping[str, tuple[Manner, Iterable[str]]],
    *,
    severity: Severity,
    cause: str,
    usual: Usual,
    now: datetime,
) -> Posts:
    """What goes to the offices' groups: for each channel its manner and the districts that it has a
    group of. Only where somebody of that office is told.
    """
    told = {person.district for person in persons if OFFICES & set(person.roles)}
    found: Posts = {}
    for name, (manner, districts) in channels.items():
        if severity not in manner.carries:
            continue
        wait = quiet_end(usual.quiet, now) if manner.held and severity != "urgent" else None
        for district in told & set(districts):
            group = "city" if district == CITY_WIDE else district
            key = delivery_key(cause, group, name)
            found[key] = Post(group, district, name, wait or now, brief=manner.brief)
    return found


def own_hours(person: Person, usual: Usual) -> Hours:
    chosen = person.choices
    if chosen.quiet_from is None or chosen.quiet_until is None:
        return usual.quiet
    return hours(chosen.quiet_from, chosen.quiet_until)


def digest_after(person: Person, usual: Usual, now: datetime) -> datetime:
    """When what is routine and comes now goes out."""
    times = tuple(time.fromisoformat(at) for at in person.choices.digest_at)
    return next_digest(times, usual.window, own_hours(person, usual), now + usual.slack)


def _going(
    person: Person, manner: Manner, severity: Severity, usual: Usual, now: datetime
) -> datetime:
    if severity == "urgent":
        return now
    if severity == "routine" and manner.gathers:
        return digest_after(person, usual, now)
    held = quiet_end(own_hours(person, usual), now) if manner.held else None
    return held or now


def _answers_to_an_office(person: Person) -> bool:
    return person.district != CITY_WIDE and not OFFICES & set(person.roles)
