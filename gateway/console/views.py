"""From the services' answers to what a page shows. Pure; all scores in thousandths."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]

FIRST = 5
"""Items of the plan that fit the brief."""


class Bar(NamedTuple):
    """A bar on a scale from 0, in SVG units."""

    x: float
    width: float


class LedgerRow(NamedTuple):
    label: str
    text: str
    notes: list[str]
    change: int
    balance: int
    bar: Bar


class DoesNotAddUp(Exception):
    """The lines of an explanation are not the score."""


def scaled(value: int, most: int, width: float) -> float:
    return round(max(0, value) * width / most, 2) if most > 0 else 0.0


def ledger(answer: Json, width: float) -> list[LedgerRow]:
    """The lines that add up to the score, each with its running balance.

    Raises: DoesNotAddUp.
    """
    found = list(_leaves(answer["line"], ()))
    balances = [0]
    for line, _ in found:
        balances.append(balances[-1] + line["thousandths"])
    if balances[-1] != answer["score"]:
        raise DoesNotAddUp(f"{answer['item']}: {balances[-1]} is not {answer['score']}")
    most = max(answer["points"], *balances)
    rows = []
    for (line, names), before in zip(found, balances, strict=False):
        after = before + line["thousandths"]
        low, high = sorted((before, after))
        start = scaled(low, most, width)
        rows.append(
            LedgerRow(
                " · ".join(names) or line["label"],
                line["text"],
                _notes(line),
                line["thousandths"],
                after,
                Bar(start, round(scaled(high, most, width) - start, 2)),
            )
        )
    return rows


def whole(answer: Json, width: float) -> Bar:
    """The bar of the score itself, on the ledger's scale."""
    return Bar(0, scaled(answer["score"], max(answer["points"], answer["score"]), width))


def _leaves(line: Json, above: tuple[str, ...]) -> Iterator[tuple[Json, tuple[str, ...]]]:
    """Each line without children, with the labels that lead to it (the item's own left out)."""
    names = above if line["op"] == "item" else (*above, line["label"])
    if not line.get("children"):
        yield line, names
    for child in line.get("children", ()):
        yield from _leaves(child, names)


def _notes(line: Json) -> list[str]:
    """What was read, where the line's own text does not say it already."""
    read = (f"{r['label']}：{r['text']}" for r in line.get("readings", ()) if r.get("text"))
    beside = (f"另算 {a['label']}：{a['text']}" for a in line.get("aside", ()))
    notes = dict.fromkeys((*read, *beside))
    return [note for note in notes if note.partition("：")[2] not in line["text"]]


def first_to_push(plan: Json) -> list[Json]:
    """The plan's base items with points to win back, in its order of urgency over both groups;
    bonus items are chances, not losses."""
    base = (
        item for group in plan["groups"] if group["kind"] != "feature" for item in group["items"]
    )
    return sorted(
        (item for item in base if item["recoverable"]), key=lambda item: -item["priority"]
    )[:FIRST]


class Heading(NamedTuple):
    """``lost`` is 0 for bonus headings: what was not claimed is no loss."""

    name: str
    bonus: bool
    score: int
    points: int
    lost: int
    length: float
    filled: float
    items: list[Json]


def headings(district: Json, width: float) -> list[Heading]:
    """The standard's headings by loss, bonus last, none where the level has marked nothing; bar
    length = points on one scale, filled = gained."""
    if not district["marked"]:
        return []
    most = max((c["points"] for c in district["categories"]), default=0)
    found = [
        Heading(
            c["name"],
            c["bonus"],
            c["score"],
            c["points"],
            0 if c["bonus"] else c["points"] - c["score"],
            scaled(c["points"], most, width),
            scaled(c["score"], most, width),
            [i for i in district["items"] if i["category"] == c["name"]],
        )
        for c in district["categories"]
    ]
    return sorted(found, key=lambda heading: (heading.bonus, -heading.lost))


class Place(NamedTuple):
    district: str
    name: str
    rank: int | None
    total: int | None
    base: int | None
    bonus: int | None
    eligible: bool
    vetoes: list[str]
    bar: float


def places(league: Json, width: float) -> list[Place]:
    """Districts in the order given; bars on one scale from 0, unscored ones without."""
    most = max((row["total"] or 0 for row in league["rows"]), default=0)
    return [
        Place(
            row["district"],
            row["name"],
            row["rank"],
            row["total"],
            row["base"],
            row["bonus"],
            row["eligible"],
            [str(v.get("title") or v.get("topic", "")) for v in row["vetoes"]],
            scaled(row["total"] or 0, most, width),
        )
        for row in league["rows"]
    ]


class FactRow(NamedTuple):
    label: str
    kind: str
    measure: Json


def facts(answer: Json) -> list[FactRow]:
    """What was counted, under the names that the item's rule gives to its inputs."""
    labels = {wanted["name"]: wanted["label"] for wanted in answer["inputs"]}
    return [
        FactRow(labels.get(name, name), measure["type"], measure)
        for name, measure in answer["facts"].items()
    ]
