"""What people ask the notify service."""

from typing import Any

from contracts.orders.notify import Inbox
from kit.reader import Reader
from services.notify.delivery import INBOX
from services.notify.store import DELIVERIES


def inbox(reader: Reader, ask: Inbox) -> dict[str, Any]:
    """The caller's own messages, newest first: ``{"items": […], "next": cursor | None}``."""
    caller = reader.caller
    if caller is None:
        raise LookupError("only a person has an inbox")
    # A delivery belongs to its recipient's district: naming it keeps the search on one index.
    mine: dict[str, Any] = {
        "district": caller.district,
        "recipient": caller.account,
        "channel": INBOX,
    }
    if ask.unread:
        mine["read_at"] = None
    page = reader.page(DELIVERIES, mine, ask, by=("created_at", -1))
    return {**page, "items": [shown(item) for item in page["items"]]}


SHOWN = ("id", "fact", "about", "about_district", "subject", "body", "created_at", "read_at")


def shown(item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in SHOWN}
