"""From JSON-like data to a typed order, naming the field at fault."""

import re
from typing import Any, TypeVar

import msgspec

from contracts.misfits import in_chinese
from gateway.problems import Problem

T = TypeVar("T")


def read(wanted: type[T], data: dict[str, Any], *, text: bool = False) -> T:
    """``data`` as a ``wanted`` struct. ``text``: values are strings of a URL ("2026", "true").

    Raises: Problem ``unknown-field`` or ``invalid`` with the field's path (``$.measures.x.value``).
    """
    try:
        return msgspec.convert(data, wanted, strict=not text)
    except msgspec.ValidationError as error:
        raise _problem(wanted, data, str(error), strict=not text) from None


def _problem(wanted: type, data: dict[str, Any], message: str, *, strict: bool) -> Problem:
    fault, _, place = message.partition(" - at ")
    path = re.sub(r"`key` in ", "", place).strip("`") or "$"
    path = _name_keys(wanted, data, message, path, strict)
    if named := re.match(r"Object (?:missing required|contains unknown) field `(.+?)`", fault):
        path = f"{path}.{named[1]}"
    code = "unknown-field" if "unknown field" in fault else "invalid"
    return Problem(code, f"{in_chinese(fault)}。", field=path)


def _name_keys(wanted: type, data: dict[str, Any], message: str, path: str, strict: bool) -> str:
    """msgspec writes ``[...]`` for a mapping's key; find the key whose value alone is at fault."""
    while "[...]" in path:
        before, after = path.split("[...]", 1)
        mapping = _at(data, before)
        for key, value in list(mapping.items()):
            mapping.clear()
            mapping[key] = value
            if _fault(wanted, data, strict) == message:
                break
        path = f"{before}.{key}{after}"
    return path


def _at(data: Any, path: str) -> dict[str, Any]:
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", path):
        data = data[int(index)] if index else data[name]
    found: dict[str, Any] = data
    return found


def _fault(wanted: type, data: dict[str, Any], strict: bool) -> str:
    try:
        msgspec.convert(data, wanted, strict=strict)
    except msgspec.ValidationError as error:
        return str(error)
    return ""
