"""Roles that orders and questions name together: who may give them."""

from collections.abc import Iterable, Mapping
from typing import get_args

from contracts.words import Role

Roles = tuple[Role, ...]

EVERYONE: Roles = ()
"""Every role may; what it reaches is limited otherwise."""

CITY: Roles = ("city_office",)
OFFICES: Roles = ("city_office", "district_office")
UNIT: Roles = ("unit",)
OFFICES_AND_UNITS: Roles = (*OFFICES, *UNIT)
DRAFTERS: Roles = (*UNIT, "field")
INSPECTORS: Roles = ("inspector",)
VERIFIERS: Roles = (*INSPECTORS, *OFFICES)
PROVINCE: Roles = ("province_reviewer",)
CITY_AND_PROVINCE: Roles = (*CITY, *PROVINCE)
"""Who sets the standard: the province publishes it, the city brings it in."""
REVIEWERS: Roles = ("reviewer", *PROVINCE)
REVIEWERS_OF_TASKS: Roles = (*REVIEWERS, *UNIT)
"""A unit reviews the parts of the tasks that it leads."""
UPLOADERS: Roles = ("field", *UNIT, *INSPECTORS, "district_office")
DISPOSERS: Roles = ("city_office", "leader")
"""Who lets evidence be disposed of that another person proposed."""
MARKERS: Roles = (*UPLOADERS, *REVIEWERS, "city_office")
"""Who frames what proves: who hands it in, and who reviews it."""
STEERING: Roles = (*OFFICES, *REVIEWERS, "leader")
"""Those who steer, district by district."""
BRINGERS: Roles = (*OFFICES, *PROVINCE)
"""Who brings tables into the house, and makes standards and rules."""
JUDGES_OF_COMPLAINTS: Roles = (*OFFICES, "inspector", *PROVINCE)
"""Who answers a complaint; none of them in a cause of its own."""
JUDGES_OF_LIKENESS: Roles = (*OFFICES, *REVIEWERS)
"""Who says whether a picture that resembles an earlier one may stand."""
VETOERS: Roles = (*CITY, "reviewer")
RECOMPUTERS: Roles = (*CITY, "operations")
DUTIES: Roles = ("system_admin", "security_admin", "auditor")
"""Three separate duties (GB/T 22239-2019, 8.1.5.1 to 8.1.5.3): accounts, their safety, the audit of
both. Who has one has no other role."""
KEEPERS: Roles = ("operations", *DUTIES)
READERS: Roles = tuple(role for role in get_args(Role) if role not in KEEPERS)
"""Who may read what the campaign is about. Keepers see that it runs, never what it holds."""
APPOINTERS: Roles = (*OFFICES, "system_admin")
GUARDIANS: Roles = (*APPOINTERS, "security_admin")
"""Who locks out, and lets in again."""

GIVES: Mapping[Role, frozenset[Role]] = {
    "system_admin": frozenset(get_args(Role)),
    "city_office": frozenset(get_args(Role)) - set(DUTIES),
    "district_office": frozenset({"district_office", "unit", "field", "leader"}),
}
"""Who opens and tends the accounts of which roles, each within its own district. A district's
office gives none that reaches beyond it, nor one that looks into its work."""


def given_by(roles: Iterable[Role]) -> frozenset[Role]:
    """Roles that who has these may give and take, and whose accounts they tend."""
    return frozenset[Role]().union(*(GIVES.get(role, frozenset()) for role in roles))


def guarded_by(roles: Iterable[Role]) -> frozenset[Role]:
    """Roles whose accounts who has these may lock out and let in: their own, and the security
    administrator everybody's."""
    found = tuple(roles)
    return frozenset(get_args(Role)) if "security_admin" in found else given_by(found)
