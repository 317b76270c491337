"""What people ask the notify service."""

from typing import Any

from msgspec import to_builtins

from contracts.caller import Caller
from contracts.orders.notify import Inbox, MessageOf, NoticeChoices, UnreadCount
from contracts.refusals import absent
from kit.machine import utc_now
from kit.reader import Reader
from services.notify.channels import channels_to
from services.notify.directory import Choices, Person
from services.notify.looks import usual
from services.notify.posting import INBOX, digest_after
from services.notify.store import DELIVERIES, PERSONS

MAX_COUNT = 100
"""Unread messages that are counted: who has more reads no number."""
SHOWN = (
    *("id", "fact", "about", "about_district", "subject", "body", "created_at", "read_at"),
    *("severity", "path", "acknowledged_at", "delivered_at", "text"),
)

OLDER: dict[str, Any] = {"severity": "routine", "path": "", "acknowledged_at": None, "text": ""}
"""Of messages from before these were kept."""


def inbox(reader: Reader, ask: Inbox) -> dict[str, Any]:
    """The caller's own messages, newest first: ``{"items": […], "next": cursor | None}``."""
    caller = _caller(reader)
    person = reader.find(PERSONS, caller.account)
    mine = _unread(caller, person) if ask.unread else _own(caller)
    if ask.severity:
        mine["severity"] = ask.severity
    page = reader.page(DELIVERIES, mine, ask, by=("created_at", -1))
    return {**page, "items": [shown(item, person) for item in page["items"]]}


def message_of(reader: Reader, ask: MessageOf) -> dict[str, Any]:
    """Raises: NotFound, for another person's message as for one that does not exist."""
    caller = _caller(reader)
    found = reader.show(DELIVERIES, ask.message)
    if found["recipient"] != caller.account or found["channel"] != INBOX:
        raise absent(ask.message)
    return shown(found, reader.find(PERSONS, caller.account))


def unread_count(reader: Reader, _: UnreadCount) -> dict[str, Any]:
    """Each at most MAX_COUNT. ``waiting``: what asks for an act and is unread, and what is urgent
    and nobody has taken note of, read or not."""
    caller = _caller(reader)
    unread = _unread(caller, reader.find(PERSONS, caller.account))
    told = reader.all(DELIVERIES, unread, MAX_COUNT)
    urgent = {**_own(caller), "severity": "urgent", "acknowledged_at": None}
    waiting = sum(one.severity == "important" for _, one in told)
    waiting += len(reader.all(DELIVERIES, urgent, MAX_COUNT))
    return {"unread": len(told), "waiting": min(waiting, MAX_COUNT)}


def notice_choices(reader: Reader, _: NoticeChoices) -> dict[str, Any]:
    """``usual``: what holds where nothing was chosen; ``next_digest``: of what comes now."""
    person = reader.find(PERSONS, _caller(reader).account)
    here = usual()
    quiet = {"quiet_from": f"{here.quiet.start:%H:%M}", "quiet_until": f"{here.quiet.end:%H:%M}"}
    if person is None:
        return {"known": False, "channels": {}, "usual": quiet, **to_builtins(Choices())}
    reached = channels_to(person)
    return {
        "known": True,
        "channels": {name: list(manner.carries) for name, manner in reached.items()},
        "usual": quiet,
        "next_digest": digest_after(person, here, utc_now()),
        **to_builtins(person.choices),
    }


def _caller(reader: Reader) -> Caller:
    if reader.caller is None:
        raise LookupError("only a person has an inbox")
    return reader.caller


def _own(caller: Caller) -> dict[str, Any]:
    # A delivery belongs to its recipient's district: naming it keeps the search on one index.
    return {"district": caller.district, "recipient": caller.account, "channel": INBOX}


def _unread(caller: Caller, person: Person | None) -> dict[str, Any]:
    waiting = {**_own(caller), "read_at": None}
    if person is not None and person.read_until is not None:
        waiting["delivered_at"] = {"$gt": person.read_until}
    return waiting


def shown(item: dict[str, Any], person: Person | None) -> dict[str, Any]:
    """A message as its reader sees it; what came until its ``read_until`` counts as read."""
    whole = OLDER | item
    found = {name: whole[name] for name in SHOWN}
    until = person.read_until if person else None
    if found["read_at"] is None and until is not None and found["delivered_at"] <= until:
        found["read_at"] = until
    return found
