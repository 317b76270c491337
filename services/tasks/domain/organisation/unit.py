"""Units of a district: offices, departments, townships, garrison units, communities."""

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.tasks import RegisterUnit, UnitKind
from contracts.refusals import Invalid
from contracts.tasks import UnitRegistered
from kit.change import Change, Given

MAX_ALIASES = 40


class Unit(Struct, frozen=True, kw_only=True):
    """Its id is ``<district>.<unit>``. ``serves``: the standard's lead roles it answers for."""

    district: str
    unit: str
    name: str
    kind: UnitKind
    parent: str
    aliases: tuple[str, ...]
    serves: tuple[str, ...]


def unit_id(district: str, unit: str) -> str:
    return f"{district}.{unit}"


def register_unit(unit: Unit | None, order: RegisterUnit, given: Given) -> Change[Unit] | None:
    """Register a unit, or describe it anew; an old name stays as an alias.

    ``given.found``: ids (of district and units) that exist among those the order names.
    Raises: Invalid (district or parent unknown, a unit as its own parent).
    """
    _must_stand(order, given.found)
    new = _described(unit, order)
    if new == unit:
        return None
    fact = UnitRegistered(
        unit=new.unit, name=new.name, kind=new.kind, parent=new.parent, serves=new.serves
    )
    return Change(new, (fact,))


def _must_stand(order: RegisterUnit, known: frozenset[str]) -> None:
    if order.district not in known:
        raise Invalid(f"区县 {order.district} 不存在，请先设立区县。", field="district")
    if order.parent is None:
        return
    if order.parent == order.unit:
        raise Invalid("上级单位不能是本单位自己。", field="parent")
    if unit_id(order.district, order.parent) not in known:
        raise Invalid(f"上级单位 {order.parent} 不存在，请先登记上级单位。", field="parent")


def _described(unit: Unit | None, order: RegisterUnit) -> Unit:
    new = Unit(
        district=order.district,
        unit=order.unit,
        name=order.name,
        kind=order.kind,
        parent=order.parent or "",
        aliases=order.aliases,
        serves=order.serves,
    )
    if unit is None:
        return new
    former = (*unit.aliases, unit.name)
    kept = tuple(name for name in former if name not in (*order.aliases, order.name))
    return replace(new, aliases=(*order.aliases, *kept)[:MAX_ALIASES])
