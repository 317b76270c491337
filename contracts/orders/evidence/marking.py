"""What proves is framed, and one file serves several items."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Order
from contracts.orders.doors import door
from contracts.orders.evidence.ids import EvidenceId
from contracts.roles import MARKERS, UPLOADERS
from contracts.words import Id, ItemCode, Reason

MAX_PAGE_NUMBER = 5000
Fraction = Annotated[float, Meta(ge=0, le=1)]
Extent = Annotated[float, Meta(ge=0.002, le=1)]


@door("POST /evidence/{evidence}/marks", "标出关键内容（红框）", MARKERS, status=201)
class MarkPassage(Order, frozen=True, kw_only=True):
    """Frame the passage that proves; it is drawn over what pages show, never into the file.
    ``page`` counts from 1; the box is in fractions of the page as it is seen, from its upper left
    corner."""

    evidence: EvidenceId
    page: Annotated[int, Meta(ge=1, le=MAX_PAGE_NUMBER)] = 1
    x: Fraction
    y: Fraction
    width: Extent
    height: Extent
    note: Annotated[str, Meta(max_length=100)] = ""


@door("POST /evidence/{evidence}/marks/{number}/remove", "删去一个红框", MARKERS)
class UnmarkPassage(Order, frozen=True, kw_only=True):
    """Take a frame away: one's own, or as an office any."""

    evidence: EvidenceId
    number: Annotated[int, Meta(ge=1, le=100_000)]


@door("POST /evidence/{evidence}/links", "一件多用", UPLOADERS, status=201)
class LinkPiece(Order, frozen=True, kw_only=True):
    """The same file proves another item too, or another task of it: nothing is uploaded again."""

    evidence: EvidenceId
    item: ItemCode
    task: Id | None = None
    reason: Reason
