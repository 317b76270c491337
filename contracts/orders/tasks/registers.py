"""Orders and questions about registers (台账)."""

from typing import Annotated

from msgspec import Meta, Struct

from contracts.orders.base import Ask, Order
from contracts.words import Id, ItemCode, Slug, Title


class OpenRegister(Order, frozen=True, kw_only=True):
    """A register (点位表) for an item of a campaign in a district."""

    district: Slug
    campaign: Id
    item: ItemCode
    title: Title


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    label: Title
    unit: Slug
    place: Annotated[str, Meta(max_length=200)] = ""


class AddRows(Order, frozen=True, kw_only=True):
    register: Id
    rows: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=500)]


class RegisterOf(Ask, frozen=True, kw_only=True):
    register: Id
