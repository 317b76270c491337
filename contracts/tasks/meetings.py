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


class OfNeed(Fact, frozen=True, kw_only=True):
    """The header of what is told of a need."""

    need: str
    year: int
    title: str
    unit: str


@fact("tasks.need_raised.v1")
class NeedRaised(OfNeed, frozen=True, kw_only=True):
    """``side``: who wants it (army, civil). ``toward``: the unit that it is asked of, or empty."""

    side: str
    toward: str
    wanted_by: date | None


@fact("tasks.need_confirmed.v1")
class NeedConfirmed(OfNeed, frozen=True, kw_only=True):
    """Both sides confirmed it; the office may name who answers for it."""

    side: str
    toward: str


@fact("tasks.need_accepted.v1")
class NeedAccepted(OfNeed, frozen=True, kw_only=True):
    """It became a task: of the office, or of a meeting's decision."""

    task: str
    lead: str
    person: str
    due: date


@fact("tasks.need_declined.v1")
class NeedDeclined(OfNeed, frozen=True, kw_only=True):
    reason: str


@fact("tasks.need_met.v1")
class NeedMet(OfNeed, frozen=True, kw_only=True):
    """Both sides confirmed that it is met."""

    task: str
    lead: str
