"""Roles that several rooms ask for."""

from contracts.words import Role

OFFICES: tuple[Role, ...] = ("city_office", "district_office")
REVIEWERS: tuple[Role, ...] = ("reviewer", "province_reviewer")
