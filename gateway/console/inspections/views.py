"""What an inspection's page shows, and the fields of its forms. Pure."""

from typing import Any, NamedTuple

from contracts.words import INSPECTION_NAMES
from gateway.console.frame.acts import Field

Json = dict[str, Any]

PLAN = (
    Field("title", "text", "inspections.title", True, 200),
    Field(
        "kind",
        "radio",
        "inspections.kind",
        True,
        choices=tuple((kind, f"inspections.kind.{kind}") for kind in INSPECTION_NAMES),
    ),
    Field("campaign", "pick", "inspections.campaign", True, of="campaigns"),
    Field("on", "day", "inspections.on", True),
    Field("units", "ticks", "inspections.units", hint="inspections.units_hint", of="units"),
    Field("inspectors", "ticks", "inspections.inspectors", of="inspectors"),
    Field("announced", "tick", "inspections.announced"),
)
RAISE = (
    Field("fault", "text", "inspections.fault", True, 200),
    Field("unit", "pick", "inspections.unit", True, of="units"),
    Field("item", "pick", "inspections.item", True, of="items"),
    Field("kind", "text", "inspections.fault_kind", True, 60, "inspections.fault_kind_hint"),
    Field("place", "text", "inspections.fault_place", False, 200, "inspections.place_hint"),
    Field(
        "position", "pick", "inspections.position", hint="inspections.position_hint", of="places"
    ),
    Field("rectify_by", "day", "inspections.rectify_by", hint="inspections.rectify_hint"),
    Field(
        "evidence", "ticks", "inspections.evidence", hint="inspections.evidence_hint", of="pieces"
    ),
)
PUBLISH = (Field("on", "day", "inspections.publish_on", hint="inspections.publish_hint"),)
USUAL_KIND = "检查发现"
OPEN = ("raised", "ordered", "rectified")


class Visited(NamedTuple):
    """A unit of the inspection with what was found there, by place."""

    unit: str
    findings: list[Json]


def visited(inspection: Json) -> list[Visited]:
    """Units in the order of the plan, then others at which something was found."""
    found: dict[str, list[Json]] = {unit: [] for unit in inspection["units"]}
    for one in inspection["findings"]:
        found.setdefault(one["unit"], []).append(one)
    return [Visited(*pair) for pair in found.items()]


def earlier(found: list[Json], inspection: Json) -> list[Json]:
    """Open findings of other inspections, of the units that this one is about."""
    units = set(inspection["units"])
    return [
        one
        for one in found
        if one["inspection"] != inspection["id"]
        and one["state"] in OPEN
        and (not units or one["unit"] in units)
    ]
