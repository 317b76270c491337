"""Field types that several contracts share, each with its limit."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

CITY_WIDE = "*"
"""The ``district`` of what belongs to the whole city."""

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
"""A short id that people choose: a district, a unit, an account."""

DistrictId = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9-]{1,39}|\*)$")]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}$")]
ItemCode = Annotated[str, Meta(pattern=r"^[A-Z]{1,2}[0-9]{2,3}$")]
Version = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$")]
Year = Annotated[int, Meta(ge=2000, le=2100)]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Note = Annotated[str, Meta(max_length=2000)]
SearchText = Annotated[str, Meta(min_length=1, max_length=60)]
"""Part of a title that is looked for."""
Reason = Annotated[str, Meta(min_length=2, max_length=1000)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Email = Annotated[str, Meta(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$")]
EvidenceIds = Annotated[tuple[Id, ...], Meta(max_length=200)]
UnitIds = Annotated[tuple[Slug, ...], Meta(max_length=300)]
Thousandths = int
"""Points in thousandths: 1.050 is 1050."""

Level = Literal["self", "district", "city", "province"]
LEVELS: tuple[Level, ...] = ("self", "district", "city", "province")

Role = Literal[
    "city_office",
    "district_office",
    "unit",
    "field",
    "inspector",
    "reviewer",
    "province_reviewer",
    "leader",
    "operations",
]

__all__ = [
    "CITY_WIDE",
    "LEVELS",
    "DistrictId",
    "Email",
    "EvidenceIds",
    "Id",
    "ItemCode",
    "Level",
    "Note",
    "Reason",
    "Role",
    "SearchText",
    "Sha256",
    "Slug",
    "Thousandths",
    "Title",
    "UnitIds",
    "Version",
    "Year",
    "date",
    "datetime",
]
