"""A rule as a form: what was filled in, to a tree, and a tree to what its form shows. Pure.

A field's name is its path in the tree, which is also where its fault is told:
``rule.bands[0].gives``. A node says with ``.op`` what it is and with ``.was`` what it was when the
form was made; of a map (a price for each kind) every row has ``.key`` and ``.value``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]

ROOT = "rule"
SORTS = ("points", "number", "condition")
MAX_DEPTH = 20
"""Nodes within each other that a form goes down to."""
_ROW = re.compile(r"\[(\d{1,3})\]")


class Grammar(NamedTuple):
    """Operators by their tags, and of each sort those that a node may be chosen from."""

    operators: dict[str, Json]
    sorts: dict[str, list[Json]]


def grammar_of(operators: list[Json]) -> Grammar:
    sorts = {sort: [one for one in operators if one["sort"] == sort] for sort in SORTS}
    return Grammar({one["op"]: one for one in operators}, sorts)


# From what was filled in


class Filled:
    """Reads a form. ``act`` is the button that was pressed: ``add:rule.of``, ``drop:rule.of[1]``,
    ``up:rule.of[1]``, ``unwrap:rule``. ``doubled``: the rows of maps whose name stands twice."""

    def __init__(self, grammar: Grammar, given: Mapping[str, str], act: str = "") -> None:
        self.grammar, self.given, self.act = grammar, given, act
        self.doubled: list[str] = []
        self.used = {value for name, value in given.items() if name.endswith(".input")}

    def tree(self) -> Json:
        return self._node(ROOT, "points", 0) or {}

    def _node(self, at: str, sort: str, depth: int) -> Json | None:
        operator = self.grammar.operators.get(self.given.get(f"{at}.op", ""))
        if operator is None or operator["sort"] != sort or depth > MAX_DEPTH:
            return None
        made = self._of(operator, at, depth)
        before = self.grammar.operators.get(self.given.get(f"{at}.was", ""))
        if before and before["op"] != operator["op"] and before["sort"] == sort:
            _put_within(operator, made, self._of(before, at, depth))
        if self.act == f"unwrap:{at}":
            return next(_inner(operator, made), made)
        return made

    def _of(self, operator: Json, at: str, depth: int) -> Json:
        made = {"op": operator["op"]}
        for box in operator["boxes"]:
            value = self._value(box, f"{at}.{box['name']}", depth)
            if value is None and box.get("suggested"):
                value = self._unused(box["suggested"])
            if value is not None:
                made[box["name"]] = value
        return made

    def _unused(self, name: str) -> str:
        free = next(n for n in (name, *(f"{name}_{i}" for i in range(2, 99))) if n not in self.used)
        self.used.add(free)
        return free

    def _value(self, box: Json, at: str, depth: int) -> Any:
        kind, text = box["kind"], self.given.get(at, "").strip()
        if kind in SORTS:
            return self._node(at, kind, depth + 1)
        if kind == "piece":
            own = (
                (one["name"], self._value(one, f"{at}.{one['name']}", depth))
                for one in box["fields"]
            )
            made = {name: value for name, value in own if value is not None}
            return made or ({} if box.get("required") else None)
        if kind == "list":
            return self._rows(box, at, lambda row: self._value(box["each"], row, depth)) or None
        if kind == "map":
            return self._map(box, at) or None
        if kind == "flag":
            return True if text else None
        if kind == "integer" and re.fullmatch(r"\d{1,9}", text):
            return int(text)
        return text or None

    def _rows(self, box: Json, at: str, value: Any) -> list[Any]:
        numbers = sorted({int(found[1]) for name in self.given if (found := _row_of(name, at))})
        verb, _, where = self.act.partition(":")
        rows: list[Any] = []
        for n in numbers[: box.get("most") or 40]:
            if self.act != f"drop:{at}[{n}]":
                rows.append(value(f"{at}[{n}]"))
            if verb == "up" and where == f"{at}[{n}]" and len(rows) > 1:
                rows[-2:] = rows[:-3:-1]
        if self.act == f"add:{at}":
            rows.append(None)
        return [_blank(box) if row is None else row for row in rows]

    def _map(self, box: Json, at: str) -> Json:
        def row(name: str) -> tuple[str, Any]:
            key = self.given.get(f"{name}.key", "").strip()
            return key, self.given.get(f"{name}.value", "").strip()

        rows = self._rows(box, at, row)
        names = [key for key, _ in rows]
        self.doubled += [f"{at}[{n}]" for n, key in enumerate(names) if key in names[:n]]
        return dict(rows)


def _row_of(name: str, at: str) -> re.Match[str] | None:
    return _ROW.match(name, len(at)) if name.startswith(f"{at}[") else None


def _blank(box: Json) -> Any:
    if box["kind"] == "map":
        return ("", "")
    return {} if box["each"]["kind"] in (*SORTS, "piece") else ""


def _put_within(operator: Json, made: Json, before: Json) -> None:
    """What a node was becomes the part of what it is now, where that has a place for it."""
    for box in operator["boxes"]:
        if made.get(box["name"]):
            continue
        if box["kind"] == operator["sort"] and box.get("required"):
            made[box["name"]] = before
            return
        if box["kind"] == "list" and box["each"]["kind"] == operator["sort"]:
            made[box["name"]] = [before]
            return


def _inner(operator: Json, made: Json) -> Iterator[Json]:
    """The parts of its own sort."""
    for box in operator["boxes"]:
        value = made.get(box["name"])
        if box["kind"] == operator["sort"] and value:
            yield value
        elif box["kind"] == "list" and value:
            yield from _inner_of_list(box, operator["sort"], value)


def _inner_of_list(box: Json, sort: str, rows: list[Any]) -> Iterator[Json]:
    for row in rows:
        if box["each"]["kind"] == sort and row:
            yield row
        for one in box["each"].get("fields", ()):
            if one["kind"] == sort and row.get(one["name"]):
                yield row[one["name"]]


# What a form shows


class Field(NamedTuple):
    """``rows``: of a list or a map, each a list of fields; of a piece its fields. ``node``: of a
    place for an operator."""

    at: str
    kind: str
    label: str
    hint: str
    required: bool
    value: str
    options: list[tuple[str, str]]
    faults: list[str]
    rows: list[list["Field"]]
    node: "Node | None" = None
    full: bool = False
    """No row may be added."""

    @property
    def filled(self) -> bool:
        return bool(self.value or self.rows or self.faults or (self.node and self.node.op))


class Node(NamedTuple):
    """``first`` is always shown, ``more`` is what may be left out. ``inner``: it holds a part that
    may take its place."""

    at: str
    op: str
    label: str
    about: str
    required: bool
    options: list[tuple[str, str]]
    faults: list[str]
    first: list[Field]
    more: list[Field]
    inner: bool

    @property
    def opened(self) -> bool:
        return any(one.filled for one in self.more)


class Shown:
    """Makes the fields of a tree's form; ``faults``: what is wrong, by path."""

    def __init__(self, grammar: Grammar, faults: Mapping[str, list[str]]) -> None:
        self.grammar, self.faults = grammar, faults

    def form(self, tree: Any, label: str) -> Node:
        return self._node({"kind": "points", "label": label, "required": True}, tree, ROOT)

    def _node(self, box: Json, raw: Any, at: str) -> Node:
        raw = raw if isinstance(raw, dict) else {}
        operator = self.grammar.operators.get(raw.get("op", ""), {})
        fields = [
            self._field(one, raw.get(one["name"]), f"{at}.{one['name']}")
            for one in operator.get("boxes", ())
        ]
        named = any(one["name"] == "input" for one in operator.get("boxes", ()))
        first = [f for f in fields if f.required or (named and f.at.endswith(".label"))]
        return Node(
            at,
            operator.get("op", ""),
            box["label"],
            operator.get("about", ""),
            bool(box.get("required")),
            [(one["op"], one["name"]) for one in self.grammar.sorts[box["kind"]]],
            self.faults.get(at, []),
            first,
            [f for f in fields if f not in first],
            bool(operator) and any(_inner(operator, raw)),
        )

    def _field(self, box: Json, value: Any, at: str) -> Field:
        kind = box["kind"]
        return Field(
            at,
            kind,
            box.get("label", ""),
            _hint(box),
            bool(box.get("required")),
            _text(box, value),
            [*box.get("options", {}).items()],
            [] if kind in SORTS else self.faults.get(at, []),
            self._rows(box, value, at),
            self._node(box, value, at) if kind in SORTS else None,
            bool(box.get("most")) and isinstance(value, list | dict) and len(value) >= box["most"],
        )

    def _rows(self, box: Json, value: Any, at: str) -> list[list[Field]]:
        if box["kind"] == "piece":
            given = value if isinstance(value, dict) else {}
            return [
                [self._field(f, given.get(f["name"]), f"{at}.{f['name']}") for f in box["fields"]]
            ]
        if box["kind"] == "map":
            pairs = [*value.items()] if isinstance(value, dict) else []
            return [self._pair(*pair, f"{at}[{n}]") for n, pair in enumerate(pairs)]
        if box["kind"] != "list":
            return []
        each = {"label": "", **box["each"], "required": True}
        rows = value if isinstance(value, list) else []
        made = [self._field(each, row, f"{at}[{n}]") for n, row in enumerate(rows)]
        return [row.rows[0] if row.kind == "piece" else [row] for row in made]

    def _pair(self, key: str, value: Any, at: str) -> list[Field]:
        faults = self.faults.get(at, [])
        name = Field(f"{at}.key", "text", "名称", "", True, key, [], faults, [])
        worth = Field(f"{at}.value", "figure", "数", "", True, str(value), [], [], [])
        return [name, worth]


def _hint(box: Json) -> str:
    default = box.get("default", "")
    if default and box["kind"] in ("figure", "text"):
        return f"{box.get('hint', '')}不填按 {json.loads(default)}"
    return str(box.get("hint", ""))


def _text(box: Json, value: Any) -> str:
    if isinstance(value, dict | list):
        return ""
    if value is None and box["kind"] == "choice" and box.get("default"):
        return str(json.loads(box["default"]))
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)
