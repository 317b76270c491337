"""A unit's successor: a bureau is merged or renamed and keeps its history (机构改革)."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import SucceedUnit
from contracts.refusals import Invalid
from contracts.tasks import UnitSucceeded
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.organisation.unit import MAX_ALIASES, Former, Unit, registered
from services.tasks.refusals import TooLarge, UnitClosed

MAX_SERVES = 40
MAX_OPEN = 500
"""Open tasks of one unit that a succession moves: the most that one event may touch."""
MAX_CHILDREN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """``units``: those of the order that exist. ``of_person``: the unit of the named person.

    ``open`` and ``children``: how many open tasks and lower units each has.
    """

    units: Mapping[str, Unit]
    of_person: str
    open: Mapping[str, int]
    children: Mapping[str, int]


def succeed_unit(unit: Unit, order: SucceedUnit, given: Knowing[Merging]) -> Change[Unit] | None:
    """The successor answers for the old units' roles and takes over their open tasks.

    Units that it succeeded before are passed over.
    Raises: Invalid, UnitClosed, TooLarge.
    """
    merging = given.found
    if unit.closed:
        raise UnitClosed(unit.name, unit.successor, field="successor")
    if order.on > day_of(given.now):
        raise Invalid("尚未到承接之日，请在当日或之后办理。", field="on")
    if merging.of_person != unit.unit:
        raise Invalid(f"{order.person} 不是{unit.name}的人员，请先任命。", field="person")
    fresh = [_must_close(at, code, unit, merging) for at, code in enumerate(order.units)]
    old = [one for one in dict.fromkeys(fresh) if one.successor != unit.unit]
    if not old:
        return None
    new = _heir(unit, old, order)
    told = () if new.serves == unit.serves else (registered(new),)
    return Change(new, (*(_succeeded(one, new, order, given) for one in old), *told))


def _must_close(at: int, code: str, successor: Unit, merging: Merging) -> Unit:
    field = f"units[{at}]"
    old = merging.units.get(code)
    if old is None:
        raise Invalid(f"单位 {code} 不存在。", field=field)
    if code == successor.unit:
        raise Invalid("单位不能由自己承接。", field=field)
    if old.closed and old.successor != successor.unit:
        raise UnitClosed(old.name, old.successor, field=field)
    if successor.parent and (old.unit == successor.parent or merging.children.get(code)):
        raise Invalid(f"{old.name}有下级单位，承接它的单位不能是村社一级。", field=field)
    if merging.open.get(code, 0) > MAX_OPEN or merging.children.get(code, 0) > MAX_CHILDREN:
        raise TooLarge(
            f"{old.name}未办结的任务或下级单位过多（任务上限{MAX_OPEN}项），请先办结一部分。",
            field=field,
        )
    return old


def _heir(unit: Unit, old: list[Unit], order: SucceedUnit) -> Unit:
    former = [
        Former(unit=one.unit, name=one.name, on=order.on, document=order.document) for one in old
    ]
    serves = dict.fromkeys((*unit.serves, *(role for one in old for role in one.serves)))
    return replace(
        unit, former=(*unit.former, *former)[-MAX_ALIASES:], serves=tuple(serves)[:MAX_SERVES]
    )


def _succeeded(old: Unit, new: Unit, order: SucceedUnit, given: Given) -> UnitSucceeded:
    return alike(
        UnitSucceeded,
        order,
        unit=old.unit,
        name=old.name,
        kind=old.kind,
        successor=new.unit,
        successor_name=new.name,
        by=given.by.account,
    )


def close_unit(unit: Unit, fact: UnitSucceeded, given: Given) -> Change[Unit] | None:
    """The old unit closes; its lower units come under the successor."""
    if unit.unit == fact.unit:
        if unit.closed:
            return None
        return Change(
            replace(unit, successor=fact.successor, closed_on=fact.on, document=fact.document)
        )
    if unit.parent != fact.unit:
        return None
    moved = replace(unit, parent=fact.successor)
    return Change(moved, (registered(moved),))
