"""Settings: every limit of size, count and time is a named one with a default and a unit.

A module declares ``LIMIT = Setting("SHOP_LIMIT", integer(1, 10), default=3, …)`` and reads it by
calling ``LIMIT()``. ``check_all`` is called once at the start of a process, before anything else.
"""

import os
import re
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
Parser = Callable[[str], T]


class BadSetting(Exception):
    """Some settings cannot be read; the message has a line for each: name, fault, example."""


class Setting(Generic[T]):
    """One environment variable.

    ``parse`` raises ValueError with the fault in words. Without a default, which else is the
    example, the setting is required.
    """

    declared: ClassVar[dict[str, "Setting[object]"]] = {}

    def __init__(
        self,
        name: str,
        parse: Parser[T],
        *,
        default: str | float | None = None,
        example: str = "",
        unit: str = "",
        secret: bool = False,
    ) -> None:
        self.name = name
        self.parse = parse
        self.default = None if default is None else str(default)
        self.unit = unit
        self.example = example or self.default or ""
        self.secret = secret
        Setting.declared[name] = self  # type: ignore[assignment]

    def __call__(self) -> T:
        """The value. Raises: BadSetting."""
        raw = os.environ.get(self.name, self.default)
        if raw is None:
            raise BadSetting(f"{self.name}: missing; example: {self.name}={self.example}")
        try:
            return self.parse(raw)
        except ValueError as fault:
            shown = "(hidden)" if self.secret else repr(raw)
            unit = f" [{self.unit}]" if self.unit else ""
            raise BadSetting(
                f"{self.name}{unit}: {shown} {fault}; example: {self.name}={self.example}"
            ) from fault


def check_all() -> None:
    """Read every declared setting. Raises: BadSetting naming all that are wrong."""
    faults = []
    for setting in Setting.declared.values():
        try:
            setting()
        except BadSetting as fault:
            faults.append(str(fault))
    if faults:
        raise BadSetting("\n".join(faults))


def text(raw: str) -> str:
    if not raw.strip():
        raise ValueError("is empty")
    return raw


def note(raw: str) -> str:
    """A line that may be empty."""
    if len(raw) > 200 or "\n" in raw:
        raise ValueError("is not one line of at most 200 characters")
    return raw.strip()


def integer(low: int, high: int) -> Parser[int]:
    def parse(raw: str) -> int:
        if not re.fullmatch(r"-?\d+", raw):
            raise ValueError("is not a whole number")
        value = int(raw)
        if not low <= value <= high:
            raise ValueError(f"is not between {low} and {high}")
        return value

    return parse


def seconds(low: float, high: float) -> Parser[float]:
    def parse(raw: str) -> float:
        if not re.fullmatch(r"\d+(\.\d+)?", raw):
            raise ValueError("is not a number of seconds")
        value = float(raw)
        if not low <= value <= high:
            raise ValueError(f"is not between {low} and {high} s")
        return value

    return parse


def choice(*words: str) -> Parser[str]:
    def parse(raw: str) -> str:
        if raw not in words:
            raise ValueError(f"is none of {', '.join(words)}")
        return raw

    return parse


def url(*schemes: str) -> Parser[str]:
    def parse(raw: str) -> str:
        parts = urlsplit(raw)
        if parts.scheme not in schemes:
            raise ValueError(f"does not begin with {' or '.join(s + '://' for s in schemes)}")
        if not parts.hostname:
            raise ValueError("names no host")
        _ = parts.port  # raises ValueError
        return raw

    return parse


def address(raw: str) -> tuple[str, int]:
    """``host:port``."""
    host, _, port = raw.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("is not host:port")
    return host, int(port)


def whole_numbers(raw: str) -> tuple[int, ...]:
    """Comma-separated whole numbers above 0."""
    parts = raw.split(",")
    if not all(part.strip().isdecimal() and int(part) > 0 for part in parts):
        raise ValueError("is not a list of whole numbers like 1,10,60")
    return tuple(int(part) for part in parts)
