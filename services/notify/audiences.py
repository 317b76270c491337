"""Whom each fact concerns, and how much: this page is all that notify tells anybody.

A line is the fact, how soon its readers are to know, and its circles: those that it names
(``LEAD``: the contacts of its lead unit), those of its district (``OFFICE``), and functions where
it depends. What is routine comes in digests, what is important by itself outside the quiet hours,
what is urgent at once, and the office learns where nobody takes note of it.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from contracts import evidence, notify, scoring, tasks
from contracts.envelope import Fact
from contracts.words import Severity
from services.notify.circles import (
    CITY_OFFICE,
    CITY_REVIEWERS,
    LEADERS,
    LEADERS_BELOW,
    OFFICE,
    OFFICES_BELOW,
    OPERATIONS,
    REVIEWERS,
    UNITS,
    Audience,
    Circle,
    Named,
    contacts,
)

Part = Circle | Callable[[Any], Audience]
Weight = Severity | Callable[[Any], Severity]


class Line(NamedTuple):
    weight: Weight
    parts: tuple[Part, ...]


def routine(*parts: Part) -> Line:
    return Line("routine", parts)


def important(*parts: Part) -> Line:
    return Line("important", parts)


def urgent(*parts: Part) -> Line:
    return Line("urgent", parts)


def unit_in(field: str) -> Part:
    """The contacts of the unit, or of the units, that this field of the fact holds."""
    value = attrgetter(field)

    def units(fact: Fact) -> Audience:
        unit = value(fact)
        return tuple(contacts(one) for one in ((unit,) if isinstance(unit, str) else unit))

    return units


def person_in(field: str) -> Part:
    """The person whose account this field of the fact holds."""
    value = attrgetter(field)
    return lambda fact: (Named(value(fact)),)


LEAD, UNIT = unit_in("lead"), unit_in("unit")
COOPERATING, OBJECTOR, OTHER_SIDE = unit_in("cooperating"), unit_in("objector"), unit_in("toward")
PERSON, UPLOADER, INSPECTOR = person_in("person"), person_in("by"), person_in("inspector")
REGISTRANT = UPLOADER


def reviewers(fact: tasks.TaskSubmitted) -> Audience:
    if fact.parent_lead and fact.parent_lead != fact.lead:
        return (contacts(fact.parent_lead),)
    return (REVIEWERS,)


def next_reviewers(fact: tasks.ResultConfirmed) -> Audience:
    return (CITY_REVIEWERS,) if fact.level == "district" and not fact.final else ()


def leaders_of_a_red_one(fact: tasks.SlipIssued) -> Audience:
    return (LEADERS,) if fact.colour == "red" else ()


def judges_of_complaints(fact: tasks.ComplaintRegistered) -> Audience:
    return (OFFICE,) if fact.target in ("unit", "system") else (CITY_OFFICE,)


def bringer(fact: tasks.ComplaintAnswered) -> Audience:
    return (Named(fact.by),) if fact.by else ()


def office_of_an_address(fact: notify.HookPaused) -> Audience:
    return (OFFICE,) if fact.level == "district" else (CITY_OFFICE,)


def as_its_colour(fact: tasks.SlipIssued) -> Severity:
    return "urgent" if fact.colour == "red" else "important"


def as_its_priority(fact: tasks.TaskPrioritised) -> Severity:
    return "important" if fact.priority == "urgent" else "routine"


AUDIENCES: Mapping[type[Fact], Line] = {
    # The lead unit, its named person and the cooperating units learn of their new task.
    tasks.TaskAssigned: routine(LEAD, PERSON, COOPERATING),
    # The district office learns that a unit calls a task not its duty.
    tasks.TaskObjected: important(OFFICE),
    # Who leads the task now, and who objected, learn how the objection was ruled.
    tasks.ObjectionRuled: important(LEAD, PERSON, OBJECTOR),
    # The district's reviewers learn that a result waits for them; of a part, who leads the whole.
    tasks.TaskSubmitted: routine(reviewers),
    # The lead unit and its named person learn why their result came back.
    tasks.TaskReturned: important(LEAD, PERSON),
    # Who made a file that came back learns why, and where to make it anew; its unit too.
    tasks.PieceReturned: important(LEAD, PERSON),
    # Lead unit and named person learn of each level's mark, the city's reviewers of their turn.
    tasks.ResultConfirmed: routine(LEAD, PERSON, next_reviewers),
    # A task is late: its named person, its lead unit and the district office learn of it.
    tasks.TaskOverdue: important(PERSON, LEAD, OFFICE),
    # The district office learns that a unit asks for a later day.
    tasks.ExtensionRequested: important(OFFICE),
    # The lead unit and its named person learn that their day stands.
    tasks.ExtensionRefused: important(LEAD, PERSON),
    # Who carries the task on, and the lead unit, learn of it; who gave it may have left.
    tasks.TaskHandedOver: routine(LEAD, PERSON),
    # The named person and the lead unit learn what comes first.
    tasks.TaskPrioritised: Line(as_its_priority, (LEAD, PERSON)),
    # The lead unit and its named person learn of the new day.
    tasks.TaskRescheduled: important(LEAD, PERSON),
    # The named person and the lead unit learn that their task is asked after.
    tasks.TaskUrged: important(LEAD, PERSON),
    # The unit at fault and the district office learn what an inspection found.
    tasks.FindingRaised: important(UNIT, OFFICE),
    # The unit learns what to put right by when; the district office learns of the order.
    tasks.RectificationOrdered: important(UNIT, OFFICE),
    # An order's day has passed: the unit and the district office learn of it.
    tasks.RectificationOverdue: important(UNIT, OFFICE),
    # The unit and the district office learn that a fault counts as put right.
    tasks.RectificationClosed: routine(UNIT, OFFICE),
    # Who found the fault and the district office learn that a reply waits to be verified.
    tasks.RectificationReported: important(INSPECTOR, OFFICE),
    # The unit learns why its reply was not accepted, and which day stands.
    tasks.RectificationReturned: important(UNIT),
    # The district office learns that an appeal waits for its ruling.
    tasks.AppealRaised: important(OFFICE),
    # The unit that appealed and the district office learn how the appeal was ruled.
    tasks.AppealRuled: important(UNIT, OFFICE),
    # The district office learns that an inspection was published; units hear of their own findings.
    tasks.InspectionPublished: routine(OFFICE),
    # A slip goes to the unit and the district office; a red one to the leaders as well.
    tasks.SlipIssued: Line(as_its_colour, (UNIT, OFFICE, leaders_of_a_red_one)),
    # The unit and the district office learn that a bulletin named a fault.
    tasks.FindingNamed: important(UNIT, OFFICE),
    # The district office learns that a unit asks for a later day.
    tasks.PostponementAsked: important(OFFICE),
    # The unit and the district office learn which day stands.
    tasks.PostponementRuled: important(UNIT, OFFICE),
    # The unit, the district office and the leaders learn of a decision on the unit (问责).
    tasks.AccountabilityRecorded: important(UNIT, OFFICE, LEADERS),
    # The district office and the leaders read a unit's reply to a decision on it.
    tasks.AccountabilityReplied: important(OFFICE, LEADERS),
    # The office learns that a complaint waits; the city's of one about a district's office.
    tasks.ComplaintRegistered: important(judges_of_complaints),
    # The district office learns that the photo of a passer-by waits.
    tasks.LeadOpened: routine(OFFICE),
    # Offices and leaders learn of a bulletin of their district or the city, units of their own.
    tasks.BulletinIssued: routine(OFFICES_BELOW, LEADERS_BELOW, UNITS),
    # Who brought a complaint from an account learns that it was answered.
    tasks.ComplaintAnswered: routine(bringer),
    # The city's office learns that an answer did not satisfy.
    tasks.ComplaintPressed: important(CITY_OFFICE),
    # The unit learns what it is asked for, and until when.
    tasks.MaterialDemanded: routine(UNIT),
    # Who raised a need learns who answers for it; the lead is told by its task.
    tasks.NeedAccepted: routine(UNIT),
    # Both sides confirmed a need: the office may name who answers for it, and who raised it knows.
    tasks.NeedConfirmed: routine(OFFICE, UNIT),
    # Who raised a need learns why it was declined.
    tasks.NeedDeclined: routine(UNIT),
    # Both sides say that a need is met: who raised it, who led it and the office learn of it.
    tasks.NeedMet: routine(UNIT, LEAD, OFFICE),
    # The unit of the other side and the district office learn of a need.
    tasks.NeedRaised: important(OTHER_SIDE, OFFICE),
    # Who uploaded a file learns why it cannot prove anything.
    evidence.EvidenceRejected: important(UPLOADER),
    # A file that no check could judge waits: who uploaded it and who decides, the city's office.
    evidence.EvidenceQuarantined: important(UPLOADER, CITY_OFFICE),
    # Who uploaded a file and the district office learn that it was used before.
    evidence.EvidenceReused: important(UPLOADER, OFFICE),
    # What was sealed is gone or altered: who runs the system and the district office learn of it.
    evidence.EvidenceMissing: urgent(OPERATIONS, OFFICE),
    # A list of disposal waits for its second person: the city's office and the leaders learn of it.
    evidence.DisposalProposed: important(CITY_OFFICE, LEADERS),
    # The district's office and leaders and the city's office learn of a veto.
    scoring.VetoRaised: urgent(OFFICE, LEADERS, CITY_OFFICE),
    # Those who learned of a veto learn that it is lifted.
    scoring.VetoCleared: important(OFFICE, LEADERS, CITY_OFFICE),
    # The district office learns that nobody took note of what is urgent.
    notify.MessageUnacknowledged: important(OFFICE),
    # Who registered an address for events and its office learn that nothing is sent there.
    notify.HookPaused: important(REGISTRANT, office_of_an_address),
}


def tells(fact: Fact) -> Audience:
    """The circles that a fact is told to. Raises: KeyError."""
    circles: list[Circle] = []
    for part in AUDIENCES[type(fact)].parts:
        circles.extend(part(fact) if callable(part) else (part,))
    return tuple(circles)


def severity_of(fact: Fact) -> Severity:
    """Raises: KeyError."""
    weight = AUDIENCES[type(fact)].weight
    return weight(fact) if callable(weight) else weight
