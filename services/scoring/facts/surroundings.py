"""What scoring keeps of districts: names, and how many units of which kind; and what the facts that
tell of them do to it."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from contracts.tasks import DistrictFounded, UnitRegistered, UnitSucceeded
from kit.change import Change, Given
from services.scoring.campaigns.year import Year
from services.scoring.standards.standard import Item, Standard

COUNTED_KINDS = {"townships": "township", "units": "garrison"}
"""Rule input → kind of unit (B06: one sign per township; E03: one village per garrison unit)."""


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


def district_founded(state: District | None, fact: DistrictFounded, _: Given) -> Change[District]:
    """Districts by name, for the league table."""
    district = state or District(district=fact.district)
    return Change(replace(district, name=fact.name))


def unit_registered(
    state: District | None, fact: UnitRegistered, given: Given
) -> Change[District] | None:
    """How many townships and garrison units a district has: some rules ask. The newest version of a
    unit counts, in whatever order they come."""
    district = state or District(district=given.heard.district)
    version = given.heard.version
    if fact.unit in district.units and version <= district.versions.get(fact.unit, 0):
        return None
    return Change(
        replace(
            district,
            units={**district.units, fact.unit: fact.kind},
            names={**district.names, fact.unit: fact.name},
            versions={**district.versions, fact.unit: version},
        )
    )


def unit_succeeded(
    state: District | None, fact: UnitSucceeded, given: Given
) -> Change[District] | None:
    """A unit that a successor answers for no longer counts in the years that begin afterwards."""
    district = state or District(district=given.heard.district)
    on = min(fact.on, district.ended.get(fact.unit, fact.on))
    if district.ended.get(fact.unit) == on:
        return None
    return Change(replace(district, ended={**district.ended, fact.unit: on}))
