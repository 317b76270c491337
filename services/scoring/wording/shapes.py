"""What a form asks for an operator: each field with its label in Chinese and the kind of its box.

Derived from the operators' own types, so that a new operator has its form by lying in its folder.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct, inspect
from msgspec.structs import FieldInfo, fields

from services.scoring import names, rules
from services.scoring.exact import Amount
from services.scoring.rules.node import Node, Number, Points

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
PIECES = {
    "at_least": "不低于（≥）",
    "more_than": "高于（>）",
    "at_most": "不高于（≤）",
    "less_than": "低于（<）",
    "gives": "得多少：分值，或满分的百分比",
    "name": "这一档的名称",
    "red": "亮红灯",
    "remark": "附带的后果，只对单位",
    "label": "这一部分的名称",
    "points": "分值，或满分的百分比",
    "kind": "必须有的类型",
    "needed": "其中应有几个",
    "years": "近几个考评年度",
    "first": "起始日",
    "last": "截止日",
}
"""Fields of what stands within an operator: a band, a rung, a part, a window."""
CHOICES = {
    "zero": "按 0 计",
    "full": "按满分（100%）计",
    "none": "视为未发生",
    "down": "从满分往下扣",
    "up": "从零往上加",
    "whole": "按一级扣",
    "nothing": "不扣",
    "share": "按比例扣",
    "below": "低于满分值的算差",
    "above": "高于满分值的算差",
    "left_out": "不计入",
    "day": "天",
    "month": "月",
    "quarter": "季度",
    "year": "年",
}
INPUTS = {
    "share": names.RATIO,
    "empty": names.RATIO,
    "count": names.COUNT,
    "shortfall": names.COUNT,
    "consecutive": names.COUNT,
    "amount": "amount",
    "done": names.DONE,
    "happened": names.INCIDENTS,
    "occurrences": names.FAULTS,
    "highest_once": names.CLAIMS,
    "marker": names.MARK,
}
"""What the input of an operator is usually called."""
WANTED = {
    "text": "应为文字，不超过规定的字数",
    "figure": "应为数字，可带百分号，如 2、0.5、60%；扣分写负数",
    "integer": "应为整数",
    "flag": "应为“是”或“否”",
    "date": "应为日期，如 2026-07-31",
    "choice": "请从列出的写法中选一种",
    "list": "应为一列，逐个列出",
    "map": "应为一列名称，各有一个数",
    "piece": "请把这一组填完整",
    "points": "请选一种计分的算法",
    "number": "请选一种取数的办法",
    "condition": "请选一种条件",
}
"""What a box of each kind takes, as it is told where something else stands in it."""


class Box(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``kind``: a key of WANTED; of a list ``each`` is the box of one of them, of a map that of a
    value; a piece has ``fields``. ``default``: as JSON would write it, empty for none."""

    kind: str
    name: str = ""
    label: str = ""
    hint: str = ""
    required: bool = False
    default: str = ""
    options: dict[str, str] = {}
    least: int = 0
    most: int = 0
    each: "Box | None" = None
    suggested: str = ""
    """The usual name of an input."""
    fields: tuple["Box", ...] = ()


def sort_of(operator: type[Node]) -> str:
    if issubclass(operator, Points):
        return "points"
    return "number" if issubclass(operator, Number) else "condition"


@cache
def boxes(operator: type[Node]) -> tuple[Box, ...]:
    """What must be filled in first; the line's own name last."""
    found = [
        _named(field, operator.FIELDS.get(field.name) or COMMON.get(field.name, ""))
        for field in fields(operator)
    ]
    tag = str(operator.__struct_config__.tag)
    found = [
        msgspec.structs.replace(box, suggested=INPUTS[tag])
        if box.name == "input" and tag in INPUTS
        else box
        for box in found
    ]
    return tuple(sorted(found, key=lambda box: (box.name == "label", not box.required)))


def _named(field: FieldInfo, about: str) -> Box:
    box = _box(inspect.type_info(field.type))
    label, _, hint = about.partition("：")
    inner = box.kind in ("choice", "piece") or (box.each and box.each.kind == "piece")
    return msgspec.structs.replace(
        box,
        name=field.encode_name,
        label=label,
        hint="" if inner else hint,
        required=field.required,
        default=default(field),
    )


