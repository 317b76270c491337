"""Who knows of a thing that is not everybody's. The one rule, which every door asks.

Without confidants a thing is known to all who see its district. A reserved one (a covert visit, its
findings, an inspector's photo that no finding has shown yet) is known to its inspectors by name,
and to the office that may know what its level plans in secret. For everybody else it is not there:
in no list, count, feed, message or refusal.
"""

import re

from msgspec import Struct

from contracts.caller import Caller
from contracts.words import CITY_WIDE, Level

CITY_OFFICE = "@city"
DISTRICT_OFFICE = "@district"
"""The district's office; the city's knows then, too."""

MAX_NAMES = 100
"""Confidants of one thing; who comes later is not told."""

MAX_TEXT = 9000
"""Characters of the wire form of so many names."""

NAME = re.compile(r"@city|@district|[^\s@]\S{0,79}")


class Confidants(Struct, frozen=True):
    """Accounts of inspectors, and marks of offices (``@city``, ``@district``)."""

    names: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Confidants | None":
        """From the wire form: names with a blank between; an empty text is everybody.

        Raises: ValueError.
        """
        if not text:
            return None
        names = text.split(" ") if len(text) <= MAX_TEXT else []
        if not 1 <= len(names) <= MAX_NAMES or not all(NAME.fullmatch(one) for one in names):
            raise ValueError(f"no list of confidants: {text[:80]!r}")
        return cls(tuple(names))

    def __str__(self) -> str:
        return " ".join(self.names)

    def include(self, caller: Caller) -> bool:
        return not set(names_of(caller)).isdisjoint(self.names)

    def joined_by(self, others: "Confidants") -> "Confidants":
        return Confidants(tuple(dict.fromkeys((*self.names, *others.names)))[:MAX_NAMES])


def office_knows(caller: Caller, level: Level) -> bool:
    """Whether the caller is of the office that knows what this level plans in secret."""
    if caller.unit:
        return False
    city = caller.district == CITY_WIDE and caller.has("city_office")
    return city or (level == "district" and caller.has("district_office"))


def names_of(caller: Caller) -> tuple[str, ...]:
    """The names under which a caller is confided in; an account counts while it inspects."""
    names = (
        (caller.account, caller.has("inspector")),
        (CITY_OFFICE, office_knows(caller, "city")),
        (DISTRICT_OFFICE, office_knows(caller, "district")),
    )
    return tuple(name for name, holds in names if holds)


def told(confidants: Confidants | None, caller: Caller) -> bool:
    """Whether a thing with these confidants (None: everybody) is there for the caller."""
    return confidants is None or confidants.include(caller)


def covers(wide: Confidants | None, narrow: Confidants | None) -> bool:
    """Whether all who know of a thing with ``narrow`` confidants may know of one with ``wide``."""
    return wide is None or (narrow is not None and set(narrow.names) <= set(wide.names))
