"""Facts of one item as they are heard, and everything that may come in between."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from contracts import tasks
from contracts.envelope import Fact, seal
from contracts.measures import Measure
from contracts.words import Level
from kit.change import Given
from services.scoring.facts import log
from services.scoring.facts.changes import comparable
from services.scoring.facts.hearing import Heard, change
from services.scoring.facts.log import LoggedFact
from services.scoring.facts.state import Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.scores.restating import settled
from services.scoring.standards.standard import Item, Standard
from tests.unit.scoring.support import the_sample

STANDARD = the_sample()
BEGIN = datetime(2026, 3, 1, 1, tzinfo=UTC)

Told = tuple[Fact, int]
"""A fact and the version of what it tells of; one hour passes with each version."""


def item(code: str, standard: Standard = STANDARD) -> Item:
    found = standard.item(code)
    assert found is not None
    return found


def hour(version: int) -> datetime:
    return BEGIN + timedelta(hours=version)


def around(
    drawn: Sequence[str] | None = None, standard: Standard = STANDARD, **units: int
) -> Surroundings:
    return Surroundings(standard, units, None if drawn is None else frozenset(drawn))


def hear(told: Sequence[Told], code: str, surround: Surroundings | None = None) -> Score:
    """The record after these facts, in this order, with its figures."""
    score = Score(district="ganquan", year=2026, item=code, logged=True)
    for fact, version in told:
        score = change(score, fact, Heard(version, hour(version)))
    return settled(score, item(code), surround or around())


def logged(told: Sequence[Told]) -> list[LoggedFact]:
    """As the log keeps them."""
    kept = []
    for fact, version in told:
        event = seal(
            fact,
            id="e",
            source="/tongxin/tasks",
            subject="s",
            time=hour(version),
            district="ganquan",
            version=version,
        )
        change = log.keep(None, fact, Given(key="e", now=BEGIN, cause="e", event=event))
        assert change is not None
        kept.append(change.state)
    return kept


def _about(code: str) -> dict[str, Any]:
    return {"year": 2026, "standard": STANDARD.version, "item": code}


def assigned(code: str, lead: str = "jiaoyu", task: str = "t-1") -> tasks.TaskAssigned:
    return tasks.TaskAssigned(
        **_about(code),
        task=task,
        title="x",
        lead=lead,
        cooperating=(),
        person="p",
        due=date(2026, 9, 30),
    )


def accepted(code: str, lead: str = "jiaoyu", task: str = "t-1") -> tasks.TaskAccepted:
    return tasks.TaskAccepted(
        **_about(code), task=task, title="x", lead=lead, person="p", by="chen"
    )


def submitted(code: str, task: str = "t-1", **measures: Measure) -> tasks.TaskSubmitted:
    return tasks.TaskSubmitted(
        **_about(code),
        task=task,
        title="x",
        lead="jiaoyu",
        by="chen",
        measures=measures,
        evidence=("e-1", "e-2"),
    )


def confirmed(
    code: str, level: Level, task: str = "t-1", reason: str = "", **measures: Measure
) -> tasks.ResultConfirmed:
    return tasks.ResultConfirmed(
        **_about(code),
        task=task,
        title="x",
        lead="jiaoyu",
        person="chen",
        level=level,
        by=f"reviewer-{level}",
        measures=measures,
        evidence=("e-1",),
        amended=bool(reason),
        reason=reason,
    )


def returned(code: str, task: str = "t-1", level: Level = "district") -> tasks.TaskReturned:
    return tasks.TaskReturned(
        **_about(code),
        task=task,
        title="x",
        lead="jiaoyu",
        person="chen",
        level=level,
        reason="照片缺少拍摄时间",
    )


def rescheduled(code: str, task: str = "t-1") -> tasks.TaskRescheduled:
    return tasks.TaskRescheduled(
        **_about(code),
        task=task,
        title="x",
        lead="jiaoyu",
        person="chen",
        due=date(2026, 10, 31),
        previous=date(2026, 9, 30),
        reason="汛期",
        by="office",
    )


def ruled(code: str, lead: str, task: str = "t-1") -> tasks.ObjectionRuled:
    return tasks.ObjectionRuled(
        task=task,
        item=code,
        title="x",
        upheld=True,
        reason="职责已划转",
        objector="jiaoyu",
        lead=lead,
        person="liu",
        year=2026,
        standard=STANDARD.version,
    )


def counted(code: str, done: int, rows: int, register: str = "r-1") -> tasks.RegisterCounted:
    return tasks.RegisterCounted(**_about(code), register=register, done=done, rows=rows)


def found(code: str, finding: str, kind: str = "found") -> tasks.FindingRaised:
    return tasks.FindingRaised(
        **_about(code),
        finding=finding,
        inspection="i-1",
        unit="xinfang",
        kind=kind,
        fault="缺页",
        on=date(2026, 8, 1),
        evidence=("e-9",),
    )


def late(code: str, finding: str) -> tasks.RectificationOverdue:
    return tasks.RectificationOverdue(
        **_about(code), finding=finding, unit="xinfang", fault="缺页", due=date(2026, 8, 20)
    )


def named(code: str, finding: str, times: int) -> tasks.FindingNamed:
    return tasks.FindingNamed(
        **_about(code), finding=finding, unit="xinfang", bulletin=f"b-{times}", times=times
    )


def appealed(code: str, finding: str, upheld: bool = True) -> tasks.AppealRuled:
    return tasks.AppealRuled(
        **_about(code), finding=finding, unit="xinfang", upheld=upheld, reason="资料已补齐"
    )


def encoded(score: Score) -> bytes:
    """Canonical JSON of the facts and figures."""
    return msgspec.json.encode(comparable(score), order="sorted")
