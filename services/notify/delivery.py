"""One message to one person through one channel, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from contracts.envelope import Fact
from contracts.notify import DeliveryFailed
from contracts.orders.notify import MarkRead
from contracts.refusals import absent
from contracts.sight import Confidants
from kit.change import Change, Given, Knowing
from services.notify.directory import Person
from services.notify.render import Names, render

INBOX = "inbox"
"""The channel that needs nobody to carry it; the others are the modules of ``channels``."""
Status = Literal["waiting", "delivered", "failed"]
Outcome = Literal["delivered", "retried", "failed"]

MAX_REASON = 300
"""Characters kept of what a mail server said."""


class Delivery(Struct, frozen=True, kw_only=True):
    """``district`` is the recipient's, ``about_district`` and ``about`` the fact's.

    ``next_at``: when a waiting message is tried (again). ``fault``: why the last try failed.
    ``known_to``: who alone may know of the fact, and so of its message (None: everybody).
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

    @property
    def confidants(self) -> Confidants | None:
        return None if self.known_to is None else Confidants(self.known_to)


@dataclass(frozen=True, slots=True)
class Told:
    """What the deliveries of an event are made of: the text's template, the names in it, and its
    recipients by account. ``missing``: accounts that the directory should have and has not yet.
    """

    recipients: Mapping[str, Person]
    text: str
    names: Names
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a try went: no ``fault`` when it went well. ``delays`` in seconds, one per retry."""

    delays: tuple[int, ...]
    fault: str = ""
    permanent: bool = False


def delivery_key(cause: str, account: str, channel: str) -> str:
    """The same fact, person and channel give the same key: a repeat meets the first delivery."""
    return f"{cause}:{account}:{channel}"


def split_key(key: str) -> tuple[str, str]:
    """Account and channel of a delivery."""
    _, account, channel = key.rsplit(":", 2)
    return account, channel


def tell(known: Delivery | None, fact: Fact, given: Knowing[Told]) -> Change[Delivery] | None:
    """Write the message down. The inbox has it at once; any other waits for its first try."""
    if known is not None:
        return None
    heard = given.heard
    told = given.found
    account, channel = split_key(given.key)
    text = render(told.text, fact, heard.district, told.names)
    at_once = channel == INBOX
    confidants = heard.told_to
    return Change(
        Delivery(
            district=told.recipients[account].district,
            recipient=account,
            channel=channel,
            fact=fact.type,
            about=heard.subject,
            about_district=heard.district,
            subject=text.subject,
            body=text.body,
            created_at=heard.time,
            status="delivered" if at_once else "waiting",
            next_at=None if at_once else given.now,
            delivered_at=given.now if at_once else None,
            known_to=None if confidants is None else confidants.names,
        )
    )


def outcome(state: Delivery, attempt: Attempt) -> Outcome:
    if not attempt.fault:
        return "delivered"
    if attempt.permanent or state.tries >= len(attempt.delays):
        return "failed"
    return "retried"


def attempted(state: Delivery, _: None, given: Knowing[Attempt]) -> Change[Delivery] | None:
    """Record a try: delivered, put off by the next delay, or failed for good."""
    if state.status != "waiting":
        return None
    attempt = given.found
    tried = replace(state, tries=state.tries + 1, next_at=None, fault=attempt.fault[:MAX_REASON])
    match outcome(state, attempt):
        case "delivered":
            return Change(replace(tried, status="delivered", delivered_at=given.now))
        case "retried":
            delay = timedelta(seconds=attempt.delays[state.tries])
            return Change(replace(tried, next_at=given.now + delay))
        case _:
            return Change(replace(tried, status="failed"), (_failure(tried, given.key),))


def _failure(state: Delivery, key: str) -> DeliveryFailed:
    return DeliveryFailed(
        delivery=key, recipient=state.recipient, channel=state.channel, reason=state.fault
    )


def mark_read(state: Delivery, order: MarkRead, given: Given) -> Change[Delivery] | None:
    """Raises: NotFound, for another person's message as for one that does not exist."""
    if state.recipient != given.by.account or state.channel != INBOX:
        raise absent(given.key)
    if state.read_at is not None:
        return None
    return Change(replace(state, read_at=given.now))
