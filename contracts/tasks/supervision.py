"""Facts about inspections, findings, rectification, appeals, slips and accountability."""

from datetime import date

from contracts.envelope import Fact, Step, fact


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
    place: str = ""


@fact("tasks.finding_held.v1")
class FindingHeld(Fact, frozen=True, kw_only=True):
    """A covert visit that is not published found something. Told to its confidants alone.

    ``evidence``: the photos of it that are reserved, too.
    """

    finding: str
    inspection: str
    evidence: tuple[str, ...]


class OfFinding(Fact, frozen=True, kw_only=True):
    """The header of what is told of a finding that its unit knows of."""

    finding: str
    year: int
    item: str
    unit: str
    fault: str


@fact("tasks.rectification_ordered.v1")
class RectificationOrdered(OfFinding, frozen=True, kw_only=True):
    due: date


@fact("tasks.rectification_closed.v1")
class RectificationClosed(OfFinding, frozen=True, kw_only=True):
    in_time: bool
    fault: str = ""


@fact("tasks.rectification_reported.v1")
class RectificationReported(OfFinding, frozen=True, kw_only=True):
    """The unit replied; the reply waits to be verified. ``inspector``: who raised the finding."""

    note: str
    inspector: str


@fact("tasks.rectification_returned.v1")
class RectificationReturned(OfFinding, frozen=True, kw_only=True):
    """The reply was not accepted; ``due``: the day that stands now."""

    due: date
    reason: str


@fact("tasks.rectification_overdue.v1")
class RectificationOverdue(OfFinding, frozen=True, kw_only=True):
    """The order's day has passed; an escalating rule goes one step up."""

    standard: str
    due: date


@fact("tasks.appeal_raised.v1")
class AppealRaised(OfFinding, frozen=True, kw_only=True):
    reason: str


@fact("tasks.appeal_ruled.v1")
class AppealRuled(OfFinding, frozen=True, kw_only=True):
    """Upheld: the occurrence no longer deducts; the history stays."""

    standard: str
    upheld: bool
    reason: str
    fault: str = ""


@fact("tasks.inspection_published.v1")
class InspectionPublished(Fact, frozen=True, kw_only=True):
    """``published``: the day of publication, from which terms run. ``kind`` as ordered."""

    inspection: str
    year: int
    kind: str
    title: str
    on: date
    published: date
    by: str = ""


@fact("tasks.slip_due.v1")
class SlipDue(OfFinding, Step, frozen=True, kw_only=True):
    """The day for a slip of this colour has come; the district's slip book numbers it."""

    colour: str
    due: date
    reason: str


@fact("tasks.slip_issued.v1")
class SlipIssued(OfFinding, frozen=True, kw_only=True):
    """``number``: 甘泉督〔year〕n号, of the district. ``due``: the day ordered. ``colour``: blue,
    orange or red."""

    number: str
    colour: str
    due: date
    reason: str


@fact("tasks.postponement_asked.v1")
class PostponementAsked(OfFinding, frozen=True, kw_only=True):
    """A unit asks for a later day to rectify by (``due``)."""

    due: date
    reason: str


@fact("tasks.postponement_ruled.v1")
class PostponementRuled(OfFinding, frozen=True, kw_only=True):
    """``due``: the day that stands now."""

    granted: bool
    due: date
    reason: str


@fact("tasks.finding_named.v1")
class FindingNamed(OfFinding, frozen=True, kw_only=True):
    """A bulletin names the fault; ``times``: distinct bulletins so far."""

    standard: str
    bulletin: str
    times: int
    fault: str = ""


@fact("tasks.accountability_recorded.v1")
class AccountabilityRecorded(Fact, frozen=True, kw_only=True):
    """A decision on a unit, taken by ``decided_by`` on the day ``on`` in paper ``document``."""

    accountability: str
    year: int
    unit: str
    ground: str
    measures: tuple[str, ...]
    decision: str
    decided_by: str
    document: str
    on: date
    reply_by: date | None = None


@fact("tasks.accountability_replied.v1")
class AccountabilityReplied(Fact, frozen=True, kw_only=True):
    accountability: str
    year: int
    unit: str
    document: str
    reply: str


@fact("tasks.slip_rules_set.v1")
class SlipRulesSet(Fact, frozen=True, kw_only=True):
    """When slips change colour and how long a finding may be appealed, in days."""

    campaign: str
    year: int
    blue_before: int | None
    orange_after: int
    red_after: int
    appeal_days: int
    by: str
