"""Base of the orders that the gateway gives: RPC commands and questions."""

import re
from types import ModuleType
from typing import Annotated

from msgspec import Meta, Struct


class Order(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to change something; unknown fields are refused by name."""


class Ask(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question; answers change nothing."""


MAX_PAGE = 200


MAX_COUNT = 1000
"""So far lists are counted; so many stand for "as many or more"."""


class PageAsk(Ask, frozen=True, kw_only=True):
    """A question answered in pages. ``cursor`` is opaque and comes from the page before.
    ``count``: the first page tells how many there are, up to MAX_COUNT."""

    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE)] = 50
    cursor: Annotated[str, Meta(max_length=400)] = ""
    count: bool = False


PAGING = frozenset(PageAsk.__struct_fields__)
"""What says which part of a list is wanted, not what it lists."""


def method_of(shape: type) -> str:
    """The RPC method of an order or question: OpenCampaign is open_campaign."""
    return re.sub(r"(?<=.)(?=[A-Z])", "_", shape.__name__).lower()


def shapes(module: ModuleType) -> list[type[Order] | type[Ask]]:
    """The orders and questions of a module, those of its rooms among them."""
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type)
        and issubclass(found, Order | Ask)
        and found.__module__.startswith(module.__name__)
    ]
