"""Exact numbers: rationals inside, integers of a thousandth outside, text for people. No floats."""

from fractions import Fraction
from typing import Annotated

from msgspec import Meta

Amount = Annotated[str, Meta(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,6})?%?\Z")]
"""An exact number as text: ``0.5``, ``-2``, ``95%`` (= 0.95)."""

Worth = Annotated[str, Meta(pattern=r"^-?[0-9]{1,6}(\.[0-9]{1,6})?%?\Z")]
"""What something earns: ``0.5`` points, or ``60%`` of the full mark."""

ZERO = Fraction(0)
ONE = Fraction(1)
_HALF = Fraction(1, 2)
_LONGEST_DECIMAL = 12


def number(text: str) -> Fraction:
    """``95%`` → 19/20, ``0.5`` → 1/2."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def worth(text: str, mark: Fraction) -> Fraction:
    """Points: a percentage is of the full ``mark``, anything else is points already."""
    return number(text) * mark if text.endswith("%") else Fraction(text)


def thousandths(value: Fraction) -> int:
    """Rounded half up (towards plus infinity) to a thousandth."""
    return (value * 1000 + _HALF).__floor__()


def points(value: int) -> Fraction:
    """Points from thousandths."""
    return Fraction(value, 1000)


def written(value: Fraction) -> str:
    """``1.2`` where the decimal ends, else ``10/7``. ``Fraction(written(x)) == x`` always."""
    digits = _decimals(value.denominator)
    if digits is None:
        return f"{value.numerator}/{value.denominator}"
    return _decimal(value.numerator * 10**digits // value.denominator, digits)


def percent(value: Fraction) -> str:
    """For reading only: a percentage, ``≈`` where three decimals do not hold it."""
    scaled = value * 100_000
    mark = "" if scaled.denominator == 1 else "≈"
    return f"{mark}{_decimal((scaled + _HALF).__floor__(), 3)}%"


def _decimal(scaled: int, digits: int) -> str:
    sign = "-" if scaled < 0 else ""
    text = str(abs(scaled)).rjust(digits + 1, "0")
    if not digits:
        return sign + text
    return (sign + text[:-digits] + "." + text[-digits:]).rstrip("0").rstrip(".")


def _decimals(denominator: int) -> int | None:
    """Places after the point that write 1/denominator exactly; None if it never ends."""
    places = 0
    while denominator > 1 and places < _LONGEST_DECIMAL:
        places += 1
        denominator //= _common(denominator)
    return places if denominator == 1 else None


def _common(denominator: int) -> int:
    """The part of 10 that divides ``denominator``: 10, 5, 2 or 1."""
    return (5 if denominator % 5 == 0 else 1) * (2 if denominator % 2 == 0 else 1)
