"""Base of the orders that the gateway gives: RPC commands and questions."""

from typing import Annotated

from msgspec import Meta, Struct


class Order(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to change something; unknown fields are refused by name."""


class Ask(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question; answers change nothing."""


MAX_PAGE = 200


class PageAsk(Ask, frozen=True, kw_only=True):
    """A question answered in pages. ``cursor`` is opaque and comes from the page before."""

    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE)] = 50
    cursor: Annotated[str, Meta(max_length=400)] = ""
