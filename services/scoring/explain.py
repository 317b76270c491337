"""The explanation *is* the computation: lines that add up, and what each was read from.

A ``Line`` with children is worth exactly their sum; a line without children says in ``text`` how it
came about. So the leaves of a score add up to it, exactly and in thousandths: the last leaf
(``rounding``) carries what rounding to the thousandth moved.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from services.scoring.exact import ZERO, thousandths, written

NO_FACT = "无事实，按 0 分计"

Matter = Literal[
    "missing",  # no fact for an input
    "misfit",  # a fact of the wrong kind, or an occurrence that the rule does not name
    "empty",  # a register without rows: 0 of 0
    "gap",  # a value between two bands
    "red",  # a red flag below the lowest grade
    "barred",  # a gate that did not open: no eligibility
    "not_applicable",
    "double_claim",  # one honour claimed under several items
    "remark",  # a consequence without points (a letter, a talk)
]


class Signal(Struct, frozen=True, kw_only=True):
    """Something a person must know of a score beside its figure."""

    matter: Matter
    text: str


class Claim(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One priced occurrence: what it is worth before caps. ``exact`` in points."""

    ref: str
    kind: str
    exact: str
    at: date | None = None


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number or a condition as found. ``value``: exact number, 是, 否, or empty (no fact)."""

    op: str
    label: str
    text: str
    value: str
    inputs: tuple[str, ...] = ()
    of: tuple["Reading", ...] = ()
    signals: tuple[Signal, ...] = ()


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Points. ``aside`` was worked out beside the line: shown, not added."""

    op: str
    label: str
    text: str
    exact: str
    thousandths: int
    inputs: tuple[str, ...] = ()
    children: tuple["Line", ...] = ()
    readings: tuple[Reading, ...] = ()
    aside: tuple["Line", ...] = ()
    signals: tuple[Signal, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def amount(self) -> Fraction:
        return Fraction(self.exact)


T = TypeVar("T")


class Explained(NamedTuple, Generic[T]):
    """What a number or condition gives; ``value`` is None where a fact is missing."""

    value: T | None
    reading: Reading


def leaf(
    op: str,
    label: str,
    amount: Fraction,
    text: str,
    *,
    inputs: Iterable[str] = (),
    readings: Iterable[Reading] = (),
    aside: Iterable[Line] = (),
    signals: Iterable[Signal] = (),
    claims: Iterable[Claim] = (),
) -> Line:
    return Line(
        op=op,
        label=label,
        text=text,
        exact=written(amount),
        thousandths=thousandths(amount),
        inputs=tuple(inputs),
        readings=tuple(readings),
        aside=tuple(aside),
        signals=tuple(signals),
        claims=tuple(claims),
    )


def total(
    op: str,
    label: str,
    children: Iterable[Line],
    text: str = "",
    *,
    readings: Iterable[Reading] = (),
    aside: Iterable[Line] = (),
    signals: Iterable[Signal] = (),
) -> Line:
    lines = tuple(children)
    return Line(
        op=op,
        label=label,
        text=text or "各行相加",
        exact=written(sum((line.amount for line in lines), ZERO)),
        thousandths=sum(line.thousandths for line in lines),
        children=lines,
        readings=tuple(readings),
        aside=tuple(aside),
        signals=tuple(signals),
    )


def leaves(line: Line) -> Iterator[Line]:
    """The lines that add up: those without children, in order."""
    if not line.children:
        yield line
    for child in line.children:
        yield from leaves(child)


def signals(line: Line) -> tuple[Signal, ...]:
    """Every signal of what counted, first met first; alternatives not taken do not speak."""
    return tuple(dict.fromkeys(_signals(line)))


def claims(line: Line) -> tuple[Claim, ...]:
    return tuple(claim for part in leaves(line) for claim in part.claims)


def weighed(line: Line, factor: Fraction) -> tuple[Claim, ...]:
    """The claims of a line that enters another one times ``factor``."""
    return tuple(
        replace(claim, exact=written(Fraction(claim.exact) * factor)) for claim in claims(line)
    )


def _signals(line: Line) -> Iterator[Signal]:
    yield from line.signals
    for reading in line.readings:
        yield from _heard(reading)
    for child in line.children:
        yield from _signals(child)


def _heard(reading: Reading) -> Iterator[Signal]:
    yield from reading.signals
    for part in reading.of:
        yield from _heard(part)
