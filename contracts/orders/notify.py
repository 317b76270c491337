"""Orders and questions that the notify service answers."""

from contracts.orders.base import Order, PageAsk
from contracts.words import Id


class MarkRead(Order, frozen=True, kw_only=True):
    delivery: Id


class Inbox(PageAsk, frozen=True, kw_only=True):
    """The caller's own in-app messages, newest first."""

    unread: bool = False
