"""A saved view: the filters of a list under a name, its owner's alone or shared in the district."""

import hashlib

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.base import PAGING, PageAsk
from contracts.orders.tasks import (
    DropView,
    Findings,
    Inspections,
    ListKind,
    Persons,
    Registers,
    SaveView,
    Tasks,
    Units,
)
from contracts.refusals import Forbidden, Invalid, absent
from contracts.tasks import ViewDropped, ViewSaved
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.refusals import TooLarge

MAX_VIEWS = 50
"""Views that one account keeps."""
QUESTIONS: dict[ListKind, type[PageAsk]] = {
    "tasks": Tasks,
    "findings": Findings,
    "units": Units,
    "persons": Persons,
    "registers": Registers,
    "inspections": Inspections,
}


class View(Struct, frozen=True, kw_only=True):
    """``district`` is the owner's; ``*`` of the city's people, whose shared views all may see."""

    district: str
    owner: str
    list: ListKind
    name: str
    filters: dict[str, str | int | bool]
    shared: bool = False
    dropped: bool = False


def view_id(owner: str, list: ListKind, name: str) -> str:
    """One view of a name for an owner and a list, so that nobody can save another's."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"v.{owner}.{list}.{digest}"


def save_view(view: View | None, order: SaveView, given: Knowing[int]) -> Change[View] | None:
    """``given.found``: how many views the caller keeps. Raises: Invalid, TooLarge."""
    _must_filter(order)
    if (view is None or view.dropped) and given.found >= MAX_VIEWS:
        raise TooLarge(f"每个账号最多保存{MAX_VIEWS}个视图，请先删除不用的。")
    new = alike(View, order, district=given.by.district, owner=given.by.account)
    return None if new == view else Change(new, (alike(ViewSaved, new, view=given.key),))


def drop_view(view: View, order: DropView, given: Given) -> Change[View] | None:
    """Raises: NotFound (another's own), Forbidden (another's, shared)."""
    if view.owner != given.by.account:
        if view.shared and not view.dropped:
            raise Forbidden("共享的视图只能由创建人删除。")
        raise absent(given.key)
    if view.dropped:
        return None
    return Change(replace(view, dropped=True), (ViewDropped(view=given.key),))


def _must_filter(order: SaveView) -> None:
    """The filters must be parameters of the list's question. Raises: Invalid."""
    for name in order.filters:
        if name in PAGING:
            raise Invalid("视图只保存筛选条件，不保存页码。", field=f"$.filters.{name}")
    for name, value in order.filters.items():
        try:
            msgspec.convert({name: value}, QUESTIONS[order.list])
        except msgspec.ValidationError as fault:
            raise Invalid(
                f"这个列表没有条件 {name}，或它的取值不合要求。", field=f"$.filters.{name}"
            ) from fault
