"""The board of slips: three columns, and the rule that moves a card. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from contracts.caller import Caller
from contracts.orders.tasks import CloseRectification, Rectify
from contracts.words import COLOUR_NAMES, SlipColour
from gateway.console.frame.acts import Field, may
from gateway.console.frame.choosing import Item

Json = dict[str, Any]

COLOURS: tuple[SlipColour, ...] = tuple(COLOUR_NAMES)
RULES = (
    Field("blue_before", "text", "slips.blue_before", size=3, hint="slips.blue_hint"),
    Field("orange_after", "text", "slips.orange_after", True, 3),
    Field("red_after", "text", "slips.red_after", True, 3),
    Field("appeal_days", "text", "slips.appeal_days", True, 3),
)


class Card(NamedTuple):
    """``orange``, ``red``: the days from which the slip is of that colour; ``points``: of its item,
    in thousandths, None where that is not known; ``acts``: what the reader may do, as in the
    addresses of findings."""

    slip: Json
    orange: date
    red: date
    points: int | None
    acts: list[str]


def card(slip: Json, items: Mapping[str, Item], caller: Caller) -> Card:
    due, rules = date.fromisoformat(slip["due"]), slip["rules"]
    orange = due + timedelta(days=rules["orange_after"])
    item = items.get(slip["item"])
    return Card(
        slip,
        orange,
        orange + timedelta(days=rules["red_after"]),
        item.points if item else None,
        _acts(slip, caller),
    )


def _acts(slip: Json, caller: Caller) -> list[str]:
    own = bool(caller.unit) and caller.unit == slip["unit"]
    if own and slip["state"] == "ordered" and may(caller, Rectify):
        return ["rectify"] if slip["overdue"] else ["rectify", "postpone"]
    if not own and slip["state"] == "rectified" and may(caller, CloseRectification):
        return ["close"]
    return []
