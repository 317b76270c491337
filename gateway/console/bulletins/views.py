"""A snapshot's text as its page shows it. Pure; thousandths."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]

NUMBERED = 8
"""Characters of the hash that serve as a check code on paper."""


class Place(NamedTuple):
    district: str
    rank: int | None
    total: int | None
    eligible: bool


def league(snapshot: Json) -> list[Place]:
    """The frozen ranking; of a caller of one district, who is not given the text, nothing."""
    if not snapshot["text"]:
        return []
    rows = json.loads(snapshot["text"])["league"]
    return [Place(r["district"], r["rank"], r["total"], r["eligible"]) for r in rows]


class Frozen(NamedTuple):
    """``known``: something was recorded of the item, or its rule gives points without."""

    item: str
    score: int
    points: int
    known: bool = True


class Part(NamedTuple):
    """``total`` None where the level had marked nothing."""

    district: str
    total: int | None
    base: int | None
    bonus: int | None
    items: list[Frozen]


def part(snapshot: Json) -> Part | None:
    if not snapshot.get("part"):
        return None
    found = json.loads(snapshot["part"])
    whole = found["total"] or {}
    return Part(
        found["district"],
        whole.get("score"),
        whole.get("base"),
        whole.get("bonus"),
        [
            Frozen(c, i["score"], i["points"], bool(i.get("facts") or i["score"]))
            for c, i in sorted(found["items"].items())
        ],
    )


def differences(told: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """What a verification names, with districts by name and points as people write them."""
    return [_named(one, names) for one in told]


def _named(text: str, names: Mapping[str, str]) -> str:
    head, space, rest = text.partition(" ")
    return f"{names[head]}{space}{rest}" if head in names else text


def code(sha256: str) -> str:
    """3f0a 91bc"""
    shown = sha256[:NUMBERED]
    return f"{shown[:4]} {shown[4:]}"
