"""From the answers about standards to what their pages show. Pure; points in thousandths."""

from collections import Counter
from typing import Any, NamedTuple

from gateway.console.frame import questions, words
from gateway.console.frame.questions import Group, Question
from gateway.console.tables.views import KINDS, LABELS, SIDES

Json = dict[str, Any]

RULE = ("rule", "seen")
"""Questions that concern how a rule was read."""


class Version(NamedTuple):
    version: str
    name: str
    state: str
    items: int
    open: int
    years: str


def versions(found: list[Json]) -> list[Version]:
    """Drafts first: they are what is to be done."""
    rows = [
        Version(
            one["version"],
            one["name"],
            one["state"],
            one["items"],
            len(one["open"]),
            "、".join(map(str, one["years"])),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: row.state != "draft")


class Item(NamedTuple):
    """``rule_state``: unread, unsure (it asks something), unseen (its figures), done; ``open``: how
    much of it is still asked. ``form``: its fields as they are typed."""

    code: str
    title: str
    category: str
    points: int
    side: str
    kind: str
    lead: str
    rule_text: str
    in_words: bool
    """Whether the table has it in Chinese: a short form or a tree is said by its reading alone."""
    rule_state: str
    open: int
    asked: list[Question]
    groups: list[Group]
    form: dict[str, str]
    evidence: list[tuple[str, str]]


class Shown(NamedTuple):
    """A version. ``state``: draft, published, superseded; ``missing``: kind of question and how
    many are open; ``general``: questions of the whole."""

    version: str
    name: str
    state: str
    published_at: str
    superseded_by: str
    supersedes: str
    base_points: int
    bonus_cap: int
    vetoes: list[str]
    asked: list[Question]
    groups: list[Group]
    open: int
    missing: list[tuple[str, int]]
    items: list[Item]


def standard(found: Json) -> Shown:
    asked = _asked(found)
    missing = Counter(questions.kind_of(one.id) for one in asked)
    return Shown(
        version=found["version"],
        name=found["name"],
        state=found["state"],
        published_at=found["published_at"] or "",
        superseded_by=found["superseded_by"],
        supersedes=found["supersedes"],
        base_points=found.get("base_points", 100_000),
        bonus_cap=found["bonus_cap"],
        vetoes=[veto["title"] for veto in found["vetoes"]],
        asked=asked,
        groups=questions.groups(asked),
        open=len(asked),
        missing=list(missing.items()),
        items=[_item(raw, asked) for raw in found["items"]],
    )


def item_of(found: Json, code: str) -> Item | None:
    raw = next((one for one in found["items"] if one["code"] == code), None)
    return None if raw is None else _item(raw, _asked(found))


def _asked(found: Json) -> list[Question]:
    open_ = {one["id"] for one in found["open"]}
    titles = {item["code"]: item["title"] for item in found["items"]}
    return [questions.of_standard(one, open_, LABELS, titles) for one in found["open"]]


def _item(raw: Json, asked: list[Question]) -> Item:
    own = [one for one in asked if one.id.partition(".")[0] == raw["code"]]
    return Item(
        code=raw["code"],
        title=raw["title"],
        category=raw["category"],
        points=raw["points"],
        side=SIDES[raw["side"]],
        kind=KINDS[raw["kind"]],
        lead=raw["lead"],
        rule_text=raw["rule_text"],
        in_words=not raw["rule_text"].partition(" ")[0].isascii(),
        rule_state=_rule_state({questions.kind_of(one.id) for one in own}),
        open=len(own),
        asked=own,
        groups=questions.groups(own),
        form=_form(raw),
        evidence=[(one["kind"], one["text"]) for one in raw["evidence"]],
    )


PLACED = frozenset({"side", "kind", "evidence", "lead", "code", "title", "category"})
"""Questions that concern no rule."""


def _rule_state(open_: set[str]) -> str:
    if "rule" in open_:
        return "unread"
    if open_ - PLACED - {"seen"}:
        return "unsure"
    return "unseen" if "seen" in open_ else "done"


def _form(raw: Json) -> dict[str, str]:
    return {
        "code": raw["code"],
        "category": raw["category"],
        "title": raw["title"],
        "points": words.points(raw["points"]).rstrip("0").rstrip("."),
        "side": raw["side"],
        "kind": raw["kind"],
        "evidence": "; ".join(f"{one['kind']} {one['text']}".strip() for one in raw["evidence"]),
        "lead": raw["lead"],
        "cooperating": "、".join(raw["cooperating"]),
        "rule": raw["rule_text"],
    }
