"""From a result that waits to what its page shows, and from its form to measures. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from contracts.words import Lang
from gateway.console.frame.forms import Misfilled

Json = dict[str, Any]

MOST_DIGITS = 20
OVERTAKEN = frozenset({"wrong-state", "level-out-of-turn"})
"""Codes of a refusal that says: somebody else was first."""
UNSUBMITTED = frozenset({"assigned", "accepted", "returned"})


class Claim(NamedTuple):
    """One measure of a claim. ``label``: of the rule's input; for tallies ``kinds`` names each."""

    name: str
    label: str
    kind: str
    measure: Json
    kinds: dict[str, str]


def claims(measures: Mapping[str, Json], inputs: Iterable[Json]) -> list[Claim]:
    """What is claimed, under the names that the item's rule gives to its inputs."""
    known = {one["name"]: one for one in inputs}
    found = []
    for name, measure in measures.items():
        wanted = known.get(name, {})
        found.append(
            Claim(
                name,
                wanted.get("label", name),
                measure["type"],
                measure,
                dict(wanted.get("kinds", {})),
            )
        )
    return found


def standing(task: Json) -> dict[str, Json]:
    """What the level before let stand; of the first level, what was handed in."""
    if task["marks"]:
        found: dict[str, Json] = task["marks"][-1]["measures"]
        return found
    submitted: dict[str, Json] = task["submission"]["measures"]
    return submitted


def amended(held: Mapping[str, Json], form: Mapping[str, str]) -> dict[str, Json]:
    """The measures with what was typed over them; fields are named ``m.<name>.<part>``, and an
    occurrence whose count is 0 counts no longer.

    Raises: Misfilled, with every field at fault.
    """
    faults: dict[str, tuple[str, dict[str, str]]] = {}
    new = {name: _amended(name, measure, form, faults) for name, measure in held.items()}
    if faults:
        raise Misfilled(faults)
    return new


def _amended(
    name: str,
    measure: Json,
    form: Mapping[str, str],
    faults: dict[str, tuple[str, dict[str, str]]],
) -> Json:
    def whole(part: str, now: int) -> int:
        field = f"m.{name}.{part}"
        typed = form.get(field, str(now)).strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS):
            faults[field] = ("review.whole", {})
            return now
        return int(typed)

    match measure["type"]:
        case "ratio":
            parts = ("numerator", "denominator")
            return {**measure, **{part: whole(part, measure[part]) for part in parts}}
        case "flag":
            now = "yes" if measure["value"] else "no"
            return {**measure, "value": form.get(f"m.{name}.value", now) == "yes"}
        case "quantity":
            return {**measure, "value": form.get(f"m.{name}.value", measure["value"]).strip()}
    counted = [
        {**entry, "count": whole(str(at), entry["count"])}
        for at, entry in enumerate(measure["entries"])
    ]
    return {**measure, "entries": [entry for entry in counted if entry["count"]]}


def ids(task: Json) -> list[str]:
    """The files of a result in its order, each redo behind the one that it is made for."""
    handed_in = task["submission"]["evidence"] if task["submission"] else []
    redos = [(one["supersedes"], one["id"]) for one in task["sealed"] if one["supersedes"]]
    return list(
        dict.fromkeys(
            id
            for first in handed_in
            for id in (first, *(redo for old, redo in redos if old == first))
        )
    )


TWICE = re.compile(r"不(?:得|能|可|予)?(?:重复|累计)(?:计|加|得|算|申|使)")


def counted_twice(piece: Any, item: str, rule: str) -> list[str]:
    """Other items that the file serves too, where this one's rule forbids counting it twice."""
    if not TWICE.search(rule):
        return []
    return [one for one in piece.items if one != item]


class Beside(NamedTuple):
    """Ids of the results before and after the one that is shown; "" where there is none."""

    before: str
    after: str


def beside(queue: Sequence[Json], shown: str) -> Beside:
    """Of what is in no queue (opened by its address), the first comes next."""
    ids = [one["id"] for one in queue]
    if shown not in ids:
        return Beside("", ids[0] if ids else "")
    at = ids.index(shown)
    return Beside(ids[at - 1] if at else "", ids[at + 1] if at + 1 < len(ids) else "")


def next_due(tasks: Iterable[Json]) -> Json | None:
    """Of tasks by their due day, the first that will still be handed in."""
    return next((one for one in tasks if one["state"] in UNSUBMITTED), None)


def rule(reading: Iterable[Json]) -> list[Json]:
    """What gives points, and what that directly hangs on; deeper nodes only say it again."""
    return [line for line in reading if line["sort"] == "points" or line["depth"] <= 1]


def month_day(due: str, language: Lang) -> str:
    """8月14日"""
    day = date.fromisoformat(due)
    return f"{day.day} {day:%B}" if language == "en" else f"{day.month}月{day.day}日"
