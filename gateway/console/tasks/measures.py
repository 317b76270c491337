"""The figures of an item as a form asks them, and as an order takes them. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from contracts.measures import Measures
from gateway.console.frame.asking import Json

ROWS = 8
"""Empty lines of a list of occurrences."""
MOST_ROWS = 500
FROM_REGISTER = frozenset({"ratio", "count"})
PARTS = ("kind", "ref", "count", "at", "note")


class Box(NamedTuple):
    """An input of the rule. ``kinds``: pairs of a kind of occurrence and what it is called."""

    name: str
    label: str
    measure: str
    kinds: list[tuple[str, str]]
    rows: list[dict[str, str]]


def asked(item: Json, register: bool, *, whole: bool = False) -> list[Json]:
    """Inputs that are handed in: not what the units say of themselves, nor what a register counts.
    ``whole``: those too."""
    return [
        one
        for one in item["inputs"]
        if whole
        or (one["source"] != "organisation" and not (register and one["name"] in FROM_REGISTER))
    ]


def boxes(inputs: Iterable[Json], given: Mapping[str, str]) -> list[Box]:
    """``given``: the form's fields, as ``typed`` writes them."""
    return [
        Box(
            one["name"],
            one["label"],
            one["measure"],
            list(one["kinds"].items()),
            _rows(one["name"], given) if one["measure"] == "tally" else [],
        )
        for one in inputs
    ]


def _rows(name: str, given: Mapping[str, str]) -> list[dict[str, str]]:
    rows = []
    for at in range(MOST_ROWS):
        row = {part: given.get(f"m.{name}.{at}.{part}", "") for part in PARTS}
        if not any(row.values()) and not any(f"m.{name}.{at}.{part}" in given for part in PARTS):
            break
        rows.append(row)
    empty = dict.fromkeys(PARTS, "")
    filled = [row for row in rows if any(row.values())]
    return [*filled, *([empty] * ROWS)][:MOST_ROWS]


def typed(kept: Mapping[str, Json]) -> dict[str, str]:
    """Measures as the form's fields."""
    found: dict[str, str] = {}
    for name, measure in kept.items():
        match measure["type"]:
            case "flag":
                found[f"m.{name}"] = "yes" if measure["value"] else "no"
            case "quantity":
                found[f"m.{name}"] = str(measure["value"])
            case "ratio":
                found[f"m.{name}.numerator"] = str(measure["numerator"])
                found[f"m.{name}.denominator"] = str(measure["denominator"])
            case _:
                for at, entry in enumerate(measure["entries"]):
                    found |= {f"m.{name}.{at}.{part}": str(entry[part] or "") for part in PARTS}
    return found


def filled(inputs: Iterable[Json], given: Mapping[str, str]) -> dict[str, Json]:
    """The form's fields as measures; what is empty is left out. A number that is none stays as it
    was typed, for the order to refuse by its name."""
    found = {one["name"]: _measure(one, given) for one in inputs}
    return {name: measure for name, measure in found.items() if measure is not None}


def _measure(wanted: Json, given: Mapping[str, str]) -> Json | None:
    name, value = wanted["name"], given.get(f"m.{wanted['name']}", "").strip()
    if wanted["measure"] == "flag":
        return {"type": "flag", "value": value == "yes"} if value else None
    if wanted["measure"] == "ratio":
        pair = {
            part: given.get(f"m.{name}.{part}", "").strip() for part in ("numerator", "denominator")
        }
        numbers = {part: _number(text) for part, text in pair.items()}
        return {"type": "ratio", **numbers} if any(pair.values()) else None
    if wanted["measure"] == "tally":
        entries = [_occurrence(row) for row in _rows(name, given) if any(row.values())]
        return {"type": "tally", "entries": entries} if entries else None
    return {"type": "quantity", "value": value} if value else None


def _occurrence(row: Mapping[str, str]) -> Json:
    kept: Json = {part: text.strip() for part, text in row.items() if text.strip()}
    return {**kept, "count": _number(kept.get("count", "1"))}


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text


def figures(inputs: Iterable[Json], kept: Mapping[str, Json]) -> list[tuple[Json, Json | None]]:
    """Each input with the measure that it has, as ``m.measure`` shows it."""
    return [(one, _shown(kept.get(one["name"]))) for one in inputs]


def _shown(measure: Json | None) -> Json | None:
    return {"kind": measure["type"], "measure": measure} if measure else None


def faulty(kept: Mapping[str, Json]) -> str:
    """The first input whose figure is none at all; "" where each is one."""
    for name, measure in kept.items():
        try:
            msgspec.convert({name: measure}, Measures)
        except msgspec.ValidationError:
            return name
    return ""
