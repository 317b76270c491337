"""What is known of a piece."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, PageAsk
from contracts.orders.doors import door, export
from contracts.orders.evidence.ids import EvidenceId
from contracts.orders.evidence.uploading import Mode
from contracts.roles import EVERYONE, READERS
from contracts.words import Id, ItemCode, Slug


@door("GET /evidence/{evidence}", "一件佐证材料", EVERYONE)
class EvidenceOf(Ask, frozen=True, kw_only=True):
    evidence: EvidenceId


@door("GET /evidence/{evidence}/download", "领取下载地址", READERS)
class DownloadOf(Ask, frozen=True, kw_only=True):
    """A short-lived address of the sealed original or of its thumbnail."""

    evidence: EvidenceId
    thumbnail: bool = False


@export("GET /exports/evidence", "佐证材料列表")
@door("GET /evidence", "佐证材料列表", EVERYONE)
class EvidenceList(PageAsk, frozen=True, kw_only=True):
    """Filters are joined by "and". ``repeated``: whether the same bytes were sealed before.
    ``similar``: whether a picture that looks the same was; of nothing that was not compared.
    ``linked``: what serves this item by a link, beside what was declared for it (``item``)."""

    district: Slug | None = None
    task: Id | None = None
    item: ItemCode | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None
    unit: Slug | None = None
    mode: Mode | None = None
    repeated: bool | None = None
    similar: bool | None = None
    linked: ItemCode | None = None
