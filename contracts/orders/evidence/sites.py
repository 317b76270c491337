"""Areas in which nothing is taken."""

from typing import Annotated

from msgspec import Meta, Struct

from contracts.orders.base import Order, PageAsk
from contracts.orders.doors import door
from contracts.roles import CITY
from contracts.words import Id, Reason, Title

MAX_RING = 200
MAX_RINGS = 5
Degrees = Annotated[float, Meta(ge=-180, le=180)]
Point = Annotated[tuple[Degrees, ...], Meta(min_length=2, max_length=2)]
"""Longitude and latitude, as in GeoJSON (RFC 7946 §3.1.1): degrees, WGS 84."""


class Polygon(Struct, frozen=True, tag_field="type", tag="Polygon", forbid_unknown_fields=True):
    """A polygon of GeoJSON (RFC 7946 §3.1.6): the outer ring, then its holes."""

    coordinates: Annotated[
        tuple[Annotated[tuple[Point, ...], Meta(min_length=4, max_length=MAX_RING)], ...],
        Meta(min_length=1, max_length=MAX_RINGS),
    ]


class Circle(Struct, frozen=True, tag_field="type", tag="Circle", forbid_unknown_fields=True):
    """``radius`` in metres. (GeoJSON itself has no circle.)"""

    center: Point
    radius: Annotated[int, Meta(ge=10, le=20_000)]


Area = Polygon | Circle


@door("POST /sensitive-sites", "登记敏感场所", CITY, status=201)
class KeepSite(Order, frozen=True, kw_only=True):
    """An area in which nothing may be taken. The list is shown to the city's office alone: on a
    phone it would be the leak."""

    name: Title
    area: Area


@door("POST /sensitive-sites/{site}/drop", "撤销敏感场所", CITY)
class DropSite(Order, frozen=True, kw_only=True):
    """Give a site up; it stays in the record."""

    site: Id
    reason: Reason


@door("GET /sensitive-sites", "敏感场所", CITY)
class Sites(PageAsk, frozen=True, kw_only=True):
    """Those that stand, the newest first."""
