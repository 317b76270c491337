"""Orders and questions about snapshots: frozen, hashed, the same for ever."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import door
from contracts.roles import CITY, EVERYONE
from contracts.words import DistrictId, Id, ItemCode, Level, Slug, Title, Year

MAX_SNAPSHOTS = 20
"""Snapshots on one page: each holds the facts of a whole year."""


@door("POST /snapshots", "冻结得分快照", CITY, status=201)
class FreezeSnapshot(Order, frozen=True, kw_only=True):
    """Freeze the figures of all districts at a level, with the facts that they follow from."""

    year: Year
    level: Level
    name: Title


@door("GET /snapshots/{snapshot}", "一份得分快照的原文", EVERYONE)
class SnapshotOf(Ask, frozen=True, kw_only=True):
    """A snapshot's canonical text; with a ``district``, that district's part as well."""

    snapshot: Id
    district: DistrictId = "*"


@door("GET /snapshots/{snapshot}/verification", "核验得分快照", EVERYONE)
class VerifySnapshot(Ask, frozen=True, kw_only=True):
    """Work the figures out again from the frozen facts under the frozen standard."""

    snapshot: Id


@door("GET /snapshots/{snapshot}/items/{district}/{item}", "快照中一项得分及其说明", EVERYONE)
class FrozenItemOf(Ask, frozen=True, kw_only=True):
    """One item's score as it was frozen, with the explanation that its frozen facts give."""

    snapshot: Id
    district: Slug
    item: ItemCode


@door("GET /snapshots", "得分快照", EVERYONE)
class Snapshots(PageAsk, frozen=True, kw_only=True):
    """Newest first."""

    year: Year | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_SNAPSHOTS)] = MAX_SNAPSHOTS


@door("GET /trend", "各快照之间的得分走势", EVERYONE)
class Trend(Ask, frozen=True, kw_only=True):
    """Districts over the snapshots of a year and level; persons are never ranked."""

    year: Year
    level: Level
