"""Orders and questions about standards and their rules."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order
from contracts.words import Title, Version

MAX_CSV = 512 * 1024
"""Characters of an imported standard."""


class ImportStandard(Order, frozen=True, kw_only=True):
    """A draft from CSV. ``answers`` settle what the prose leaves open, by question id."""

    version: Version
    name: Title
    csv: Annotated[str, Meta(min_length=1, max_length=MAX_CSV)]
    answers: Annotated[dict[str, str], Meta(max_length=500)] = {}


class PublishStandard(Order, frozen=True, kw_only=True):
    version: Version


class StandardOf(Ask, frozen=True, kw_only=True):
    version: Version


class RuleSchema(Ask, frozen=True, kw_only=True):
    pass
