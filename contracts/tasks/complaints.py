"""Facts about complaints and proposals. None repeats what was said: it is read at its place."""

from datetime import date

from contracts.envelope import Fact, Step, fact


class OfComplaint(Fact, frozen=True, kw_only=True):
    """The header. ``target``: unit, district_office, city_office or system; ``by`` the account,
    ``""`` where it was brought without one."""

    complaint: str
    year: int
    kind: str
    target: str
    unit: str
    by: str


@fact("tasks.complaint_received.v1")
class ComplaintReceived(Step, frozen=True, kw_only=True):
    """It is to be numbered."""

    complaint: str
    year: int


@fact("tasks.complaint_numbered.v1")
class ComplaintNumbered(Step, frozen=True, kw_only=True):
    """Its number, from the book of its year and district."""

    complaint: str
    number: str


@fact("tasks.complaint_registered.v1")
class ComplaintRegistered(OfComplaint, frozen=True, kw_only=True):
    """It has a number and waits for its answer until ``due``."""

    number: str
    due: date


@fact("tasks.complaint_answered.v1")
class ComplaintAnswered(OfComplaint, frozen=True, kw_only=True):
    number: str
    answered_by: str


@fact("tasks.complaint_pressed.v1")
class ComplaintPressed(OfComplaint, frozen=True, kw_only=True):
    """The answer did not satisfy: the city's office looks again until ``due``."""

    number: str
    due: date
