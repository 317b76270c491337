"""Field types that several contracts share, each with its limit."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

from msgspec import Meta

from contracts.texts import AS_NAME, AS_REASON

CITY_WIDE = "*"
"""The ``district`` of what belongs to the whole city."""

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{1,39}\Z")]
"""A short id that people choose: a district, a unit, an account."""

DistrictId = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9-]{1,39}|\*)\Z")]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}\Z")]
ItemCode = Annotated[str, Meta(pattern=r"^[A-Z]{1,2}[0-9]{2,3}\Z")]
Version = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}\Z")]
Year = Annotated[int, Meta(ge=2000, le=2100)]
Title = Annotated[str, Meta(min_length=1, max_length=200, extra=AS_NAME)]
"""A title, or the name of a person, a unit, a district: one line of what can be seen."""
Note = Annotated[str, Meta(max_length=2000)]
SearchText = Annotated[str, Meta(min_length=1, max_length=60)]
"""Part of a title that is looked for."""
Reason = Annotated[str, Meta(min_length=2, max_length=1000, extra=AS_REASON)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Email = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,7}\Z")
]
RowKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z")]
"""A row of a register, as the sign at the post says."""
Name = Annotated[str, Meta(pattern=r"^[^.$\x00-\x1f\x7f-\x9f]{1,60}\Z", extra=AS_NAME)]
"""An input's name or an occurrence's kind; ``.`` and ``$`` have a meaning in the database."""
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
READERS: tuple[Role, ...] = tuple(role for role in get_args(Role) if role != "operations")
"""Who may read what the campaign is about. Operations see that it runs, never what it holds."""

__all__ = [
    "CITY_WIDE",
    "LEVELS",
    "READERS",
    "DistrictId",
    "Email",
    "EvidenceIds",
    "Id",
    "ItemCode",
    "Level",
    "Name",
    "Note",
    "Reason",
    "Role",
    "RowKey",
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
