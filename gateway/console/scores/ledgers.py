"""From an item's explanation to the ledger of its page. Pure; all scores in thousandths."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from gateway.console.frame.bars import Bar, scaled

Json = dict[str, Any]

UNNAMED = re.compile(r"标准所列 \d{1,2} 项中的第 \d{1,2} 项\Z")


class LedgerRow(NamedTuple):
    label: str
    text: str
    notes: list[str]
    change: int
    balance: int
    bar: Bar
    inputs: frozenset[str] = frozenset()
    """Of the rule, that the line was read from."""


class DoesNotAddUp(Exception):
    """The lines of an explanation are not the score."""


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
                frozenset(_inputs(line)),
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


def _inputs(line: Json) -> Iterator[str]:
    """Its own, and those of what it was read from."""
    yield from line.get("inputs", ())
    for reading in (*line.get("readings", ()), *line.get("of", ())):
        yield from _inputs(reading)


def _notes(line: Json) -> list[str]:
    """What was read, where the line's own text does not say it already."""
    read = (f"{r['label']}：{r['text']}" for r in line.get("readings", ()) if r.get("text"))
    beside = (f"另算 {a['label']}：{a['text']}" for a in line.get("aside", ()))
    notes = dict.fromkeys((*read, *beside))
    return [note for note in notes if note.partition("：")[2] not in line["text"]]


def unnamed(answer: Json) -> bool:
    """Whether the rule counts parts that the standard gives no name."""
    return any(UNNAMED.match(wanted["label"]) for wanted in answer["inputs"])


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
