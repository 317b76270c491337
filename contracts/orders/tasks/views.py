"""The views of lists that people keep."""

from typing import Annotated, Literal

from msgspec import Meta

from contracts.orders.base import Order, PageAsk
from contracts.orders.doors import door
from contracts.roles import EVERYONE
from contracts.words import Id, Title

ListKind = Literal["tasks", "findings", "units", "persons", "registers", "inspections"]
"""The question that a view is for."""

FilterName = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,39}\Z")]
FilterValue = Annotated[str, Meta(max_length=200)] | int | bool
Filters = Annotated[dict[FilterName, FilterValue], Meta(max_length=20)]


@door("POST /views", "保存视图", EVERYONE)
class SaveView(Order, frozen=True, kw_only=True):
    """Keep the filters of a list under a name; the same name again changes them.

    ``filters`` are parameters of the list's question. ``shared``: the owner's district sees it too.
    """

    list: ListKind
    name: Title
    filters: Filters
    shared: bool = False


@door("POST /views/{view}/drop", "删除视图", EVERYONE)
class DropView(Order, frozen=True, kw_only=True):
    """A view of one's own is no longer kept."""

    view: Id


@door("GET /views", "保存的视图", EVERYONE)
class Views(PageAsk, frozen=True, kw_only=True):
    """The caller's own views, and those that the district shares; by name."""

    list: ListKind | None = None
