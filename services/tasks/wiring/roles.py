"""Who may give which orders."""

from contracts.words import Role

CITY: tuple[Role, ...] = ("city_office",)
OFFICES: tuple[Role, ...] = ("city_office", "district_office")
UNIT: tuple[Role, ...] = ("unit",)
REVIEWERS: tuple[Role, ...] = ("reviewer", "province_reviewer")
INSPECTORS: tuple[Role, ...] = ("inspector",)
INSPECTORS_AND_OFFICES: tuple[Role, ...] = (*INSPECTORS, *OFFICES)
