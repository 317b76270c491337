"""What scoring keeps of others: campaigns, districts, and how many units of which kind."""

from datetime import date, datetime

from msgspec import Struct

from contracts.words import CITY_WIDE
from services.scoring.domain.standards.standard import Item, Standard

COUNTED_KINDS = {"townships": "township", "units": "garrison"}
"""Rule input → kind of unit (B06: one sign per township; E03: one village per garrison unit)."""


class Draw(Struct, frozen=True, kw_only=True):
    """The province's spot check. ``items``: district → the items drawn there, in the order of the
    standard."""

    seed: str
    share: str
    by: str
    at: datetime
    items: dict[str, tuple[str, ...]]


class Year(Struct, frozen=True, kw_only=True):
    """The campaign of a year: its standard, its districts, and the province's spot check."""

    district: str = CITY_WIDE
    year: int
    campaign: str
    standard: str
    districts: tuple[str, ...]
    draw: Draw | None = None


class District(Struct, frozen=True, kw_only=True):
    """A district by name; the name is empty until it is heard.

    ``units``: unit → kind, ``names``: unit → name, ``versions``: of each unit as heard last;
    ``ended``: the day from which a successor answers for the unit.
    """

    district: str
    name: str = ""
    units: dict[str, str] = {}
    names: dict[str, str] = {}
    versions: dict[str, int] = {}
    ended: dict[str, date] = {}

    def organisation(self, first: date | None = None) -> dict[str, int]:
        """Counts for rule inputs whose source is the organisation.

        ``first``: the first day of the assessment year; who had ended by then is not counted.
        """
        kinds = [
            kind
            for unit, kind in self.units.items()
            if first is None or unit not in self.ended or self.ended[unit] > first
        ]
        return {name: kinds.count(kind) for name, kind in COUNTED_KINDS.items()}


class Surroundings(Struct, frozen=True):
    """What an item's score depends on beside its own facts.

    ``drawn``: the items that the province checks in this district and year; None before its draw.
    """

    standard: Standard
    organisation: dict[str, int]
    drawn: frozenset[str] | None = None

    def is_drawn(self, item: str) -> bool:
        """Without a draw the province may mark every item."""
        return self.drawn is None or item in self.drawn


def surrounding(
    standard: Standard, campaign: Year | None, district: District, year: int
) -> Surroundings:
    draw = campaign.draw if campaign else None
    items = draw.items.get(district.district) if draw else None
    drawn = None if items is None else frozenset(items)
    organisation = district.organisation(standard.period(year).first)
    return Surroundings(standard, organisation, drawn)


def reads_organisation(item: Item) -> bool:
    return any(wanted.source == "organisation" for wanted in item.inputs)
