"""The smallest valid value of a message type, made from its description; ids are all ``SEED``."""

import re
from typing import Any

import msgspec
from msgspec import inspect

SEED = "x-1"
"""A text that is a lawful id, slug, account and version at once."""
CANDIDATES = (
    SEED,
    "A01",
    "2026-01",
    "1/3",
    "01-01",
    "a" * 10,
    f"a.{'a' * 43}",
    "1",
    "0" * 16,
    "A" * 16,
    "0" * 64,
    "0197c0de-0000-7000-8000-000000000001",
    "a@example.cn",
    "13900000000",
    "*",
    "image/jpeg",
    "2026-05-06T01:02:03Z",
    "2026-05-06",
    "PT1H",
    "20:00",
    "/console/x",
    "https://x",
    "a.b.v1",
)
MAX_DEPTH = 12
"""Of structs in structs; a tree of unions is tried from its leaves first."""


def minimal(kind: Any, /, **given: Any) -> Any:
    """A value of ``kind`` with its required fields alone; ``given`` fills fields by their name, at
    every depth.

    Raises: LookupError (a kind of type that no order has had so far).
    """
    return msgspec.convert(plain(inspect.type_info(kind), given), kind)


def plain(info: inspect.Type, given: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """Raises: LookupError."""
    if name in given:
        return given[name]
    if depth > MAX_DEPTH:
        raise LookupError(f"{name}: too deep")
    match info:
        case inspect.Metadata():
            return plain(info.type, given, name, depth)
        case inspect.StructType():
            return _struct(info, given, depth)
        case inspect.StrType():
            return text(info)
        case inspect.IntType() | inspect.FloatType():
            return max(info.ge or 0, (info.gt or -1) + 1) or 1
        case inspect.BoolType():
            return False
        case inspect.DateType():
            return "2026-05-06"
        case inspect.DateTimeType():
            return "2026-05-06T01:02:03Z"
        case inspect.LiteralType():
            return info.values[0]
        case inspect.UnionType():
            return _leaf(info, given, depth)
        case inspect.VarTupleType() | inspect.ListType() | inspect.SetType():
            count = info.min_length or 0
            return [plain(info.item_type, given, "", depth + 1)] * count if count else []
        case inspect.TupleType():
            return [plain(item, given, "", depth + 1) for item in info.item_types]
        case inspect.DictType():
            return {}
        case inspect.BytesType():
            return "eA=="
        case inspect.NoneType() | inspect.AnyType():
            return None
    raise LookupError(f"no smallest value of {type(info).__name__} ({name})")


def _struct(info: inspect.StructType, given: dict[str, Any], depth: int) -> dict[str, Any]:
    made = {
        field.encode_name: plain(field.type, given, field.name, depth + 1)
        for field in info.fields
        if field.required or field.name in given
    }
    return made | ({info.tag_field: info.tag} if info.tag_field else {})


def _leaf(info: inspect.UnionType, given: dict[str, Any], depth: int) -> Any:
    """The kind with the fewest required fields that ends: a tree ends at its leaf."""
    for kind in sorted(info.types, key=_needs):
        try:
            return plain(kind, given, "", depth + 1)
        except LookupError:
            continue
    raise LookupError("no kind of the union ends")


def _needs(info: inspect.Type) -> int:
    if isinstance(info, inspect.NoneType):
        return -1
    if not isinstance(info, inspect.StructType):
        return 0
    return sum(field.required for field in info.fields)


def text(info: inspect.StrType) -> str:
    """Raises: LookupError (no candidate fits)."""
    least, most = info.min_length or 0, info.max_length or 10_000
    for one in CANDIDATES:
        fits = one.ljust(least, "x") if info.pattern is None else one
        if least <= len(fits) <= most and (not info.pattern or re.search(info.pattern, fits)):
            return fits
    raise LookupError(f"no text fits {info.pattern}")
