"""What a cell says as plain text, and back."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

DIGITS = 15
"""Significant digits of a number in a spreadsheet; what follows is an artefact."""
NUMBER = re.compile(r"-?(0|[1-9]\d{0,10})(\.\d{0,14}[1-9])?")
"""What a spreadsheet shows as it is: of a longer one it shows 6.20702E+11."""
DIGITAL = re.compile(r"[-\d.]+")
"""What a spreadsheet would make a number of, or a date, where it is typed anew."""
BLANK = r"\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Blanks, and signs without width, that a spreadsheet drops before it looks at a text."""
SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20\ufe63\ufe62\ufe66\ufe6b\u2212]"
"""What begins a formula, plain or in another width (some spreadsheets take both alike)."""
RISKY = re.compile(rf"[{BLANK}']*{SIGN}|'*[\t\r\n]")
"""Text that a spreadsheet would take for a formula (CSV injection)."""
KEPT = re.compile(rf"'(?:{RISKY.pattern})")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
"""What XML cannot hold."""


def text_of(value: Any) -> str:
    """Numbers in plain decimals, dates ISO 8601, truth values 是 and 否; lines end with LF."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return lines(str(value))


def decimal(value: float) -> str:
    """0.1 for 0.1000000000000000055, 3 for 3.0; never an exponent."""
    exact = Decimal(f"{value:.{DIGITS}g}")
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def number_of(text: str) -> int | float | None:
    """The number that a text is, where reading it back gives the same text; else None."""
    if not NUMBER.fullmatch(text):
        return None
    if "." not in text:
        return int(text) if text != "-0" else None
    value = float(text)
    return value if decimal(value) == text else None


def is_digital(text: str) -> bool:
    return DIGITAL.fullmatch(text) is not None


def writable(text: str) -> str:
    """Without control characters."""
    return UNWRITABLE.sub("", text)


def guarded(text: str) -> str:
    """For CSV: an apostrophe before what a spreadsheet would take for a formula."""
    return "'" + text if RISKY.match(text) and number_of(text) is None else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if KEPT.match(text) else text
