"""The grammar as a page shows it: every operator, its fields in Chinese, one worked example."""

import inspect
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import msgspec
from msgspec.structs import fields

from services.scoring import rules
from services.scoring.rules.node import (
    Case,
    Condition,
    Example,
    Node,
    Number,
    Points,
)
from services.scoring.wording.shapes import COMMON, SORTS, boxes, default, sort_of


def grammar() -> list[dict[str, Any]]:
    """Points first, then numbers, then conditions."""
    return [_operator(op, node) for op, node in rules.OPERATORS.items()]


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
        "boxes": msgspec.to_builtins(boxes(operator)),
        "example": _example(op, operator),
    }


def _fields(operator: type[Node]) -> Iterator[dict[str, Any]]:
    for field in fields(operator):
        yield {
            "name": field.name,
            "about": operator.FIELDS.get(field.name) or COMMON.get(field.name, ""),
            "required": field.required,
            "default": default(field),
        }


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
