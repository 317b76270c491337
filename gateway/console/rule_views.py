"""From the grammar and from a tried rule to what their page shows. Pure; scores in thousandths."""

from typing import Any, NamedTuple

from gateway.console import views

Json = dict[str, Any]

SORTS = ("points", "number", "condition")


class Sort(NamedTuple):
    """Operators of one sort, in the order of their names; ``title`` and ``about`` are words."""

    sort: str
    title: str
    about: str
    operators: list[Json]


def by_sort(operators: list[Json]) -> list[Sort]:
    return [
        Sort(
            sort,
            f"rules.sort.{sort}",
            f"rules.about.{sort}",
            [operator for operator in operators if operator["sort"] == sort],
        )
        for sort in SORTS
    ]


class Case(NamedTuple):
    """A worked example: its facts, the lines that add up, and what else it tells."""

    name: str
    title: str
    score: int
    facts: list[views.FactRow]
    rows: list[views.LedgerRow]
    signals: list[str]


class Tried(NamedTuple):
    points: int
    reading: list[Json]
    figures: str
    questions: list[Json]
    inputs: list[Json]
    faults: list[Json]
    cases: list[Case]


def tried(answer: Json, width: float) -> Tried:
    """Raises: views.DoesNotAddUp."""
    return Tried(
        answer["points"],
        answer["reading"],
        answer["figures"],
        answer["questions"],
        answer["inputs"],
        answer["faults"],
        [_case(answer, case, width) for case in answer["cases"]],
    )


def _case(answer: Json, case: Json, width: float) -> Case:
    shown = {**answer, **case, "item": case["name"]}
    return Case(
        case["name"],
        case["title"],
        case["score"],
        views.facts(shown),
        views.ledger(shown, width),
        [signal["text"] for signal in case["signals"]],
    )
