"""What scoring keeps of others: campaigns, districts, and how many units of which kind."""

from msgspec import Struct

from contracts.words import CITY_WIDE

COUNTED_KINDS = {"townships": "township", "units": "garrison"}
"""Rule input → kind of unit (B06: one sign per township; E03: one village per garrison unit)."""


class Year(Struct, frozen=True, kw_only=True):
    """The campaign of a year: its standard and its districts."""

    district: str = CITY_WIDE
    year: int
    campaign: str
    standard: str
    districts: tuple[str, ...]


class District(Struct, frozen=True, kw_only=True):
    """A district by name; ``units``: unit → kind. The name is empty until it is heard."""

    district: str
    name: str = ""
    units: dict[str, str] = {}

    def organisation(self) -> dict[str, int]:
        """Counts for rule inputs whose source is the organisation."""
        kinds = list(self.units.values())
        return {name: kinds.count(kind) for name, kind in COUNTED_KINDS.items()}
