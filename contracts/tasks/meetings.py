"""Facts about meetings and needs; a decision's task is told of by ``TaskPlanned``."""

from datetime import date

from contracts.envelope import Fact, Step, fact


@fact("tasks.meeting_recorded.v1")
class MeetingRecorded(Fact, frozen=True, kw_only=True):
    """``decisions``: the ids of their tasks."""

    meeting: str
    year: int
    kind: str
    title: str
    on: date
    follows: str
    decisions: tuple[str, ...]


@fact("tasks.decision_corrected.v1")
class DecisionCorrected(Step, frozen=True, kw_only=True):
    """A decision was worded anew; the tasks service tells it to its task."""

    task: str
    meeting: str
    number: int
    title: str
    reason: str
    by: str


@fact("tasks.need_raised.v1")
class NeedRaised(Fact, frozen=True, kw_only=True):
    """``side``: who wants it (army, civil). ``toward``: the unit that it is asked of, or empty."""

    need: str
    year: int
    side: str
    title: str
    unit: str
    toward: str
    wanted_by: date | None


@fact("tasks.need_confirmed.v1")
class NeedConfirmed(Fact, frozen=True, kw_only=True):
    """Both sides confirmed it; the office may name who answers for it."""

    need: str
    year: int
    side: str
    title: str
    unit: str
    toward: str


@fact("tasks.need_accepted.v1")
class NeedAccepted(Fact, frozen=True, kw_only=True):
    """It became a task: of the office, or of a meeting's decision."""

    need: str
    year: int
    title: str
    unit: str
    task: str
    lead: str
    person: str
    due: date


@fact("tasks.need_declined.v1")
class NeedDeclined(Fact, frozen=True, kw_only=True):
    need: str
    year: int
    title: str
    unit: str
    reason: str


@fact("tasks.need_met.v1")
class NeedMet(Fact, frozen=True, kw_only=True):
    """Both sides confirmed that it is met."""

    need: str
    year: int
    title: str
    unit: str
    task: str
    lead: str
