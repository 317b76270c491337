"""What must be known of addresses, and a try."""

import secrets
import time
from datetime import timedelta
from typing import Any

from contracts.envelope import Envelope, Fact
from contracts.notify import FailedRecalled, HookAnswered
from contracts.orders.notify import Redeliver, RedeliverFailed, TryHook
from contracts.refusals import absent
from kit.change import Given, Knowing
from kit.reader import Reader
from services.notify import settings
from services.notify.delivery import Told
from services.notify.hooks import sending, told
from services.notify.hooks.hook import MOST_HOOKS, MOST_RECALLED, Desk, Hook, must_be_of
from services.notify.hooks.lanes import Lanes
from services.notify.hooks.push import (
    HookDelivery,
    Later,
    Removed,
    Tried,
    delivery_key,
    outcome,
)
from services.notify.hooks.signing import SECRET_BYTES, secret_of
from services.notify.hooks.store import HOOK_DELIVERIES, HOOKS
from services.notify.over_http import tries
from services.notify.posting import Subscriber

TRIES = tries("hook")
LANES = Lanes()
PAUSE = 300.0
"""Seconds after which what waits at a paused address looks again."""


def subscribers(reader: Reader, heard: Envelope, fact: Fact) -> dict[str, Subscriber]:
    """The addresses that are told of it, by the keys of their deliveries."""
    districts = told.districts(heard, fact)
    if not districts:
        return {}
    wanted = {"types": fact.type, "district": {"$in": districts}}
    # Orders that come at once may go beyond the most; none is left untold for that.
    found = reader.all(HOOKS, wanted, 2 * MOST_HOOKS * len(districts))
    return {
        delivery_key(heard.id, id): Subscriber(id, hook.district, hook.confidants.names)
        for id, hook in found
    }


def deliveries(_: Fact, given: Knowing[Told], __: Reader) -> list[str]:
    return list(given.found.hooks)


def desk(reader: Reader, _: Any, __: Any, given: Given) -> Desk:
    mine = {"district": given.by.district, "state": {"$in": ["active", "paused"]}}
    return Desk(
        secret=secret_of(secrets.token_bytes(SECRET_BYTES)),
        networks=settings.HOOK_NETWORKS(),
        hooks=reader.count(HOOKS, mine),
    )


def for_order(reader: Reader, _: Any, order: TryHook | Redeliver, given: Given) -> Hook:
    """The address that it is of. Raises: NotFound, of another office's as of none."""
    hook = reader.find(HOOKS, order.hook)
    if hook is None:
        raise absent(order.hook)
    must_be_of(hook, given.by.district, order.hook)
    return hook


def failed_since(reader: Reader, _: Hook, order: RedeliverFailed, given: Given) -> int:
    """How many, at most one more than can be sent again at once."""
    return len(reader.all(HOOK_DELIVERIES, _failed(given.key, order.since), MOST_RECALLED + 1))


def recalled(fact: FailedRecalled, _: Given, reader: Reader) -> list[str]:
    found = reader.all(HOOK_DELIVERIES, _failed(fact.hook, fact.since), MOST_RECALLED)
    return [id for id, _ in found]


def _failed(hook: str, since: Any) -> dict[str, Any]:
    return {"hook": hook, "state": "failed", "created_at": {"$gte": since}}


def patience(_: Reader, __: Hook, ___: HookAnswered, ____: Given) -> timedelta:
    return timedelta(seconds=settings.HOOK_PATIENCE_SECONDS())


def took_something(reader: Reader, state: Hook, _: None, given: Given) -> bool:
    taken = {"hook": given.key, "delivered_at": {"$gte": state.failing_since}}
    return bool(reader.all(HOOK_DELIVERIES, taken, 1))


def for_due(reader: Reader, state: HookDelivery, _: None, given: Given) -> Tried | Later | Removed:
    hook = reader.find(HOOKS, state.hook)
    if hook is None or hook.state == "removed":
        return Removed()
    if hook.state == "paused" and not state.is_trial:
        return Later(PAUSE, timedelta(seconds=settings.HOOK_PATIENCE_SECONDS()))
    started = time.monotonic()
    if wait := LANES.enter(state.hook, started, at_once=state.is_trial):
        return Later(wait)
    said = sending.Said(0, "")
    try:
        said = sending.hand_over(hook.url, state, hook.secrets(given.now))
    finally:
        ended = time.monotonic()
        took, failed = ended - started, not 200 <= said.code < 300
        LANES.leave(state.hook, ended, took, failed=failed, asked=said.asked)
    tried = Tried(
        delays=settings.HOOK_RETRY_DELAYS(),
        code=said.code,
        fault=said.fault,
        gone=said.code == sending.GONE,
        asked=said.asked,
        failing=hook.failing_since is not None,
    )
    TRIES.labels(outcome(state, tried)).inc()
    return tried
