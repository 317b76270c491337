"""Which acts a task leaves open to whom; the service decides again. Pure."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

from contracts.caller import Caller
from contracts.clock import day_of
from contracts.orders import tasks as orders
from contracts.orders.base import Order
from contracts.orders.doors import roles_of
from contracts.orders.evidence import Declare
from contracts.roles import OFFICES
from gateway.asking import Json
from gateway.duties import UNSUBMITTED, final, takes_part

WORKED_ON = ("accepted", "returned")
WAITING = ("assigned", *WORKED_ON)
"""States in which the lead unit has something to do."""


def leads(task: Json, caller: Caller) -> bool:
    return bool(caller.unit) and caller.unit == task["lead"]


def asked(task: Json) -> Json | None:
    """The extension that waits for a decision."""
    last: Json | None = task["extensions"][-1] if task["extensions"] else None
    return last if last and last["granted"] is None else None


def _anothers(task: Json, caller: Caller, *by: str) -> bool:
    return not leads(task, caller) and caller.account not in (task["person"], *by)


def _steers(task: Json, caller: Caller) -> bool:
    return caller.has(*OFFICES) or leads(task, caller)


def _settled(task: Json) -> bool:
    return bool(task["objections"]) and task["objections"][-1]["upheld"] is False


def _may_object(task: Json, caller: Caller, today: date) -> bool:
    return leads(task, caller) and task["state"] == "assigned" and not _settled(task)


def _may_rule(task: Json, caller: Caller, today: date) -> bool:
    if task["state"] != "objected":
        return False
    return _anothers(task, caller, task["objections"][-1]["by"])


def _may_extend(task: Json, caller: Caller, today: date) -> bool:
    open_ = leads(task, caller) and task["state"] in WORKED_ON and asked(task) is None
    return open_ and not task["standing"] and date.fromisoformat(task["due"]) >= today


def _may_decide(task: Json, caller: Caller, today: date) -> bool:
    request = asked(task)
    movable = task["state"] in (*UNSUBMITTED, "submitted")
    return request is not None and movable and _anothers(task, caller, request["by"])


def _may_urge(task: Json, caller: Caller, today: date) -> bool:
    last = task["urged"]
    told = last is not None and day_of(_instant(last["at"])) == today
    return task["state"] in WAITING and not told


def _may_move(task: Json, caller: Caller, today: date) -> bool:
    movable = task["state"] in (*UNSUBMITTED, "submitted")
    return movable and asked(task) is None and _anothers(task, caller)


def _may_divide(task: Json, caller: Caller, today: date) -> bool:
    return task["state"] in UNSUBMITTED and not task["parent"] and _steers(task, caller)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Act(NamedTuple):
    """``may``: besides the roles of the order, whom it is open to in which state."""

    key: str
    order: type[Order]
    may: Callable[[Json, Caller, date], bool]


ACTS = (
    Act("accept", orders.Accept, lambda t, c, _: leads(t, c) and t["state"] == "assigned"),
    Act("object", orders.Object, _may_object),
    Act("submit", orders.SaveDraft, lambda t, c, _: leads(t, c) and t["state"] in WORKED_ON),
    Act("upload", Declare, lambda t, c, _: takes_part(t, c) and not final(t)),
    Act("extend", orders.RequestExtension, _may_extend),
    Act("rule", orders.Rule, _may_rule),
    Act("decide", orders.DecideExtension, _may_decide),
    Act("urge", orders.Urge, _may_urge),
    Act("reschedule", orders.Reschedule, _may_move),
    Act("prioritise", orders.Prioritise, lambda t, c, _: not final(t)),
    Act("hand-over", orders.HandOver, lambda t, c, _: not final(t) and _steers(t, c)),
    Act("divide", orders.DivideTask, _may_divide),
)
"""In the order in which they are offered; the first of ``FIRST`` that is open is the primary."""
FIRST = ("accept", "rule", "decide", "submit", "urge")


def acts(task: Json, caller: Caller, today: date) -> list[str]:
    """Keys of the acts that are open to the caller."""
    return [
        act.key for act in ACTS if caller.has(*roles_of(act.order)) and act.may(task, caller, today)
    ]


def primary(open_: list[str], *, overdue: bool) -> str:
    """The act that comes next; to urge only what is late. "" for none."""
    wanted = (key for key in FIRST if key != "urge" or overdue)
    return next((key for key in wanted if key in open_), "")
