"""Orders and questions about photos of passers-by (随手拍), where an office switched them on."""

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import force_setattr

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import door, only
from contracts.orders.evidence import EvidenceId
from contracts.places import Position, spot
from contracts.roles import EVERYONE, OFFICES
from contracts.texts import AS_NAME, AS_REASON
from contracts.words import Id, LeadState, Reason, Slug, Year

Told = Annotated[str, Meta(min_length=2, max_length=200, extra=AS_REASON)]
Where = Annotated[str, Meta(max_length=100)]
SiteName = Annotated[str, Meta(min_length=2, max_length=60, extra=AS_NAME)]


@door("POST /snap-rules/{district}", "设定随手拍", OFFICES)
class SetSnapping(Order, frozen=True, kw_only=True):
    """Whether anybody may send a photo as a lead. ``days``: after which the photo of a lead that
    nobody settled is deleted. ``sites``: places of which nothing is taken, by name. ``places``:
    those that the form offers, by name; everybody reads them."""

    district: Slug
    on: bool
    days: Annotated[int, Meta(ge=1, le=180)] = 30
    sites: Annotated[tuple[SiteName, ...], Meta(max_length=100)] = ()
    places: Annotated[tuple[SiteName, ...], Meta(max_length=300)] = ()


@door("GET /snap-rules/{district}", "随手拍的设定", OFFICES)
class SnappingOf(Ask, frozen=True, kw_only=True):
    district: Slug


@door("GET /snap-districts", "开通随手拍的区县", EVERYONE)
class SnappingDistricts(Ask, frozen=True, kw_only=True):
    """The districts that take photos, and the places that each offers to choose from."""


@only(EVERYONE)
class BringLead(Order, frozen=True, kw_only=True):
    """The words of a lead, before its photo is sent. The id in the answer is the code by which
    whoever brought it finds the answer; of who brought it nothing is kept. Where it is may be left
    out, said in words, or told by one look of the phone (``position``); 0° N 0° E is none.
    """

    district: Slug
    text: Told
    photo: EvidenceId
    place: Where = ""
    position: Position | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "position", spot(self.position))


@door("POST /leads/{snap}/settle", "处理随手拍线索", OFFICES)
class SettleLead(Order, frozen=True, kw_only=True):
    """``kept``: the photo becomes evidence, for a reason; a finding may then name it. Answered or
    dismissed without that, the photo is deleted at once. ``text``: the reason or the answer, which
    whoever brought it may read."""

    snap: Id
    outcome: Literal["kept", "answered", "dismissed"]
    text: Reason


@door("GET /leads/{snap}", "查询随手拍线索", EVERYONE)
class LeadOf(Ask, frozen=True, kw_only=True):
    """By its code."""

    snap: Id


@door("GET /leads", "随手拍线索", OFFICES)
class Leads(PageAsk, frozen=True, kw_only=True):
    """The newest first."""

    district: Slug | None = None
    state: LeadState | None = None


@door("GET /lead-counts", "随手拍线索件数", OFFICES)
class LeadCounts(Ask, frozen=True, kw_only=True):
    """Of a year, by state; never by person."""

    year: Year
    district: Slug | None = None
