"""One message to one person through one channel, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from contracts.envelope import Fact
from contracts.notify import DeliveryFailed, MessageUnacknowledged
from contracts.orders.notify import Acknowledge, MarkRead
from contracts.refusals import absent
from contracts.sight import Confidants
from contracts.words import Severity
from kit.change import Change, Given, Knowing
from services.notify.digest import Entry, gathered
from services.notify.posting import INBOX, Post, Posts, Subscriber
from services.notify.render import Names, render, version

Status = Literal["waiting", "delivered", "failed", "empty"]
Outcome = Literal["delivered", "retried", "failed"]

MAX_REASON = 300
"""Characters kept of what a server said."""


class Undelivered(Exception):
    """The message was not handed over; ``permanent``: another try would end the same."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Addressee(Struct, frozen=True, kw_only=True):
    name: str
    address: str


class Delivery(Struct, frozen=True, kw_only=True):
    """``district`` is the recipient's, ``about_district`` and ``about`` the fact's.

    ``next_at``: when a waiting one is tried (again), or an urgent message goes on to the office.
    ``fault``: why the last try failed. ``known_to``: who alone may know of the fact, and so of its
    message (None: everybody). ``gathered``: channels whose digests take the message along.

    A digest has no fact of its own. ``carries``: the messages in it; that they were sent is written
    where the digest's own sending is, and nowhere else.

    ``text``: the version of the template that it was written with (``render.version``).

    ``to``: of a letter to an account, whatever the directory knows of it. Its ``path`` opens the
    account, so it is kept no longer than the letter waits.
    """

    district: str
    recipient: str
    channel: str
    fact: str
    about: str
    about_district: str
    subject: str
    body: str
    created_at: datetime
    status: Status
    tries: int = 0
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    fault: str = ""
    known_to: tuple[str, ...] | None = None
    severity: Severity = "routine"
    path: str = ""
    acknowledged_at: datetime | None = None
    escalated_at: datetime | None = None
    gathered: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    text: str = ""
    to: Addressee | None = None

    @property
    def confidants(self) -> Confidants | None:
        return None if self.known_to is None else Confidants(self.known_to)

    @property
    def is_digest(self) -> bool:
        return not self.fact


@dataclass(frozen=True, slots=True)
class Told:
    """What the deliveries of an event are made of: the text's template, the names in it, the page
    that it speaks of, and what goes where. ``brief``: the template of the subject where there is
    room for little; empty: the same. ``missing``: accounts that the directory should have and has
    not yet.
    """

    posts: Posts
    text: str
    names: Names
    brief: str = ""
    severity: Severity = "routine"
    path: str = ""
    missing: tuple[str, ...] = ()
    hooks: Mapping[str, Subscriber] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a try went: no ``fault`` when it went well. ``delays`` in seconds, one per retry."""

    delays: tuple[int, ...]
    fault: str = ""
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Collected:
    """What waits to go in a digest, oldest first. ``base``: of addresses, or empty."""

    entries: tuple[Entry, ...]
    base: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody took note of an urgent message. ``unit``: its recipient's, or empty."""

    unit: str


def tell(known: Delivery | None, fact: Fact, given: Knowing[Told]) -> Change[Delivery] | None:
    """Write the message down. The inbox has it at once; any other waits for its first try."""
    if known is not None:
        return None
    post = given.found.posts[given.key]
    if post.digest and post.at:
        return _opened(post, post.at)
    return Change(_message(post, fact, given))


def _opened(post: Post, at: datetime) -> Change[Delivery]:
    """A digest that nothing is in yet."""
    digest = Delivery(
        district=post.district,
        recipient=post.recipient,
        channel=post.channel,
        fact="",
        about="",
        about_district="",
        subject="",
        body="",
        created_at=at,
        status="waiting",
        next_at=at,
    )
    return Change(digest, shared=True)


