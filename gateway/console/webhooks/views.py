"""Events as an office chooses among them. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("webhooks.of.tasks", ("task", "objection", "result", "piece", "extension", "material")),
    (
        "webhooks.of.supervision",
        (
            *("finding", "rectification", "appeal", "inspection", "slip", "postponement"),
            *("accountability", "bulletin"),
        ),
    ),
    ("webhooks.of.scores", ("veto",)),
    ("webhooks.of.evidence", ("evidence",)),
    ("webhooks.of.others", ("",)),
)
"""Heads, and how the names of their events begin."""


def groups(events: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """The types under their heads; each once."""
    found: dict[str, list[str]] = {head: [] for head, _ in KINDS}
    for event in events:
        name = event["type"].split(".")[1]
        head = next(head for head, starts in KINDS if name.startswith(starts))
        found[head].append(event["type"])
    return [(head, types) for head, types in found.items() if types]


def ticked(types: Iterable[str]) -> dict[str, str]:
    """As the form has them."""
    return {f"types.{name}": "1" for name in types}


MOMENTS = ("made_at", "former_until", "failing_since", "gives_up_at", "occurred_at", "next_at")


def dated(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its moments as such."""
    told = {name: row[name] for name in MOMENTS if row.get(name)}
    return {**row, **{name: datetime.fromisoformat(text) for name, text in told.items()}}


def host(url: str) -> str:
    return urlsplit(url).hostname or url
