"""What may be done with a finding, by whom, and how far it has come. Pure."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.tasks import (
    Appeal,
    CloseRectification,
    LookBack,
    NameInBulletin,
    PostponeRectification,
    Rectify,
    RuleAppeal,
    RulePostponement,
)
from gateway.console.frame.acts import Field, may

Json = dict[str, Any]

REASON = Field("reason", "area", "findings.reason", required=True)
PIECES = Field("evidence", "ticks", "findings.evidence", hint="findings.pieces_hint", of="pieces")


def verdict(name: str, *choices: str) -> Field:
    """Yes or no, in the words of the matter."""
    pair = tuple(zip(("true", "false"), choices, strict=True))
    return Field(name, "radio", f"findings.{name}", required=True, choices=pair)


def day(label: str, *, required: bool = False, hint: str = "") -> Field:
    return Field("rectify_by", "day", label, required=required, hint=hint)


class Act(NamedTuple):
    """``when``: whether the finding lets this reader do it now, as far as the page can tell."""

    order: type[Order]
    fields: tuple[Field, ...]
    when: Callable[[Json, Caller, date], bool]


def _own(found: Json, caller: Caller) -> bool:
    return bool(caller.unit) and caller.unit == found["unit"]


def _can_rectify(found: Json, caller: Caller, today: date) -> bool:
    return _own(found, caller) and found["state"] == "ordered"


def _can_postpone(found: Json, caller: Caller, today: date) -> bool:
    ahead = not found["overdue"] and str(found["rectify_by"] or "") >= str(today)
    return _can_rectify(found, caller, today) and found["delay"] is None and ahead


def _can_appeal(found: Json, caller: Caller, today: date) -> bool:
    until = found["appeal_until"]
    in_time = until is None or str(until) >= str(today)
    return _own(found, caller) and found["appeal"] is None and in_time


def _can_verify(found: Json, caller: Caller, today: date) -> bool:
    return not _own(found, caller) and found["state"] == "rectified"


def _can_look(found: Json, caller: Caller, today: date) -> bool:
    return not _own(found, caller) and found["state"] == "closed"


def _can_grant(found: Json, caller: Caller, today: date) -> bool:
    return not _own(found, caller) and found["state"] == "ordered" and found["delay"] is not None


def _can_rule(found: Json, caller: Caller, today: date) -> bool:
    plea = found["appeal"]
    waits = plea is not None and plea["upheld"] is None
    return waits and not _own(found, caller) and caller.account not in found["inspectors"]


def _can_name(found: Json, caller: Caller, today: date) -> bool:
    return found["state"] not in ("held", "withdrawn")


ACTS: dict[str, Act] = {
    "rectify": Act(
        Rectify,
        (
            Field("note", "area", "findings.note", required=True),
            Field("measure", "area", "findings.measure", size=2000),
            Field("result", "area", "findings.result", size=2000),
            Field("before", "ticks", "findings.before", hint="findings.before_hint", of="pieces"),
            Field("after", "ticks", "findings.after", hint="findings.pieces_hint", of="pieces"),
            Field("responsible", "pick", "findings.responsible", of="persons"),
        ),
        _can_rectify,
    ),
    "rule": Act(
        RuleAppeal, (verdict("upheld", "findings.yes", "findings.stays"), REASON), _can_rule
    ),
    "rule-postponement": Act(
        RulePostponement,
        (verdict("granted", "findings.grant", "findings.deny"), REASON),
        _can_grant,
    ),
    "close": Act(
        CloseRectification,
        (
            verdict("accepted", "findings.pass", "findings.send_back"),
            Field("reason", "area", "findings.opinion", size=2000, hint="findings.opinion_hint"),
            day("findings.new_day", hint="findings.new_day_hint"),
        ),
        _can_verify,
    ),
    "look-back": Act(
        LookBack,
        (
            verdict("holds", "findings.held_up", "findings.rebound"),
            REASON,
            PIECES,
            day("findings.again_by", hint="findings.again_hint"),
        ),
        _can_look,
    ),
    "postpone": Act(
        PostponeRectification, (day("findings.later_day", required=True), REASON), _can_postpone
    ),
    "appeal": Act(Appeal, (REASON, PIECES), _can_appeal),
    "bulletins": Act(
        NameInBulletin,
        (
            Field("bulletin", "text", "findings.bulletin", True, 80, "findings.bulletin_hint"),
            Field("on", "day", "findings.bulletin_on", required=True),
        ),
        _can_name,
    ),
}
"""By their place in the address, the most pressing first: the first of those that a reader may do
is the page's primary act."""

DONE = {
    "rectify": "rectified",
    "rule": "ruled",
    "rule-postponement": "postponement",
    "close": "verified",
    "look-back": "looked",
    "postpone": "asked",
    "appeal": "appealed",
    "bulletins": "named",
}
"""The word that says it was done."""


def acts_of(found: Json, caller: Caller, today: date) -> list[str]:
    """What this reader may do with the finding now."""
    return [
        name
        for name, act in ACTS.items()
        if may(caller, act.order) and act.when(found, caller, today)
    ]


COURSE = ("raised", "ordered", "rectified", "closed")


def steps(state: str) -> list[tuple[str, str]]:
    """The way of a finding: pairs of a state and "done", "now" or "next"; empty off the way."""
    if state not in COURSE:
        return []
    at = COURSE.index(state)
    return [
        (one, "done" if n < at or state == "closed" else "now" if n == at else "next")
        for n, one in enumerate(COURSE)
    ]


def pieces_of(found: Json) -> dict[str, list[str]]:
    """Ids of evidence by what they show; none twice under one head."""
    reply, plea = found["reply"] or {}, found["appeal"] or {}
    groups = {
        "findings.photos": found["evidence"],
        "findings.before": reply.get("before", []),
        "findings.after": reply.get("after", []),
        "findings.appeal_pieces": plea.get("evidence", []),
    }
    return {label: list(dict.fromkeys(ids)) for label, ids in groups.items() if ids}


def on_plan(found: Json) -> Json:
    """Itself on the plan of the district (``gateway/console/map``), as its address."""
    where = {name: found[name] for name in ("district", "year", "item")}
    return {**where, "kind": "finding", "find": found["fault"][:60]}
