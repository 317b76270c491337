"""Report once (最多报一次): material that is held is not demanded again; what each unit bears."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import as_written, day_of
from contracts.evidence import EvidenceSealed
from contracts.orders.tasks import DemandMaterial
from contracts.refusals import Invalid
from contracts.tasks import MaterialDemanded
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.refusals import TooLarge
from services.tasks.task.sealed import Sealed, items_of, year_of

MAX_DEMANDS = 300
"""Demands kept with a unit and year: all that are open, and the newest of the others."""
MAX_SHOWN = 20


class Demand(Struct, frozen=True, kw_only=True):
    """``met_by``: the evidence that answered it."""

    id: str
    item: str
    what: str
    reason: str
    due: date
    by: str
    at: datetime
    repeated: bool = False
    state: Literal["open", "met"] = "open"
    met_by: str = ""


class Burden(Struct, frozen=True, kw_only=True):
    """What a unit was asked for in a year; its id is ``b-<year>-<district>-<unit>``.

    ``avoided``: demands stopped because the material was held, or asked for already. ``repeated``:
    of those made, how many were insisted on although it was held.
    """

    district: str
    year: int
    unit: str
    made: int = 0
    met: int = 0
    avoided: int = 0
    repeated: int = 0
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """``sealed``: what is held for this item, unit and year (id, evidence). ``known``: whether
    unit and item exist.
    """

    sealed: tuple[tuple[str, Sealed], ...]
    unit_known: bool = True
    item_known: bool = True


def burden_id(year: int, district: str, unit: str) -> str:
    return f"b-{year}-{district}-{unit}"


def demand_material(
    burden: Burden | None, order: DemandMaterial, given: Knowing[Held]
) -> Change[Burden]:
    """Ask for material, once.

    What is held, or asked for and still open, is not asked for again: the answer says ``stopped``
    with links, and the demand counts as avoided. It is an answer and no refusal, because a refusal
    changes nothing and the avoided demand would not be counted.
    Raises: Invalid (unit, item, day, text that may not be kept), TooLarge.
    """
    held = given.found
    _must_be_sound(order, held, given)
    burden = burden or Burden(district=order.district, year=order.year, unit=order.unit)
    waiting = [one for one in burden.demands if one.state == "open" and one.item == order.item]
    if (held.sealed or waiting) and not order.insist:
        return Change(replace(burden, avoided=burden.avoided + 1), (), _stopped(held, waiting))
    repeated = bool(held.sealed or waiting)
    new = alike(
        Demand,
        order,
        id=f"{given.key}.{burden.made + 1}",
        by=given.by.account,
        at=given.now,
        repeated=repeated,
    )
    after = replace(
        burden,
        made=burden.made + 1,
        repeated=burden.repeated + repeated,
        demands=_bounded((*burden.demands, new)),
    )
    fact = alike(MaterialDemanded, new, order, demand=new.id)
    return Change(after, (fact,), {"stopped": False, "demand": new.id})


def meet(burden: Burden | None, fact: EvidenceSealed, given: Given) -> Change[Burden] | None:
    """Sealed evidence of the unit answers what was demanded for its items in its year."""
    if burden is None:
        return None
    items = items_of(fact, burden.district)
    if fact.unit != burden.unit or year_of(fact, given.heard) != burden.year:
        return None
    met = [one.id for one in burden.demands if one.state == "open" and one.item in items]
    if not met:
        return None
    demands = tuple(
        replace(one, state="met", met_by=fact.evidence) if one.id in met else one
        for one in burden.demands
    )
    return Change(replace(burden, met=burden.met + len(met), demands=demands))


def by_month(burdens: Iterable[Burden], year: int) -> list[dict[str, Any]]:
    """Each month of the calendar year beside the same of the year before, by the day in China on
    which a demand was made, whichever assessment year it is for."""
    held = list(_made(burdens))
    return [
        {"month": month, "now": _sums(held, year, month), "before": _sums(held, year - 1, month)}
        for month in range(1, 13)
    ]


def dated(burdens: Iterable[Burden], year: int, month: int) -> list[dict[str, Any]]:
    """What was made in that month, the newest first."""
    found = [
        (day, unit, one)
        for day, unit, one in _made(burdens)
        if (day.year, day.month) == (year, month)
    ]
    return [
        {"unit": unit, "on": day, "met": one.state == "met", **shown(one)}
        for day, unit, one in sorted(found, key=lambda each: each[2].at, reverse=True)
    ]


def shown(demand: Demand) -> dict[str, Any]:
    return {
        "demand": demand.id,
        "item": demand.item,
        "what": demand.what,
        "reason": demand.reason,
        "due": demand.due,
        "repeated": demand.repeated,
    }


def _made(burdens: Iterable[Burden]) -> Iterator[tuple[date, str, Demand]]:
    for burden in burdens:
        for one in burden.demands:
            yield day_of(one.at), burden.unit, one


def _sums(held: Iterable[tuple[date, str, Demand]], year: int, month: int) -> dict[str, int]:
    found = [one for day, _, one in held if (day.year, day.month) == (year, month)]
    return {
        "made": len(found),
        "met": sum(one.state == "met" for one in found),
        "repeated": sum(one.repeated for one in found),
    }


def _must_be_sound(order: DemandMaterial, held: Held, given: Given) -> None:
    if not held.unit_known:
        raise Invalid(f"单位 {order.unit} 不是本区单位。", field="unit")
    if not held.item_known:
        raise Invalid(f"{order.year}年的考评标准中没有 {order.item} 这一项。", field="item")
    if order.due < day_of(given.now):
        raise Invalid(f"期限 {order.due} 已过。", field="due")


def _stopped(held: Held, waiting: list[Demand]) -> dict[str, Any]:
    evidence = [
        {
            "evidence": id,
            "path": f"/api/v1/evidence/{id}",
            "captured_at": as_written(one.captured_at) if one.captured_at else "",
        }
        for id, one in held.sealed[:MAX_SHOWN]
    ]
    said = "该单位本年度此项材料已在库，无需再报，可直接查阅。"
    if not evidence:
        said = "同一材料已向该单位要过，尚未到期限或尚未报来，无需重复索要。"
    return {
        "stopped": True,
        "code": "already-held" if evidence else "already-demanded",
        "detail": f"{said}如确需另报，请注明理由并选“仍要索要”。",
        "held": evidence,
        "demands": [
            {"demand": one.id, "what": one.what, "due": one.due.isoformat()} for one in waiting
        ],
    }


def _bounded(demands: tuple[Demand, ...]) -> tuple[Demand, ...]:
    """The oldest that were met give way. Raises: TooLarge (all are open)."""
    excess = len(demands) - MAX_DEMANDS
    if excess <= 0:
        return demands
    gone = {one.id for one in [one for one in demands if one.state == "met"][:excess]}
    if len(gone) < excess:
        raise TooLarge(f"该单位已有{MAX_DEMANDS}件材料未报，不能再索要。", field="unit")
    return tuple(one for one in demands if one.id not in gone)
