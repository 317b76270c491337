"""A fault found (问题): it deducts, may order rectification by a date, and may be appealed once.

held (covert, unpublished) → raised | ordered → rectified (the unit's reply) → closed, or back to
ordered; a closed one is ordered anew when it does not hold; withdrawn when an appeal is upheld.
"""

from datetime import date, datetime
from typing import TypedDict, Unpack

from msgspec import Struct
from msgspec.structs import replace

from contracts.places import Position
from contracts.refusals import absent
from contracts.tasks import FindingRaised, RectificationOrdered, SlipDue
from contracts.words import FINDING_STATE_NAMES, FindingState, Level, SlipColour
from kit.change import Given
from services.tasks.alike import alike
from services.tasks.history.entry import Details, Entry, What, noted
from services.tasks.refusals import WrongState
from services.tasks.supervision import covert, slips
from services.tasks.supervision.slips import USUAL, Slip, SlipRules


class Reply(Struct, frozen=True, kw_only=True):
    """What the unit did, with its before/after evidence; ``responsible`` is an account."""

    by: str
    at: datetime
    note: str
    evidence: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    measure: str = ""
    result: str = ""
    responsible: str = ""


class Plea(Struct, frozen=True, kw_only=True):
    """An appeal; ``upheld`` is None until it is ruled."""

    by: str
    reason: str
    upheld: bool | None = None
    ruling: str = ""
    evidence: tuple[str, ...] = ()


class Delay(Struct, frozen=True, kw_only=True):
    """A later day that the unit asks for; gone once it is ruled (the history keeps it)."""

    by: str
    rectify_by: date
    reason: str


class Naming(Struct, frozen=True, kw_only=True):
    """A bulletin that named the fault."""

    bulletin: str
    on: date
    by: str


class FindingHeader(TypedDict):
    """As in ``contracts.tasks.OfFinding``."""

    finding: str
    year: int
    item: str
    unit: str
    fault: str


class Finding(Struct, frozen=True, kw_only=True):
    """``deadline``: when the order falls overdue (UTC), None without one or once that was said.

    ``in_time``: whether the reply that closed it came by the ordered day. ``ordered``: since when
    the slips' clock runs. ``called``: the colour that the clock asked for last; its paper comes
    with its number from the slip book. ``known``: when the unit could first see it, from which the
    time for appeals runs. ``look``: when a held finding looks once after its inspection.
    """

    district: str
    inspection: str
    year: int
    standard: str
    item: str
    unit: str
    kind: str
    fault: str
    on: date
    evidence: tuple[str, ...]
    by: str
    rectify_by: date | None
    deadline: datetime | None
    state: FindingState
    place: str = ""
    position: Position | None = None
    level: Level = "district"
    inspectors: tuple[str, ...] = ()
    rules: SlipRules = USUAL
    known: datetime | None = None
    ordered: datetime | None = None
    called: SlipColour | None = None
    slips: tuple[Slip, ...] = ()
    overdue: bool = False
    in_time: bool | None = None
    reply: Reply | None = None
    delay: Delay | None = None
    appeal: Plea | None = None
    named: tuple[Naming, ...] = ()
    look: datetime | None = None
    history: tuple[Entry, ...] = ()

    @property
    def held(self) -> bool:
        return self.state == "held"

    def next_due(self) -> datetime | None:
        if self.held:
            return self.look
        if self.state != "ordered":
            return None
        times = [time for time in (self.deadline, self.next_colour()) if time is not None]
        return min(times, default=None)

    def next_colour(self) -> datetime | None:
        if self.rectify_by is None or self.ordered is None:
            return None
        return slips.next_start(self.rules, self.rectify_by, self.ordered, self.called)

    def header(self, given: Given) -> FindingHeader:
        """What every fact of this finding says of it."""
        return {
            "finding": given.key,
            "year": self.year,
            "item": self.item,
            "unit": self.unit,
            "fault": self.fault,
        }

    def noted(
        self,
        given: Given,
        what: What,
        *,
        state: FindingState | None = None,
        **details: Unpack[Details],
    ) -> "Finding":
        """This finding with the step remembered; in a new ``state``, if the step leads to one."""
        details.setdefault("unit", self.unit)
        history = noted(self.history, given, what, **details)
        return replace(self, state=state or self.state, history=history)

    def must_be(self, *states: FindingState, act: str) -> None:
        """Raises: WrongState."""
        if self.state not in states:
            raise WrongState(
                f"该问题现为“{FINDING_STATE_NAMES[self.state]}”，不能{act}。", self.state
            )

    def must_concern(self, given: Given) -> None:
        """Raises: NotFound (another unit's than the caller's, or not published yet)."""
        if self.held or given.by.unit != self.unit:
            raise absent(given.key)

    def must_be_known(self, given: Given) -> None:
        """Raises: NotFound (held, and none of the caller's)."""
        covert.must_know(given.by, self, given.key)


def raised(finding: Finding, given: Given) -> FindingRaised:
    return alike(FindingRaised, finding, finding=given.key)


def rectification_ordered(finding: Finding, given: Given) -> tuple[RectificationOrdered, ...]:
    """The fact that a day was ordered; none without one."""
    if finding.rectify_by is None:
        return ()
    return (RectificationOrdered(**finding.header(given), due=finding.rectify_by),)


def coloured(finding: Finding, given: Given) -> tuple[Finding, tuple[SlipDue, ...]]:
    """The finding with the colour that its clock asks for now, and the fact that it is due.

    A colour that was missed is skipped: one slip says how things stand.
    """
    due, ordered = finding.rectify_by, finding.ordered
    if due is None or ordered is None:
        return finding, ()
    colour = slips.colour_at(finding.rules, due, ordered, given.now)
    following = finding.next_colour()
    if colour is None or following is None or following > given.now:
        return finding, ()
    reason = slips.why(colour, due, finding.called)
    fact = SlipDue(**finding.header(given), colour=colour, due=due, reason=reason)
    return replace(finding, called=colour), (fact,)
