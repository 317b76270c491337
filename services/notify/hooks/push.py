"""One event on its way to one address, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from contracts.envelope import Fact
from contracts.notify import FailedRecalled, HookAnswered
from contracts.orders.notify import HookDeliveryState, Redeliver, TryHook
from contracts.refusals import absent
from contracts.sight import Confidants
from kit.change import Change, Given, Knowing
from services.notify.delivery import MAX_REASON, Outcome, Told
from services.notify.hooks import told
from services.notify.hooks.hook import Hook
from services.notify.hooks.retrying import pause

PAUSED = "推送已暂停，超过保留时间"
REMOVED = "推送地址已删除"


class HookDelivery(Struct, frozen=True, kw_only=True):
    """``district``: the hook's; ``event``: the id under which the receiver knows a repeat.

    ``since``: from when on its tries count; ``next_at``: of the next; ``code``: the status of the
    last answer, 0 where none came.
    """

    district: str
    hook: str
    event: str
    type: str
    subject: str
    occurred_at: datetime
    body: bytes
    created_at: datetime
    since: datetime
    state: HookDeliveryState = "waiting"
    tries: int = 0
    next_at: datetime | None = None
    tried_at: datetime | None = None
    delivered_at: datetime | None = None
    code: int = 0
    fault: str = ""
    known_to: tuple[str, ...] = ()

    @property
    def confidants(self) -> Confidants:
        return Confidants(self.known_to)

    @property
    def is_trial(self) -> bool:
        return self.type == told.TRIED


@dataclass(frozen=True, slots=True)
class Tried:
    """How a try went. ``asked``: seconds that the receiver asked for (``Retry-After``);
    ``failing``: its address had failed before; ``delays``: seconds, one per retry.
    """

    delays: tuple[int, ...]
    code: int = 0
    fault: str = ""
    gone: bool = False
    asked: float = 0
    failing: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Its address is busy, rests, or is paused. ``patience``: how long it may wait; None: on."""

    seconds: float
    patience: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """Its address is none any more."""


def delivery_key(event: str, hook: str) -> str:
    """The same event and address give the same key: a repeat meets the first delivery."""
    return f"{event}:{hook}"


def tell(
    known: HookDelivery | None, fact: Fact, given: Knowing[Told]
) -> Change[HookDelivery] | None:
    """Write it down; it waits for its first try."""
    if known is not None:
        return None
    heard, to = given.heard, given.found.hooks[given.key]
    return Change(
        HookDelivery(
            district=to.district,
            hook=to.hook,
            event=heard.id,
            type=heard.type,
            subject=heard.subject,
            occurred_at=heard.time,
            body=told.event(heard, fact),
            created_at=given.now,
            since=given.now,
            next_at=given.now,
            known_to=to.known_to,
        )
    )


def try_hook(
    known: HookDelivery | None, order: TryHook, given: Knowing[Hook]
) -> Change[HookDelivery]:
    """``given.found``: the address, of the caller's office."""
    hook = given.found
    return Change(
        HookDelivery(
            district=hook.district,
            hook=order.hook,
            event=given.key,
            type=told.TRIED,
            subject=order.hook,
            occurred_at=given.now,
            body=told.trial(given.key, order.hook, hook.district, given.now),
            created_at=given.now,
            since=given.now,
            next_at=given.now,
            known_to=hook.confidants.names,
        )
    )


def fell_due(
    state: HookDelivery, _: None, given: Knowing[Tried | Later | Removed]
) -> Change[HookDelivery] | None:
    """It was tried, or has to wait."""
    if state.state != "waiting":
        return None
    match given.found:
        case Later(seconds, patience):
            return _later(state, seconds, patience, given)
        case Removed():
            return Change(_failed(state, REMOVED))
        case tried:
            return _tried(state, tried, given)


def outcome(state: HookDelivery, tried: Tried) -> Outcome:
    if not tried.fault:
        return "delivered"
    return "failed" if tried.gone or state.tries >= len(tried.delays) else "retried"


def _later(
    state: HookDelivery, seconds: float, patience: timedelta | None, given: Given
) -> Change[HookDelivery]:
    if patience is not None and given.now - state.since >= patience:
        return Change(_failed(state, PAUSED))
    return Change(replace(state, next_at=given.now + timedelta(seconds=seconds)))


def _tried(state: HookDelivery, tried: Tried, given: Given) -> Change[HookDelivery]:
    new = replace(
        state,
        tries=state.tries + 1,
        tried_at=given.now,
        code=tried.code,
        fault=tried.fault[:MAX_REASON],
        next_at=None,
    )
    told_of = _told(state, tried)
    match outcome(state, tried):
        case "delivered":
            return Change(replace(new, state="delivered", delivered_at=given.now), told_of)
        case "retried":
            wait = pause(tried.delays[state.tries], tried.asked, given.key, state.tries)
            return Change(replace(new, next_at=given.now + wait), told_of)
        case _:
            return Change(replace(new, state="failed"), told_of)


def _told(state: HookDelivery, tried: Tried) -> tuple[HookAnswered, ...]:
    """What its address must hear of."""
    if tried.gone:
        return (HookAnswered(hook=state.hook, outcome="gone", fault=tried.fault),)
    if tried.fault and not tried.failing:
        return (HookAnswered(hook=state.hook, outcome="failed", fault=tried.fault),)
    if not tried.fault and tried.failing:
        return (HookAnswered(hook=state.hook, outcome="taken"),)
    return ()


def _failed(state: HookDelivery, fault: str) -> HookDelivery:
    return replace(state, state="failed", fault=fault, next_at=None)


def redeliver(state: HookDelivery, order: Redeliver, given: Knowing[Hook]) -> Change[HookDelivery]:
    """Raises: NotFound, for one that went to another address."""
    if state.hook != order.hook:
        raise absent(given.key)
    return Change(_again(state, given.now))


def recalled(
    state: HookDelivery, fact: FailedRecalled, given: Given
) -> Change[HookDelivery] | None:
    return Change(_again(state, given.now)) if state.state == "failed" else None


def _again(state: HookDelivery, now: datetime) -> HookDelivery:
    return replace(
        state, state="waiting", tries=0, next_at=now, since=now, fault="", delivered_at=None
    )