def _message(post: Post, fact: Fact, given: Knowing[Told]) -> Delivery:
    told, heard = given.found, given.heard
    brief = told.brief if post.brief else ""
    text = render(told.text, fact, heard.district, told.names, brief)
    at_once = post.channel == INBOX
    confidants = heard.told_to
    return Delivery(
        district=post.district,
        recipient=post.recipient,
        channel=post.channel,
        fact=fact.type,
        about=heard.subject,
        about_district=heard.district,
        subject=text.subject,
        body=text.body,
        created_at=heard.time,
        status="delivered" if at_once else "waiting",
        next_at=post.at,
        delivered_at=given.now if at_once else None,
        known_to=None if confidants is None else confidants.names,
        severity=told.severity,
        path=told.path,
        text=version(told.text, told.brief),
        gathered=post.gathered,
    )


def fell_due(
    state: Delivery, _: None, given: Knowing[Attempt | Collected | Unanswered]
) -> Change[Delivery] | None:
    """A digest is put together, a letter was tried, or an urgent message goes on to the office."""
    match given.found:
        case Collected() as collected:
            return _put_together(state, collected, given)
        case Unanswered(unit):
            return _passed_on(state, unit, given)
        case attempt:
            return _attempted(state, attempt, given)


def _put_together(state: Delivery, found: Collected, given: Given) -> Change[Delivery]:
    """From here on a digest is the same at each try, whatever comes meanwhile."""
    if not found.entries:
        return Change(replace(state, status="empty", next_at=None))
    letter = gathered(found.entries, found.base)
    return Change(
        replace(
            state,
            subject=letter.subject,
            body=letter.body,
            path=letter.path,
            carries=tuple(entry.id for entry in found.entries),
            next_at=given.now,
        )
    )


def _passed_on(state: Delivery, unit: str, given: Given) -> Change[Delivery]:
    waits = MessageUnacknowledged(
        message=given.key,
        title=state.subject,
        person=state.recipient,
        unit=unit,
        path=state.path,
    )
    return Change(replace(state, next_at=None, escalated_at=given.now), (waits,))


def outcome(state: Delivery, attempt: Attempt) -> Outcome:
    if not attempt.fault:
        return "delivered"
    if attempt.permanent or state.tries >= len(attempt.delays):
        return "failed"
    return "retried"


def _attempted(state: Delivery, attempt: Attempt, given: Given) -> Change[Delivery] | None:
    """Record a try: delivered, put off by the next delay, or failed for good."""
    if state.status != "waiting":
        return None
    tried = replace(state, tries=state.tries + 1, next_at=None, fault=attempt.fault[:MAX_REASON])
    done = replace(tried, path="" if state.to else state.path)
    match outcome(state, attempt):
        case "delivered":
            return Change(replace(done, status="delivered", delivered_at=given.now))
        case "retried":
            delay = timedelta(seconds=attempt.delays[state.tries])
            return Change(replace(tried, next_at=given.now + delay))
        case _:
            return Change(replace(done, status="failed"), (_failure(done, given.key),))


def _failure(state: Delivery, key: str) -> DeliveryFailed:
    return DeliveryFailed(
        delivery=key, recipient=state.recipient, channel=state.channel, reason=state.fault
    )


def mark_read(state: Delivery, order: MarkRead, given: Given) -> Change[Delivery] | None:
    """Raises: NotFound, for another person's message as for one that does not exist."""
    _must_be_own(state, given)
    if state.read_at is not None:
        return None
    return Change(replace(state, read_at=given.now))


def acknowledge(state: Delivery, order: Acknowledge, given: Given) -> Change[Delivery] | None:
    """It counts as read, and the office is not told that it waits. Raises: NotFound."""
    _must_be_own(state, given)
    if state.acknowledged_at is not None:
        return None
    read = state.read_at or given.now
    return Change(replace(state, acknowledged_at=given.now, read_at=read, next_at=None))


def _must_be_own(state: Delivery, given: Given) -> None:
    if state.recipient != given.by.account or state.channel != INBOX:
        raise absent(given.key)
