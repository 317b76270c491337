"""Forms of meetings and needs, and what may be done with a need. Pure."""

from collections.abc import Callable
from typing import Any, NamedTuple

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.tasks import AcceptNeed, ConfirmMet, ConfirmNeed, DeclineNeed
from contracts.words import Side
from gateway.console.frame.acts import Field, may

Json = dict[str, Any]

KINDS = ("leading-group", "joint", "party-military", "office")
RECORD = (
    Field("title", "text", "meetings.title", True, 200),
    Field(
        "kind",
        "radio",
        "meetings.kind",
        True,
        choices=tuple((kind, f"meetings.kind.{kind}") for kind in KINDS),
    ),
    Field("campaign", "pick", "meetings.campaign", True, of="campaigns"),
    Field("on", "day", "meetings.on", True),
    Field("follows", "pick", "meetings.follows", hint="meetings.follows_hint", of="meetings"),
    Field("agenda", "lines", "meetings.agenda", size=8000, hint="meetings.lines_hint"),
    Field("present", "lines", "meetings.present", size=20000, hint="meetings.lines_hint"),
    Field("absent", "lines", "meetings.absent", size=20000, hint="meetings.lines_hint"),
)
CORRECT = (
    Field("reason", "area", "meetings.why", True),
    Field("title", "text", "meetings.title", True, 200),
    Field("agenda", "lines", "meetings.agenda", size=8000, hint="meetings.lines_hint"),
    Field("present", "lines", "meetings.present", size=20000, hint="meetings.lines_hint"),
    Field("absent", "lines", "meetings.absent", size=20000, hint="meetings.lines_hint"),
)
RAISE = (
    Field("title", "text", "needs.title", True, 200),
    Field("description", "area", "needs.description", size=2000),
    Field("campaign", "pick", "meetings.campaign", True, of="campaigns"),
    Field("topic", "text", "needs.topic", size=40, hint="needs.topic_hint"),
    Field("amount", "text", "needs.amount", size=20, hint="needs.amount_hint"),
    Field("wanted_by", "day", "needs.wanted_by"),
    Field("toward", "pick", "needs.toward", hint="needs.toward_hint", of="units"),
)
NOTE = Field("note", "area", "needs.note", size=2000)
OTHER: dict[Side, Side] = {"army": "civil", "civil": "army"}


def term_of(decision: Json) -> Json:
    """A decision's term as it was given: a day, or so many days after the meeting."""
    told = decision["words"].partition("（")[0].removeprefix("会后").removesuffix("内")
    if told.endswith("个工作日"):
        return {"working_days": int(told.removesuffix("个工作日"))}
    if told.endswith("日"):
        return {"days": int(told.removesuffix("日"))}
    return {"due": decision["due"]}


def reworded(decision: Json, text: str, city: bool) -> Json:
    """The decision with another wording and all else as it was recorded."""
    given = {
        "number": decision["number"],
        "text": text,
        "lead": decision["lead"],
        "person": decision["person"],
        "cooperating": decision["cooperating"],
        **term_of(decision),
    }
    more = {"need": decision["need"], "district": decision["district"] if city else ""}
    return {**given, **{key: value for key, value in more.items() if value}}


class Act(NamedTuple):
    """``when``: whether the need lets this reader do it now, as far as the page can tell."""

    order: type[Order]
    fields: tuple[Field, ...]
    when: Callable[[Json, Caller], bool]


def side_of(need: Json, caller: Caller, answering: str) -> Side | None:
    """For which side this reader speaks; None: for neither."""
    side: Side = need["side"]
    if caller.unit:
        return (
            side
            if caller.unit == need["unit"]
            else OTHER[side]
            if caller.unit == answering
            else None
        )
    return OTHER[side]


def _can_confirm(need: Json, caller: Caller) -> bool:
    side = side_of(need, caller, need["toward"])
    return need["state"] == "raised" and side is not None and side not in need["confirmed"]


def _can_meet(need: Json, caller: Caller) -> bool:
    side = side_of(need, caller, need["lead"])
    handed_in = need["task_state"] not in ("", "assigned", "accepted", "objected", "returned")
    free = side is not None and side not in need["met"]
    return need["state"] == "accepted" and handed_in and free


ACTS: dict[str, Act] = {
    "accept": Act(
        AcceptNeed,
        (
            Field("lead", "pick", "needs.lead", True, of="units"),
            Field("person", "pick", "needs.person", True, of="persons"),
            Field("due", "day", "needs.due", True),
            Field("cooperating", "ticks", "needs.cooperating", of="units"),
        ),
        lambda need, _: need["state"] == "confirmed",
    ),
    "confirm": Act(ConfirmNeed, (NOTE,), _can_confirm),
    "met": Act(ConfirmMet, (NOTE,), _can_meet),
    "decline": Act(
        DeclineNeed,
        (Field("reason", "area", "needs.reason", True),),
        lambda need, _: need["state"] in ("raised", "confirmed"),
    ),
}
"""By their place in the address, the most pressing first."""


def acts_of(need: Json, caller: Caller) -> list[str]:
    return [n for n, act in ACTS.items() if may(caller, act.order) and act.when(need, caller)]


COURSE = ("raised", "confirmed", "accepted", "met")


def steps(state: str) -> list[tuple[str, str]]:
    """Pairs of a state and "done", "now" or "next"; empty off the way."""
    if state not in COURSE:
        return []
    at = COURSE.index(state)
    return [
        (one, "done" if n < at or state == "met" else "now" if n == at else "next")
        for n, one in enumerate(COURSE)
    ]


def by_month(items: list[Json]) -> list[tuple[str, list[Json]]]:
    """What recurs, by the month (YYYY-MM) in which it is due."""
    months: dict[str, list[Json]] = {}
    for one in items:
        months.setdefault(str(one["due"])[:7], []).append(one)
    return sorted(months.items())
