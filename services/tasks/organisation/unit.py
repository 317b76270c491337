"""Units of a district: offices, departments, townships, garrison units, communities."""

from dataclasses import dataclass
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.tasks import RegisterUnit
from contracts.refusals import Invalid
from contracts.tasks import UnitListed, UnitRegistered
from contracts.words import UnitKind
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.refusals import UnitClosed

MAX_ALIASES = 40


class Former(Struct, frozen=True, kw_only=True):
    """A unit that a unit succeeds, with the paper that said so."""

    unit: str
    name: str
    on: date
    document: str


class Unit(Struct, frozen=True, kw_only=True):
    """Its id is ``<district>.<unit>``. ``serves``: the standard's lead roles it answers for.

    A closed unit has a ``successor``: it keeps what it did, and gets no new duty.
    """

    district: str
    unit: str
    name: str
    kind: UnitKind
    parent: str
    aliases: tuple[str, ...]
    serves: tuple[str, ...]
    successor: str = ""
    closed_on: date | None = None
    document: str = ""
    former: tuple[Former, ...] = ()

    @property
    def closed(self) -> bool:
        return self.successor != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a unit stands in: whether its district exists, its parent, its own children."""

    district: bool = True
    parent: Unit | None = None
    children: bool = False


def unit_id(district: str, unit: str) -> str:
    return f"{district}.{unit}"


def register_unit(
    unit: Unit | None, order: RegisterUnit, given: Knowing[Surroundings]
) -> Change[Unit] | None:
    """Register a unit, or describe it anew; an old name stays as an alias.

    Levels nest four deep: city, district, unit, village.
    Raises: Invalid (district or parent unknown, a fifth level, a circle), UnitClosed.
    """
    _must_stand(order, given.found)
    if unit is not None and unit.closed:
        raise UnitClosed(unit.name, unit.successor)
    return _change(unit, order)


def list_unit(unit: Unit | None, fact: UnitListed, given: Given) -> Change[Unit] | None:
    """A row of an imported list; what it says was checked when the list was taken."""
    if unit is not None and unit.closed:
        return None
    order = RegisterUnit(
        district=given.heard.district,
        unit=fact.unit,
        name=fact.name,
        kind=fact.kind,  # type: ignore[arg-type]
        parent=fact.parent or None,
        aliases=fact.aliases,
        serves=fact.serves,
    )
    return _change(unit, order)


def registered(unit: Unit) -> UnitRegistered:
    return alike(UnitRegistered, unit)


def _change(unit: Unit | None, order: RegisterUnit) -> Change[Unit] | None:
    new = described(unit, order)
    return None if new == unit else Change(new, (registered(new),))


def _must_stand(order: RegisterUnit, around: Surroundings) -> None:
    if not around.district:
        raise Invalid(f"区县 {order.district} 不存在，请先设立区县。", field="district")
    if order.parent is None:
        return
    if order.parent == order.unit:
        raise Invalid("上级单位不能是本单位自己。", field="parent")
    parent = around.parent
    if parent is None:
        raise Invalid(f"上级单位 {order.parent} 不存在，请先登记上级单位。", field="parent")
    if parent.closed:
        raise UnitClosed(parent.name, parent.successor, field="parent")
    if parent.parent == order.unit:
        raise Invalid(f"{parent.name}是本单位的下级，不能又作上级。", field="parent")
    if parent.parent:
        raise Invalid(
            f"组织只有市、区县、单位、村社四级，{parent.name}已是第四级，不能再有下级。",
            field="parent",
        )
    if around.children:
        raise Invalid("本单位已有下级，再设上级将超过市、区县、单位、村社四级。", field="parent")


def described(unit: Unit | None, order: RegisterUnit) -> Unit:
    new = alike(Unit, order, parent=order.parent or "")
    if unit is None:
        return new
    names = (*unit.aliases, unit.name)
    kept = tuple(name for name in names if name not in (*order.aliases, order.name))
    return replace(new, aliases=(*order.aliases, *kept)[:MAX_ALIASES], former=unit.former)
