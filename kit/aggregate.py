"""How an aggregate is kept: one document that holds state, outbox and marks.

    {_id, <tenant>, confidants (absent: everybody), version, state: {…}, due (absent: never),
     outbox: [{id, at, type, body}], marks: [{k: cause, at, h: digest, a: answer}]}

One document is atomic on every MongoDB-compatible server, so a change, its events, the mark that
its input was handled and the answer given are one write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from contracts.product import TENANT
from contracts.sight import Confidants

S = TypeVar("S", bound=msgspec.Struct)


class Index:
    """A compound index. The tenant comes behind the first field, so that this is found alone too,
    in whatever tenants and beside whatever else is asked; in front where ``of_tenant``, for an
    order of all that a tenant has; nowhere where ``across_tenants``.
    """

    def __init__(
        self,
        *fields: str,
        unique: bool = False,
        where: Mapping[str, Any] | None = None,
        across_tenants: bool = False,
        of_tenant: bool = False,
    ) -> None:
        first, *rest = fields
        self.keys = (TENANT, *fields) if of_tenant else (first, TENANT, *rest)
        if across_tenants:
            self.keys = fields
        self.unique = unique
        self.where = where


def never(_: Any) -> datetime | None:
    return None


def everybody(_: Any) -> Confidants | None:
    return None


@dataclass(frozen=True)
class Aggregate(Generic[S]):
    """A kind of aggregate: its collection, its state (a frozen struct that names its tenant),
    and when a due tick must look at it (``due``: UTC instant or None). ``most_marks``: the newest
    marks kept, only where handling an event once more changes nothing anyway; its document then
    stays small however many events it hears. ``confidants``: who alone may know of it and of its
    events (None: all who see its tenant); for other callers it is not there. ``unchanging``: once
    it is there it stays as it is, so a process reads it once.
    """

    collection: str
    state: type[S]
    due: Callable[[S], datetime | None] = never
    indexes: tuple[Index, ...] = field(default=())
    most_marks: int | None = None
    confidants: Callable[[S], Confidants | None] = everybody
    unchanging: bool = False

    def dump(self, state: S) -> dict[str, Any]:
        built: dict[str, Any] = msgspec.to_builtins(state, builtin_types=(datetime, bytes))
        return built

    def load(self, state: Mapping[str, Any]) -> S:
        return msgspec.convert(state, self.state, builtin_types=(datetime, bytes))
