"""Who is told of a fact: circles of persons, said by role and scope.

``audiences.py`` says which circles a fact concerns; the directory turns them into persons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from contracts.words import CITY_WIDE, Role

Scope = Literal["here", "city", "below"]


@dataclass(frozen=True, slots=True)
class Named:
    """One person, by account. Without an account it is nobody."""

    account: str


@dataclass(frozen=True, slots=True)
class Holders:
    """All who hold a role: in the fact's district, in one unit of it, or for the whole city;
    ``below``: in the fact's district, and of a fact of the whole city in each."""

    role: Role
    scope: Scope = "here"
    unit: str = ""

    def search(self, district: str) -> Mapping[str, Any]:
        """Fields of ``Person`` that these persons share; ``district`` is that of the fact."""
        if self.scope == "below" and district == CITY_WIDE:
            return {"roles": self.role}
        wanted = {"district": CITY_WIDE if self.scope == "city" else district, "roles": self.role}
        return wanted | {"unit": self.unit} if self.unit else wanted


Circle = Named | Holders
Audience = tuple[Circle, ...]

OFFICE = Holders("district_office")
LEADERS = Holders("leader")
REVIEWERS = Holders("reviewer")
OFFICES_BELOW = Holders("district_office", scope="below")
LEADERS_BELOW = Holders("leader", scope="below")
UNITS = Holders("unit")
CITY_OFFICE = Holders("city_office", scope="city")
CITY_REVIEWERS = Holders("reviewer", scope="city")
OPERATIONS = Holders("operations", scope="city")


def accounts(audience: Audience) -> set[str]:
    """Those who are told by name."""
    return {circle.account for circle in audience if isinstance(circle, Named)} - {""}


def searches(audience: Audience, district: str) -> list[Mapping[str, Any]]:
    """What finds all who hold the roles: circles that differ in their last field are one search."""
    values: dict[tuple[tuple[str, str], ...], dict[str, list[str]]] = {}
    for circle in audience:
        if isinstance(circle, Holders):
            *common, (field, value) = circle.search(district).items()
            values.setdefault(tuple(common), {}).setdefault(field, []).append(value)
    return [
        {**dict(common), field: {"$in": wanted}}
        for common, fields in values.items()
        for field, wanted in fields.items()
    ]


def contacts(unit: str) -> Circle:
    """The contacts of a unit of the fact's district. Without a unit it is nobody."""
    return Holders("unit", unit=unit) if unit else Named("")
