"""What the pages of accounts work out. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args

from anyascii import anyascii

from contracts.caller import Caller
from contracts.roles import APPOINTERS, given_by, guarded_by
from contracts.words import CITY_WIDE, Role
from gateway.tending.guarding import REMOVERS

Json = dict[str, Any]

LEFT_OUT = re.compile(r"[^a-z0-9]")
MOST = 30
"""Characters of an account that is made from a name; a number may follow."""
ROLE = "role."
"""Begins the names of a form's boxes of roles."""


LOCAL: frozenset[Role] = frozenset(
    {"district_office", "unit", "field", "inspector", "reviewer", "leader"}
)
"""Roles that somebody of a district has; the others are of the whole city."""
CITY_ROLES: frozenset[Role] = frozenset(get_args(Role)) - {"district_office", "unit", "field"}


class May(NamedTuple):
    """What the reader may do to an account."""

    appoint: bool
    guard: bool
    remove_factor: bool


def may(caller: Caller, person: Json) -> May:
    own, roles = person["account"] == caller.account, set(person["roles"])
    gives = caller.has(*APPOINTERS) and roles <= given_by(caller.roles)
    guards = roles <= guarded_by(caller.roles)
    return May(gives and not own, guards, guards and caller.has(*REMOVERS) and not own)


def roles_open(caller: Caller, district: str) -> list[Role]:
    """Roles that the caller may give to somebody of that district, in the order of the words."""
    given = given_by(caller.roles)
    of_city = district == CITY_WIDE
    return [
        r for r in get_args(Role) if r in given and (r in CITY_ROLES if of_city else r in LOCAL)
    ]


def all_roles(caller: Caller) -> list[Role]:
    given = given_by(caller.roles)
    return [role for role in get_args(Role) if role in given]


def chosen_roles(given: Mapping[str, str]) -> list[str]:
    """The boxes that were ticked."""
    return [role for role in get_args(Role) if given.get(f"{ROLE}{role}")]


def ticked(roles: Iterable[str]) -> dict[str, str]:
    return {f"{ROLE}{role}": "1" for role in roles}


def proposed(name: str, number: int = 1) -> str:
    """An account made from a name (李芳 → lifang); ``number``: from 2 where that is taken."""
    letters = LEFT_OUT.sub("", anyascii(name).casefold())[:MOST]
    if len(letters) < 2 or letters[0].isdigit():
        letters = f"user{letters}"[:MOST]
    return letters if number == 1 else f"{letters}-{number}"
