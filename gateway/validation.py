"""From JSON-like data to a typed order, naming the field at fault."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

import msgspec

from contracts.misfits import in_chinese
from gateway.problems import Problem

T = TypeVar("T")

PLACE = re.compile(r" - at `(?:key` in `)?(\$[\w.\[\]]*)`\Z")
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
NAMED = re.compile(r"Object (?:missing required|contains unknown) field `(.+)`\Z", re.DOTALL)
SOME_KEY = "[...]"
MAX_TOLD = 200
"""Characters of what a client sent that a refusal repeats."""
YEARS = range(1900, 2200)
"""Of dates: what counts days from them stays within the calendar."""


def read(wanted: type[T], data: dict[str, Any], *, text: bool = False) -> T:
    """``data`` as a ``wanted`` struct. ``text``: values are strings of a URL ("2026", "true").

    Raises: Problem ``unknown-field`` or ``invalid`` with the field's path (``$.measures.x.value``).
    """
    try:
        found = msgspec.convert(data, wanted, strict=not text)
    except msgspec.ValidationError as error:
        raise _problem(wanted, data, str(error), strict=not text) from None
    if (stray := _stray_date(found)) is not None:
        told = f"日期须在 {YEARS[0]} 年至 {YEARS[-1]} 年之间。"
        raise Problem("invalid", told, field=f"${stray}")
    for field in msgspec.structs.fields(cast(Any, wanted)) if text else ():
        # The decoder takes the word "null" for nothing; whoever means nothing leaves it out.
        given = data.get(field.encode_name)
        if isinstance(given, str) and getattr(found, field.name) is None:
            raise Problem("invalid", "不填就请去掉这一项。", field=f"$.{field.encode_name}")
    return found


def _problem(wanted: type, data: dict[str, Any], message: str, *, strict: bool) -> Problem:
    fault, path = _told(message)
    path = _with_keys(wanted, data, path, strict=strict)
    if named := NAMED.match(fault):
        path = f"{path}.{named[1][:MAX_TOLD]}"
    code = "unknown-field" if "unknown field" in fault else "invalid"
    told = f"{in_chinese(fault)[:MAX_TOLD]}。"
    return Problem(code, told, english=f"{fault[:MAX_TOLD]}.", field=path)


def _told(message: str) -> tuple[str, str]:
    """msgspec's sentence, and the path at its end. A client's own words may stand in the first."""
    found = PLACE.search(message)
    return (message[: found.start()], found[1]) if found else (message, "$")


def _with_keys(wanted: Any, data: Any, path: str, *, strict: bool) -> str:
    """msgspec writes ``[...]`` for a mapping's key. The mapping's values are converted once more
    as a list, of which it tells the index: linear in the data, however many are at fault."""
    before, mapped, after = path.partition(SOME_KEY)
    if not mapped:
        return path
    kinds, mapping = _walk(wanted, data, before)
    for value in (part for kind in kinds for part in _inside(kind, SOME_KEY)):
        try:
            msgspec.convert(list(mapping.values()), list[value], strict=strict)  # type: ignore[valid-type]
        except msgspec.ValidationError as error:
            index, _, rest = _told(str(error))[1].removeprefix("$[").partition("]")
            if rest == after:
                key, part = list(mapping.items())[int(index)]
                inner = _with_keys(value, part, f"${after}", strict=strict)
                return f"{before}.{key[:MAX_TOLD]}{inner[1:]}"
    return path


def _walk(wanted: Any, data: Any, path: str) -> tuple[list[Any], dict[str, Any]]:
    kinds = [wanted]
    for name, index in STEP.findall(path):
        step = name or int(index)
        kinds = [part for kind in kinds for part in _inside(kind, step)]
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return [], {}  # the path is a client's own word
    return kinds, data if isinstance(data, dict) else {}


def _inside(kind: Any, step: str | int) -> Iterator[Any]:
    """The types that may stand at a step into this one: a field, an index, or some key."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _inside(args[0], step)
    elif origin in (Union, UnionType):
        for one in args:
            yield from _inside(one, step)
    elif origin is dict:
        yield from args[1:] if step == SOME_KEY else ()
    elif origin in (list, tuple):  # all of one kind: contracts have no other
        yield from args[:1]
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from (f.type for f in msgspec.structs.fields(kind) if f.encode_name == step)


def _stray_date(value: Any) -> str | None:
    """The path within ``value`` of the first date that is not of our time; None without one."""
    if isinstance(value, date):
        return None if value.year in YEARS else ""
    if isinstance(value, msgspec.Struct):
        parts = ((f".{told}", getattr(value, name)) for name, told in _dated(type(value)))
    elif isinstance(value, dict):
        parts = ((f".{key[:MAX_TOLD]}", part) for key, part in value.items())
    elif isinstance(value, tuple | list):
        parts = ((f"[{at}]", part) for at, part in enumerate(value))
    else:
        return None
    for step, part in parts:
        if (inner := _stray_date(part)) is not None:
            return step + inner
    return None


@cache
def _dated(shape: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """Name and encoded name of the fields in which a date may stand, at whatever depth."""
    return tuple(
        (field.name, field.encode_name)
        for field in msgspec.structs.fields(shape)
        if b'"format":"date' in msgspec.json.encode(msgspec.json.schema(field.type))
    )
