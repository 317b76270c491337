"""Results: handed in, confirmed level by level, returned, overdue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.measures import Measures, Ratio
from contracts.orders.tasks import Confirm, Return, Submit
from contracts.refusals import Invalid
from contracts.tasks import ResultConfirmed, TaskOverdue, TaskReturned, TaskSubmitted
from contracts.words import Level
from kit.change import Change, Given
from services.tasks.domain.history import Entry
from services.tasks.domain.refusals import (
    EvidenceNotSealed,
    LevelOutOfTurn,
    NothingSubmitted,
    OwnWork,
    RatioFromRegister,
    ReasonMissing,
    TooLarge,
    WrongState,
)
from services.tasks.domain.working.task import CHAIN, CONFIRMED, IN_WORDS, Mark, Submission, Task

MAX_MEASURES_SIZE = 64 * 1024
"""Bytes of a submission's measures as JSON: a task keeps those of several rounds."""

NAME = re.compile(r"\w[\w-]*")
"""Names of measures become keys of the stored document: no dots, no dollar signs."""

LEVEL_NAMES: dict[Level, str] = {
    "self": "自评",
    "district": "区级",
    "city": "市级",
    "province": "省级",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What a submission is checked against.

    ``sealed``: those of its evidence ids that are sealed for this task. ``counted``: the ratio of
    the item's register, None where none is open.
    """

    sealed: frozenset[str]
    counted: Ratio | None = None


def submit(task: Task, order: Submit, given: Given) -> Change[Task]:
    """The lead unit hands in a result. ``given.found``: Handing.

    Raises: NotFound, NotTheLead, WrongState, NothingSubmitted, Invalid (a measure), TooLarge,
    EvidenceNotSealed, RatioFromRegister.
    """
    task.must_be_led_by(given.by)
    task.must_be("accepted", "returned", act="提交")
    if not (order.measures or order.evidence or order.note):
        raise NothingSubmitted
    must_be_sealed(order.evidence, given.found.sealed)
    submission = Submission(
        by=given.by.account,
        unit=task.lead,
        at=given.now,
        measures=_measured(order.measures, given.found),
        evidence=tuple(dict.fromkeys(order.evidence)),
        note=order.note,
        late=task.overdue or (task.deadline is not None and given.now >= task.deadline),
    )
    entry = Entry(
        at=given.now,
        what="submitted",
        by=submission.by,
        why=order.note,
        unit=task.lead,
        measures=submission.measures,
    )
    new = replace(task.after(entry, "submitted"), submission=submission, overdue=False)
    return Change(new, (_submitted(new, submission, given.key),))


def confirm(task: Task, order: Confirm, given: Given) -> Change[Task]:
    """The caller's level confirms what stands, or amends the measures with a reason.

    Raises: WrongState, OwnWork, LevelOutOfTurn, ReasonMissing, TooLarge.
    """
    submission = _reviewable(task, given.by, "确认")
    level = given.by.level
    standing = task.marks[-1].measures if task.marks else submission.measures
    measures = standing if order.measures is None else order.measures
    _must_be_sound(measures)
    if measures != standing and len(order.reason) < 2:
        raise ReasonMissing("修改数据")
    mark = Mark(
        level=level,
        by=given.by.account,
        at=given.now,
        measures=measures,
        amended=measures != submission.measures,
        reason=order.reason,
    )
    entry = Entry(
        at=given.now,
        what="confirmed",
        by=mark.by,
        why=mark.reason,
        level=level,
        measures=measures,
    )
    new = replace(task.after(entry, CONFIRMED[level]), marks=(*task.marks, mark))
    return Change(new, (_confirmed(new, submission, mark, given.key),))


def give_back(task: Task, order: Return, given: Given) -> Change[Task]:
    """The caller's level sends the result back, with a reason, to be handed in again.

    What was handed in by its day is not made late by a return after it.
    Raises: WrongState, OwnWork, LevelOutOfTurn.
    """
    _reviewable(task, given.by, "退回")
    level = given.by.level
    settled = task.deadline is None or given.now >= task.deadline
    entry = Entry(
        at=given.now,
        what="returned",
        by=given.by.account,
        why=order.reason,
        level=level,
        unit=task.lead,
    )
    new = replace(
        task.after(entry, "returned"), marks=(), deadline=None if settled else task.deadline
    )
    return Change(new, (_returned(new, level, order.reason, given.key),))


def fall_overdue(task: Task, _: None, given: Given) -> Change[Task] | None:
    """The day has ended and nothing was handed in; said once."""
    due = task.next_due()
    if due is None or due > given.now:
        return None
    entry = Entry(at=given.now, what="overdue", why=f"期限 {task.due}", unit=task.lead)
    new = replace(task.after(entry, task.state), overdue=True, deadline=None)
    fact = TaskOverdue(
        task=given.key,
        item=task.scored,
        title=task.title,
        lead=task.lead,
        person=task.person,
        due=task.due,
    )
    return Change(new, (fact,))


def must_be_sealed(evidence: Iterable[str], sealed: frozenset[str]) -> None:
    """Raises: EvidenceNotSealed naming the ids."""
    missing = [id for id in dict.fromkeys(evidence) if id not in sealed]
    if missing:
        raise EvidenceNotSealed(missing)


def _measured(measures: Measures, handing: Handing) -> Measures:
    """The measures, with the ratio that a register counts and nobody types."""
    _must_be_sound(measures)
    if handing.counted is None:
        return measures
    if "ratio" in measures:
        raise RatioFromRegister(handing.counted.numerator, handing.counted.denominator)
    return {**measures, "ratio": handing.counted}


def _must_be_sound(measures: Measures) -> None:
    for name in measures:
        if not NAME.fullmatch(name):
            raise Invalid(f"数据名 {name} 含有不允许的字符。", field=f"measures.{name}")
    size = len(msgspec.json.encode(measures))
    if size > MAX_MEASURES_SIZE:
        raise TooLarge(
            f"提交的数据为{size}字节，上限为{MAX_MEASURES_SIZE}字节，请把明细放入佐证材料。",
            field="measures",
        )


def _reviewable(task: Task, by: Caller, act: str) -> Submission:
    """The submission, if this caller may review it now: not their own, and their level's turn.

    Raises: WrongState, OwnWork, LevelOutOfTurn.
    """
    submission = task.submission
    if submission is None or task.state not in ("submitted", *CONFIRMED.values()):
        raise WrongState(
            f"任务现为“{IN_WORDS[task.state]}”，没有待{act}的结果，请等待单位提交。", task.state
        )
    if by.account in (submission.by, task.person) or by.unit in task.units:
        raise OwnWork
    _must_be_in_turn(task, by.level, act)
    return submission


def _must_be_in_turn(task: Task, level: Level, act: str) -> None:
    if len(task.marks) == len(CHAIN):
        raise LevelOutOfTurn(f"省级已确认，结果已定，不能再{act}。", "")
    expected = CHAIN[len(task.marks)]
    if level != expected:
        raise LevelOutOfTurn(
            f"现在轮到{LEVEL_NAMES[expected]}审核，{LEVEL_NAMES[level]}不能{act}。", expected
        )


def _submitted(task: Task, submission: Submission, id: str) -> TaskSubmitted:
    return TaskSubmitted(
        task=id,
        year=task.year,
        standard=task.standard,
        item=task.scored,
        title=task.title,
        lead=task.lead,
        by=submission.by,
        measures=submission.measures,
        evidence=submission.evidence,
    )


def _confirmed(task: Task, submission: Submission, mark: Mark, id: str) -> ResultConfirmed:
    return ResultConfirmed(
        task=id,
        year=task.year,
        standard=task.standard,
        item=task.scored,
        title=task.title,
        lead=task.lead,
        person=task.person,
        level=mark.level,
        by=mark.by,
        measures=mark.measures,
        evidence=submission.evidence,
        amended=mark.amended,
        reason=mark.reason,
    )


def _returned(task: Task, level: Level, reason: str, id: str) -> TaskReturned:
    return TaskReturned(
        task=id,
        year=task.year,
        standard=task.standard,
        item=task.scored,
        title=task.title,
        lead=task.lead,
        person=task.person,
        level=level,
        reason=reason,
    )
