"""Facts about inspections, findings, rectification and appeals."""

from datetime import date

from contracts.envelope import Fact, fact


@fact("tasks.finding_raised.v1")
class FindingRaised(Fact, frozen=True, kw_only=True):
    """``kind`` is the occurrence kind that the item's rule deducts for (found, late, case …)."""

    finding: str
    inspection: str
    year: int
    standard: str
    item: str
    unit: str
    kind: str
    fault: str
    on: date
    evidence: tuple[str, ...]


@fact("tasks.rectification_ordered.v1")
class RectificationOrdered(Fact, frozen=True, kw_only=True):
    finding: str
    year: int
    item: str
    unit: str
    fault: str
    due: date


@fact("tasks.rectification_closed.v1")
class RectificationClosed(Fact, frozen=True, kw_only=True):
    finding: str
    year: int
    item: str
    unit: str
    in_time: bool


@fact("tasks.rectification_overdue.v1")
class RectificationOverdue(Fact, frozen=True, kw_only=True):
    """The order's day has passed; an escalating rule goes one step up (trade.md: ESC)."""

    finding: str
    year: int
    standard: str
    item: str
    unit: str
    fault: str
    due: date


@fact("tasks.appeal_ruled.v1")
class AppealRuled(Fact, frozen=True, kw_only=True):
    """Upheld: the occurrence no longer deducts; the history stays."""

    finding: str
    year: int
    standard: str
    item: str
    unit: str
    upheld: bool
    reason: str
