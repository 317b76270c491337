"""One example of each shape: small, always the same, and of nobody."""

from typing import Any

from msgspec import NODEFAULT, inspect

from contracts.meanings import meaning

DAY, MOMENT = "2026-09-30", "2026-09-30T02:00:00Z"
NUMBER, TEXT = 1, "示例"
DEPTH = 7
"""Of what stands within itself: below it, nothing."""
FORMED = {
    r"^[0-9a-f]{8}-[0-9a-f]{4}-7": "019b76da-a800-761f-8cdd-2789faf4c1d2",
    r"^[0-9a-f]{64}\Z": "7c64420571dd214fdc946b89df575e8c1d0f3c3c5a1c7a07f2d6d9f36f3a4b10",
    r"^-?[0-9]{1,12}(": "12",
    r"^[0-9]{1,3}(": "2",
    r"^[A-Z]{1,2}[0-9]{2,3}\Z": "B04",
}
"""By how the pattern begins: what its fields' names do not tell."""
USUAL = "quantity"
"""Of measures."""
NOTHING = object()


def example_of(kind: Any) -> Any:
    """As JSON has it."""
    return _of(inspect.type_info(kind), "", "", 0)


def _of(kind: Any, struct: str, field: str, depth: int) -> Any:
    if isinstance(kind, inspect.Metadata):
        return _of(kind.type, struct, field, depth)
    if isinstance(kind, inspect.StructType):
        return _struct(kind, depth)
    if isinstance(kind, inspect.UnionType):
        return _one_of(kind, struct, field, depth)
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        inner = NOTHING if depth > DEPTH else _of(kind.item_type, struct, field, depth + 1)
        return [] if inner is NOTHING else [inner] * max(1, kind.min_length or 0)
    if isinstance(kind, inspect.DictType):
        return {_key(kind.key_type, field): _of(kind.value_type, struct, field, depth + 1)}
    return _plain(kind, struct, field)


def _struct(kind: inspect.StructType, depth: int) -> Any:
    if depth > DEPTH:
        return NOTHING
    name = kind.cls.__name__
    shown = {kind.tag_field: kind.tag} if kind.tag_field else {}
    for field in kind.fields:
        if depth and not field.required and field.default is not NODEFAULT:
            continue  # what may be left out, a small example leaves out
        value = _of(field.type, name, field.name, depth + 1)
        if value is not NOTHING:
            shown[field.encode_name] = value
    return shown


def _one_of(kind: inspect.UnionType, struct: str, field: str, depth: int) -> Any:
    for one in sorted(kind.types, key=lambda one: getattr(one, "tag", None) != USUAL):
        if isinstance(one, inspect.NoneType):
            continue
        value = _of(one, struct, field, depth)
        if value is not NOTHING:
            return value
    return None


def _key(kind: Any, field: str) -> str:
    if isinstance(kind, inspect.LiteralType):
        return str(kind.values[0])
    return {"answers": "B04.empty", "measures": "count", "filters": "item"}.get(field, "count")


def _plain(kind: Any, struct: str, field: str) -> Any:
    if isinstance(kind, inspect.BoolType):
        return field in ("upheld", "granted", "accepted", "equal", "eligible")
    if isinstance(kind, inspect.IntType):
        return _number(kind, field)
    if isinstance(kind, inspect.FloatType):
        return min(38.9, kind.le if kind.le is not None else 38.9)
    if isinstance(kind, inspect.DateType):
        return DAY
    if isinstance(kind, inspect.DateTimeType):
        return MOMENT
    if isinstance(kind, inspect.LiteralType):
        return kind.values[0]
    if isinstance(kind, inspect.StrType):
        return _text(kind, struct, field)
    return {} if isinstance(kind, inspect.AnyType) else None


def _number(kind: inspect.IntType, field: str) -> int:
    least = kind.ge if kind.ge is not None else NUMBER
    usual = {
        "year": 2026,
        "first": 2026,
        "last": 2026,
        "years": 2026,
        "points": 2000,
        "score": 1500,
    }
    return max(usual.get(field, NUMBER), least)


def _text(kind: inspect.StrType, struct: str, field: str) -> str:
    told = meaning(struct, field)
    if told is not None and told.example:
        return told.example
    pattern = kind.pattern or ""
    return next((one for form, one in FORMED.items() if pattern.startswith(form)), TEXT)