def default(field: FieldInfo) -> str:
    if field.default in (NODEFAULT, None, ""):
        return ""
    return msgspec.json.encode(field.default).decode()


def _box(info: inspect.Type) -> Box:
    found: Box
    match info:
        case inspect.UnionType():
            found = _of_union(info)
        case inspect.LiteralType():
            found = Box(kind="choice", options={str(v): CHOICES[str(v)] for v in info.values})
        case inspect.StructType():
            own = tuple(
                _named(each, PIECES.get(each.name) or COMMON[each.name])
                for each in fields(info.cls)
            )
            found = Box(kind="piece", fields=own)
        case inspect.VarTupleType():
            most, least = info.max_length or 40, info.min_length or 0
            found = Box(kind="list", each=_box(info.item_type), least=least, most=most)
        case inspect.DictType():
            least, most = info.min_length or 0, info.max_length or 40
            found = Box(kind="map", each=_box(info.value_type), least=least, most=most)
        case inspect.StrType(pattern=pattern):
            kind = "figure" if pattern and "[0-9]{1," in pattern else "text"
            found = Box(kind=kind, most=info.max_length or 0)
        case inspect.IntType():
            found = Box(kind="integer")
        case inspect.BoolType():
            found = Box(kind="flag")
        case inspect.DateType():
            found = Box(kind="date")
        case _:
            raise TypeError(f"no box for {info}")
    return found


def _of_union(info: inspect.UnionType) -> Box:
    """Any operator of one sort, or something that may be left out."""
    kinds = [each for each in info.types if not isinstance(each, inspect.NoneType)]
    first = kinds[0]
    if isinstance(first, inspect.StructType) and issubclass(first.cls, Node):
        return Box(kind=sort_of(first.cls))
    return _box(first)


# What does not fit

_LEAF = {"text": str, "figure": Amount, "integer": int, "flag": bool}


def misfits(raw: Any, sort: str = "points", path: str = "rule") -> Iterator[tuple[str, str]]:
    """Everything in a tree's JSON that is no rule, as (path, what): ``rule.bands[0].gives``."""
    operator = rules.OPERATORS.get(str(raw.get("op"))) if isinstance(raw, dict) else None
    if operator is None or sort_of(operator) != sort:
        yield path, WANTED[sort]
        return
    yield from _unfit(boxes(operator), raw, path, ("op",))


def _unfit(
    own: tuple[Box, ...], raw: dict[str, Any], path: str, beside: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    for name in raw:
        if name not in (*beside, *(box.name for box in own)):
            yield f"{path}.{str(name)[:40]}", "没有这个栏目"
    for box in own:
        at = f"{path}.{box.name}"
        if raw.get(box.name) is not None:
            yield from _unfit_in(box, raw[box.name], at)
        elif box.required:
            wanted = WANTED[box.kind] if box.kind in SORTS or box.kind == "choice" else "请填写"
            yield at, f"{wanted}：{box.label}"


def _unfit_in(box: Box, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if box.kind in SORTS:
        yield from misfits(value, box.kind, path)
    elif box.kind == "piece" and isinstance(value, dict):
        yield from _unfit(box.fields, value, path)
    elif box.kind in ("list", "map"):
        yield from _unfit_all(box, value, path)
    elif not _fits(box, value):
        yield path, WANTED[box.kind]


def _unfit_all(box: Box, value: Any, path: str) -> Iterator[tuple[str, str]]:
    assert box.each
    if not isinstance(value, dict if box.kind == "map" else list):
        yield path, WANTED[box.kind]
        return
    if not box.least <= len(value) <= box.most:
        yield path, f"应有 {box.least} 至 {box.most} 个"
    names = [*value] if isinstance(value, dict) else []
    for at, name in enumerate(names):
        if not 0 < len(name) <= 60:
            yield f"{path}[{at}]", "名称应有 1 至 60 字"
    for at, each in enumerate(value.values() if isinstance(value, dict) else value):
        yield from _unfit_in(box.each, each, f"{path}[{at}]")


def _fits(box: Box, value: Any) -> bool:
    if box.kind == "choice":
        return value in box.options
    if box.kind == "date":
        return isinstance(value, str) and bool(_DATE.fullmatch(value))
    try:
        told: Any = msgspec.convert(value, _LEAF[box.kind])
    except (msgspec.ValidationError, KeyError):
        return False
    return not box.most or len(str(told)) <= box.most


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
