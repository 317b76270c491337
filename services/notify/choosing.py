"""What a person chooses for itself: what comes by which channel and when, and what it has read."""

from datetime import timedelta

from msgspec.structs import replace

from contracts.orders.notify import ChooseNotices, MarkAllRead
from contracts.refusals import Invalid
from kit.change import Change, Given, Knowing
from services.notify.directory import Choices, Person

AHEAD = timedelta(minutes=1)
"""What the clock of another machine may be ahead."""


def choose(
    state: Person, order: ChooseNotices, given: Knowing[frozenset[str]]
) -> Change[Person] | None:
    """``given.found``: the channels that reach the person. Raises: Invalid."""
    if unknown := [name for name in order.through if name not in given.found]:
        raise Invalid(f"没有这个通知方式：{unknown[0]}。", field="$.through")
    if (order.quiet_from is None) != (order.quiet_until is None):
        raise Invalid("免打扰时段的起止时间须一起填写。", field="$.quiet_until")
    chosen = Choices(
        through=order.through,
        digest_at=tuple(sorted(set(order.digest_at))),
        quiet_from=order.quiet_from,
        quiet_until=order.quiet_until,
    )
    return None if chosen == state.choices else Change(replace(state, choices=chosen))


def read_all(state: Person, order: MarkAllRead, given: Given) -> Change[Person] | None:
    """Raises: Invalid, for a time to come."""
    if order.until.tzinfo is None or order.until > given.now + AHEAD:
        raise Invalid("只能把已经收到的消息标为已读。", field="$.until")
    if state.read_until is not None and state.read_until >= order.until:
        return None
    return Change(replace(state, read_until=order.until))
