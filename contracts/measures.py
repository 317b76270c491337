"""The numbers that cross a border: what a submission claims and a rule reads.

A fact of an item is a mapping from input name to one measure. Names are those that the item's rule
declares (``ratio``, ``count``, ``parts`` …).
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.texts import AS_NAME
from contracts.words import Name

Decimal = Annotated[str, Meta(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?\Z")]
"""An exact decimal number as text; never a float, which cannot hold 0.1."""

MAX_ENTRIES = 500
MAX_COUNT = 100_000_000
MODIFIED = "+"
"""Between the kind of an occurrence and what doubles it (个人访+重复)."""
MAX_MEASURES = 40


class Flag(Struct, frozen=True, kw_only=True, tag="flag", forbid_unknown_fields=True):
    """A yes or no: a thing done, a document held, a condition that applies."""

    value: bool


class Quantity(Struct, frozen=True, kw_only=True, tag="quantity", forbid_unknown_fields=True):
    """A count or an amount; the rule names the unit (meetings, dB, minutes)."""

    value: Decimal


class Ratio(Struct, frozen=True, kw_only=True, tag="ratio", forbid_unknown_fields=True):
    """Numerator of denominator, kept apart: 228 of 252, never 90.476 %."""

    numerator: Annotated[int, Meta(ge=0, le=100_000_000)]
    denominator: Annotated[int, Meta(ge=0, le=100_000_000)]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One occurrence: a finding, a claim, an honour, a visit."""

    kind: Name
    ref: Annotated[str, Meta(min_length=1, max_length=120, extra=AS_NAME)]
    count: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    at: date | None = None
    note: Annotated[str, Meta(max_length=200)] = ""


class Tally(Struct, frozen=True, kw_only=True, tag="tally", forbid_unknown_fields=True):
    """Occurrences by kind; ``ref`` tells one from another, so that none counts twice."""

    entries: Annotated[tuple[Entry, ...], Meta(max_length=MAX_ENTRIES)]


Measure = Flag | Quantity | Ratio | Tally
Measures = Annotated[dict[Name, Measure], Meta(max_length=MAX_MEASURES)]

MeasureKind = Literal["flag", "quantity", "ratio", "tally", "count"]
"""``count`` is a quantity or a tally."""
Source = Literal["submission", "register", "organisation"]
"""Where an input comes from: handed in, counted from a register, known from the units."""

KIND_NAMES: dict[MeasureKind, str] = {
    "flag": "是否",
    "quantity": "数值",
    "ratio": "比率",
    "tally": "逐笔记录",
    "count": "数量或逐笔记录",
}
KINDS: dict[MeasureKind, tuple[type[Measure], ...]] = {
    "flag": (Flag,),
    "quantity": (Quantity,),
    "ratio": (Ratio,),
    "tally": (Tally,),
    "count": (Quantity, Tally),
}


class ItemInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact that an item's rule reads. ``kinds``: occurrence kind → its Chinese name."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    label: Annotated[str, Meta(max_length=120)]
    measure: MeasureKind
    kinds: dict[
        Annotated[str, Meta(min_length=1, max_length=60)], Annotated[str, Meta(max_length=120)]
    ] = {}
    source: Source = "submission"

    def misfit(self, measure: Measure) -> str:
        """Why a measure cannot be this input, for people; empty if it can."""
        if not isinstance(measure, KINDS[self.measure]):
            return f"“{self.label}”应为{KIND_NAMES[self.measure]}"
        match measure:
            case Ratio(numerator=done, denominator=due) if done > due:
                return f"“{self.label}”完成数大于应有数"
            case Quantity(value=value) if self.measure == "count":
                return self._no_count(value)
        return ""

    def _no_count(self, value: str) -> str:
        """Things are counted whole, from none to ``MAX_COUNT``."""
        whole, _, rest = value.partition(".")
        if value.startswith("-"):
            return f"“{self.label}”不能为负数"
        if rest.strip("0"):
            return f"“{self.label}”应为整数"
        return f"“{self.label}”过大，最多{MAX_COUNT}" if int(whole) > MAX_COUNT else ""
