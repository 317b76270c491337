"""What offices ask about addresses and what went to them."""

from typing import Any

from contracts.orders.notify import HookDeliveries, HookEvents, HookOf, Hooks
from contracts.refusals import absent
from kit.reader import Reader
from services.notify.hooks import told
from services.notify.hooks.hook import must_be_of
from services.notify.hooks.store import HOOK_DELIVERIES, HOOKS

HOOK = (
    *("id", "version", "url", "types", "about", "by", "state", "why", "made_at"),
    *("failing_since", "gives_up_at", "fault"),
)
DELIVERY = (
    *("id", "event", "type", "subject", "occurred_at", "state", "tries", "code", "fault"),
    *("tried_at", "next_at", "delivered_at"),
)


def hooks(reader: Reader, ask: Hooks) -> dict[str, Any]:
    """Of the caller's own office alone, the newest first."""
    mine = {"district": _district(reader), "state": {"$in": ["active", "paused"]}}
    page = reader.page(HOOKS, mine, ask, by=("made_at", -1))
    return {**page, "items": [_shown(each) for each in page["items"]]}


def hook_of(reader: Reader, ask: HookOf) -> dict[str, Any]:
    """Raises: NotFound."""
    return _shown(_own(reader, ask.hook))


def hook_deliveries(reader: Reader, ask: HookDeliveries) -> dict[str, Any]:
    """The newest first. Raises: NotFound."""
    _own(reader, ask.hook)
    wanted = {"hook": ask.hook} | ({"state": ask.state} if ask.state else {})
    page = reader.page(HOOK_DELIVERIES, wanted, ask, by=("created_at", -1))
    return {**page, "items": [{name: each[name] for name in DELIVERY} for each in page["items"]]}


def hook_events(reader: Reader, _: HookEvents) -> dict[str, Any]:
    types = told.offered(_district(reader))
    return {"items": [{"type": name, "fields": told.fields_of(name)} for name in types]}


def _own(reader: Reader, id: str) -> dict[str, Any]:
    """As it is kept. Raises: NotFound, of another office's as of none."""
    hook = reader.find(HOOKS, id)
    if hook is None:
        raise absent(id)
    must_be_of(hook, _district(reader), id)
    return reader.show(HOOKS, id)


def _shown(kept: dict[str, Any]) -> dict[str, Any]:
    """Without what signs."""
    former = kept["former"]
    until = former["until"] if former else None
    return {**{name: kept[name] for name in HOOK}, "former_until": until}


def _district(reader: Reader) -> str:
    if reader.caller is None:
        raise LookupError("only an office has addresses")
    return reader.caller.district
