"""Orders and questions that the notify service answers."""

from contracts.orders.base import Order, PageAsk
from contracts.orders.doors import door
from contracts.roles import EVERYONE
from contracts.words import Id


@door("POST /inbox/{delivery}/read", "标为已读", EVERYONE)
class MarkRead(Order, frozen=True, kw_only=True):
    delivery: Id


@door("GET /inbox", "收件箱", EVERYONE)
class Inbox(PageAsk, frozen=True, kw_only=True):
    """The caller's own in-app messages, newest first."""

    unread: bool = False
