"""The grammar as a page shows it: every operator, its fields in Chinese, one worked example."""

import inspect
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from services.scoring import rules
from services.scoring.rules.node import (
    Case,
    Condition,
    Example,
    Node,
    Number,
    Points,
)

SORTS = {"points": "计分", "number": "取数", "condition": "条件"}
COMMON = {
    "label": "这一行的中文名称，可不写",
    "input": "取数的名称：填报、台账和问题按这个名称对应",
    "kinds": "只算这几种情形；不写为全部",
    "window": "期限：years 近几个考评年度，first 起始日，last 截止日",
    "unrecorded": "没有任何记录时：none 视为未发生，zero 按 0 分计",
    "when": "条件",
    "rule": "算法",
    "of": "各个组成部分",
}
"""Fields that mean the same in every operator, unless the operator says more."""


def grammar() -> list[dict[str, Any]]:
    """Points first, then numbers, then conditions."""
    return [_operator(op, node) for op, node in rules.OPERATORS.items()]


def sort_of(operator: type[Node]) -> str:
    if issubclass(operator, Points):
        return "points"
    return "number" if issubclass(operator, Number) else "condition"


def _operator(op: str, operator: type[Node]) -> dict[str, Any]:
    sort = sort_of(operator)
    return {
        "op": op,
        "name": operator.NAME,
        "sort": sort,
        "sort_name": SORTS[sort],
        "about": operator.ABOUT,
        "about_en": inspect.cleandoc(operator.__doc__ or "").partition("\n\n")[0],
        "fields": list(_fields(operator)),
        "example": _example(op, operator),
    }


def _fields(operator: type[Node]) -> Iterator[dict[str, Any]]:
    for field in fields(operator):
        yield {
            "name": field.name,
            "about": operator.FIELDS.get(field.name) or COMMON.get(field.name, ""),
            "required": field.required,
            "default": _default(field),
        }


def _default(field: FieldInfo) -> str:
    if field.default in (NODEFAULT, None, ""):
        return ""
    return msgspec.json.encode(field.default).decode()


def _example(op: str, operator: type[Node]) -> dict[str, Any]:
    """The first example of the operator itself: what it was given and what came of it."""
    example = next(each for each in rules.EXAMPLES if isinstance(each.node, operator))
    return {
        "rule": rules.encode(example.node).decode(),
        "said": example.node.said(),
        "points": example.mark,
        "facts": msgspec.to_builtins(dict(example.facts)),
        **_worked(example),
    }


def _worked(example: Example) -> dict[str, Any]:
    case = Case(example.facts, Fraction(example.mark))
    if isinstance(example.node, Points):
        line = example.node.work(case)
        return {"gives": line.exact, "text": line.text, "line": msgspec.to_builtins(line)}
    assert isinstance(example.node, Number | Condition)
    reading = example.node.read(case).reading
    return {"gives": reading.value, "text": reading.text, "line": None}
