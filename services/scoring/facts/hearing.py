"""Each fact heard, as a pure change of what is known of its item, and what it is told as.

One table for both doors: an event that arrives and the replay of the log do the same.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from contracts import scoring, tasks
from contracts.envelope import Fact
from services.scoring.facts.changes import (
    charge,
    count,
    fall_late,
    mark,
    name_in_bulletin,
    raise_finding,
    take_back,
    withdraw,
)
from services.scoring.facts.state import Counted, FindingKept, Marked, Score


class Heard(NamedTuple):
    """How a fact came: the version of what it tells of, and its time (UTC)."""

    version: int
    at: datetime


class Cause(NamedTuple):
    """What moved a score, for its history: the fact's type and the id of what it tells of."""

    kind: str
    source: str = ""
    by: str = ""
    why: str = ""


def task_assigned(score: Score, fact: tasks.TaskAssigned, heard: Heard) -> Score:
    return charge(
        score,
        fact.task,
        heard.version,
        lead=fact.lead,
        due=fact.due,
        state="assigned",
        standing=fact.standing,
        assigned_at=heard.at,
    )


def task_accepted(score: Score, fact: tasks.TaskAccepted, heard: Heard) -> Score:
    """The unit has taken the task on (认领). It proves nothing yet: no points follow from it."""
    return charge(score, fact.task, heard.version, lead=fact.lead, state="accepted")


def objection_ruled(score: Score, fact: tasks.ObjectionRuled, heard: Heard) -> Score:
    return charge(score, fact.task, heard.version, lead=fact.lead, due=fact.due, state="assigned")


def task_rescheduled(score: Score, fact: tasks.TaskRescheduled, heard: Heard) -> Score:
    return charge(score, fact.task, heard.version, lead=fact.lead, due=fact.due)


def task_handed_over(score: Score, fact: tasks.TaskHandedOver, heard: Heard) -> Score:
    return charge(score, fact.task, heard.version, lead=fact.lead)


def task_submitted(score: Score, fact: tasks.TaskSubmitted, heard: Heard) -> Score:
    """The unit's own measures are its self-assessment (自评)."""
    score = charge(score, fact.task, heard.version, lead=fact.lead, state="submitted")
    marked = Marked(
        task=fact.task,
        version=heard.version,
        measures=fact.measures,
        evidence=fact.evidence,
        by=fact.by,
        at=heard.at,
    )
    return mark(score, "self", marked)


def task_returned(score: Score, fact: tasks.TaskReturned, heard: Heard) -> Score:
    """A return voids the marks given so far."""
    score = charge(score, fact.task, heard.version, lead=fact.lead, state="returned")
    return take_back(score, fact.task, heard.version, reason=fact.reason, at=heard.at)


def result_confirmed(score: Score, fact: tasks.ResultConfirmed, heard: Heard) -> Score:
    """A level's mark, confirmed or amended."""
    confirmed = {level: f"confirmed-{level}" for level in ("district", "city", "province")}
    state: Any = confirmed.get(fact.level)
    score = charge(score, fact.task, heard.version, lead=fact.lead, state=state)
    marked = Marked(
        task=fact.task,
        version=heard.version,
        measures=fact.measures,
        evidence=fact.evidence,
        by=fact.by,
        reason=fact.reason,
        at=heard.at,
        amended=fact.amended,
    )
    return mark(score, fact.level, marked)


def register_counted(score: Score, fact: tasks.RegisterCounted, heard: Heard) -> Score:
    """The register (点位表) gives a ratio or count item its numbers."""
    counted = Counted(
        register=fact.register,
        version=heard.version,
        done=fact.done,
        rows=fact.rows,
        at=heard.at,
    )
    return count(score, counted)


def finding_raised(score: Score, fact: tasks.FindingRaised, heard: Heard) -> Score:
    """A finding deducts as the item's rule says."""
    found = FindingKept(
        kind=fact.kind,
        fault=fact.fault,
        unit=fact.unit,
        on=fact.on,
        evidence=fact.evidence,
        at=heard.at,
        version=heard.version,
    )
    return raise_finding(score, fact.finding, found)


def rectification_overdue(score: Score, fact: tasks.RectificationOverdue, _: Heard) -> Score:
    """Not rectified in time: an escalating rule goes one step up."""
    return fall_late(score, fact.finding)


def finding_named(score: Score, fact: tasks.FindingNamed, _: Heard) -> Score:
    """Named in a bulletin: from the second on an escalating rule has its last step."""
    return name_in_bulletin(score, fact.finding, fact.times)


def appeal_ruled(score: Score, fact: tasks.AppealRuled, _: Heard) -> Score:
    """An upheld appeal takes the occurrence away; the finding stays on record."""
    return withdraw(score, fact.finding) if fact.upheld else score


CHANGES: dict[type[Fact], Callable[[Score, Any, Heard], Score]] = {
    tasks.TaskAssigned: task_assigned,
    tasks.TaskAccepted: task_accepted,
    tasks.ObjectionRuled: objection_ruled,
    tasks.TaskRescheduled: task_rescheduled,
    tasks.TaskHandedOver: task_handed_over,
    tasks.TaskSubmitted: task_submitted,
    tasks.TaskReturned: task_returned,
    tasks.ResultConfirmed: result_confirmed,
    tasks.RegisterCounted: register_counted,
    tasks.FindingRaised: finding_raised,
    tasks.RectificationOverdue: rectification_overdue,
    tasks.FindingNamed: finding_named,
    tasks.AppealRuled: appeal_ruled,
}


def change(score: Score, fact: Fact, heard: Heard) -> Score:
    """Raises: KeyError for a fact that no score hears."""
    return CHANGES[type(fact)](score, fact, heard)


def cause(fact: Fact) -> Cause:
    """Who and why, as far as the fact tells."""
    match fact:
        case tasks.UnitRegistered():
            return Cause(kind=fact.type, source=fact.unit, why=f"登记单位：{fact.name}")
        case scoring.SpotCheckDrawn():
            why = "省级未抽到本项，沿用市级评分"
            return Cause(kind=fact.type, source=fact.seed, by=fact.by, why=why)
    ids = (getattr(fact, name, "") for name in ("finding", "register", "task", "unit"))
    return Cause(
        kind=fact.type,
        source=next((id for id in ids if id), ""),
        by=getattr(fact, "by", ""),
        why=getattr(fact, "reason", "") or getattr(fact, "fault", ""),
    )
