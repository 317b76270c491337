"""An area in which nothing is taken: kept, and given up with a reason."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.evidence import Area, DropSite, KeepSite
from contracts.words import CITY_WIDE
from kit.change import Change, Given, Knowing
from services.evidence.refusals import PlaceNotAllowed, TooManySites
from services.evidence.sites.geometry import must_be_sound

MAX_SITES = 500
"""Of the city: each declaration with a position is held against all."""

SAID = "此处不得拍摄上传：请换到任务允许的地点，或改交文件材料。这次的内容没有保存。"
"""Without a name, a distance or a direction: which site it is, is not told."""


class Site(Struct, frozen=True, kw_only=True):
    """``dropped_*``: who gave it up, when and why; empty while it stands."""

    name: str
    area: Area
    by: str
    at: datetime
    dropped_by: str = ""
    dropped_at: datetime | None = None
    dropped_why: str = ""
    district: str = CITY_WIDE


@dataclass(frozen=True, slots=True)
class Standing:
    """How many sites stand."""

    sites: int


def keep_site(_: Site | None, order: KeepSite, given: Knowing[Standing]) -> Change[Site]:
    """Raises: Invalid, TooManySites."""
    must_be_sound(order.area)
    if given.found.sites >= MAX_SITES:
        raise TooManySites(f"敏感场所最多登记 {MAX_SITES} 处，请先撤销不再需要的。")
    by = given.by.account
    return Change(Site(name=order.name, area=order.area, by=by, at=given.now))


def drop_site(site: Site, order: DropSite, given: Given) -> Change[Site] | None:
    """It stays in the record."""
    if site.dropped_at is not None:
        return None
    by = given.by.account
    dropped = replace(site, dropped_by=by, dropped_at=given.now, dropped_why=order.reason)
    return Change(dropped)


def must_be_allowed(forbidden: bool) -> None:
    """Raises: PlaceNotAllowed."""
    if forbidden:
        raise PlaceNotAllowed(SAID, field="$.position")
