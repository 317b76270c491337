"""Results: handed in, confirmed level by level, returned, overdue."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.captions import must_be_said
from contracts.measures import MODIFIED, ItemInput, Measures, Quantity, Ratio, Tally
from contracts.orders.tasks import Confirm, Return, Submit
from contracts.refusals import Invalid
from contracts.tasks import ResultConfirmed, TaskOverdue, TaskReturned, TaskSubmitted
from contracts.words import TASK_STATE_NAMES, Level
from kit.change import Change, Given, Knowing
from services.tasks.history.entry import figures
from services.tasks.life.reviewers import level_of, must_be_in_turn
from services.tasks.refusals import (
    NothingSubmitted,
    OwnWork,
    PieceSentBack,
    ReasonMissing,
    RedoOpen,
    TooLarge,
    WrongState,
    figure_from_register,
)
from services.tasks.task.sealed import must_be_sealed
from services.tasks.task.task import CONFIRMED, Mark, Submission, Task

MAX_MEASURES_SIZE = 64 * 1024
"""Bytes of a submission's measures as JSON: a task keeps those of several rounds."""

NAME = re.compile(r"\w[\w-]*")
"""Names of measures become keys of the stored document: no dots, no dollar signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What a submission is checked against.

    ``sealed``: those of its evidence ids that are sealed for this task or a part of it.
    ``counted``: what the item's register gives (a ratio, or the rows done), None without one.
    ``parent_lead``: the lead unit of the whole, for a part. ``unconfirmed``: the parts that nobody
    has confirmed yet. ``inputs``: what the item's rule reads; None where that is not known, or
    where the task has no item. ``wanted``: the captions that the item wants of a photo, and
    ``captions``: what each of these photos has.
    """

    sealed: frozenset[str]
    counted: Ratio | Quantity | None = None
    parent_lead: str = ""
    unconfirmed: tuple[str, ...] = ()
    inputs: tuple[ItemInput, ...] | None = None
    wanted: tuple[str, ...] = ()
    captions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """What a review is checked against. Fields as in ``Handing``. ``redone``: of the returned
    files, each with its redo that is sealed."""

    redone: Mapping[str, str] = field(default_factory=dict)
    parent_lead: str = ""
    inputs: tuple[ItemInput, ...] | None = None


def submit(task: Task, order: Submit, given: Knowing[Handing]) -> Change[Task]:
    """The lead unit hands in a result.

    Parts that are not confirmed do not stop the whole, whose lead answers for it: a village may be
    late for good. The answer warns and names them (``unconfirmed``).
    Raises: NotFound, NotTheLead, WrongState, NothingSubmitted, Invalid (a measure), TooLarge,
    EvidenceNotSealed, PieceSentBack, CaptionMissing, RatioFromRegister, CountFromRegister.
    """
    task.must_be_led_by(given.by, given.key)
    task.must_be("accepted", "returned", act="提交")
    if not (order.measures or order.evidence or order.note):
        raise NothingSubmitted
    handing = given.found
    must_be_sealed(order.evidence, handing.sealed)
    _must_not_be_returned(task, order.evidence)
    _must_be_captioned(order.evidence, handing)
    submission = Submission(
        by=given.by.account,
        unit=task.lead,
        at=given.now,
        measures=_measured(order.measures, handing),
        evidence=tuple(dict.fromkeys(order.evidence)),
        note=order.note,
        late=_is_late(task, given),
    )
    noted = task.noted(
        given,
        "submitted",
        state="submitted",
        why=order.note,
        measures=submission.measures,
        became=figures(submission.measures),
        pieces=len(submission.evidence),
        late=submission.late,
    )
    new = replace(noted, submission=submission, overdue=False)
    fact = _submitted(new, submission, handing.parent_lead, given)
    return Change(new, (fact,), _warning(handing.unconfirmed))


def confirm(task: Task, order: Confirm, given: Knowing[Reviewing]) -> Change[Task]:
    """The caller's level confirms what stands, or amends the measures with a reason.

    Raises: NotFound, WrongState, OwnWork, LevelOutOfTurn, RedoOpen, ReasonMissing, TooLarge,
    Invalid (a measure).
    """
    reviewing = given.found
    submission, level = reviewable(task, given, "确认")
    if lacking := [id for id in task.sent_back if id not in reviewing.redone]:
        raise RedoOpen(lacking)
    submission = with_redos(submission, reviewing.redone)
    standing = task.marks[-1].measures if task.marks else submission.measures
    measures = standing if order.measures is None else order.measures
    must_be_sound(measures)
    if measures != standing:
        must_fit(measures, reviewing.inputs)
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
    noted = task.noted(
        given,
        "confirmed",
        state=CONFIRMED[level],
        why=mark.reason,
        level=level,
        unit="",
        measures=measures,
        was=figures(standing) if measures != standing else "",
        became=figures(measures) if measures != standing else "",
    )
    new = replace(noted, marks=(*task.marks, mark), submission=submission)
    return Change(new, (_confirmed(new, submission, mark, given),))


def give_back(task: Task, order: Return, given: Knowing[Reviewing]) -> Change[Task]:
    """The caller's level sends the result back, with a reason, to be handed in again.

    What was handed in by its day is not made late by a return after it. ``given.found``: as for
    ``confirm``. Raises: NotFound, WrongState, OwnWork, LevelOutOfTurn.
    """
    _, level = reviewable(task, given, "退回")
    settled = task.deadline is None or given.now >= task.deadline
    noted = task.noted(given, "returned", state="returned", why=order.reason, level=level)
    new = replace(noted, marks=(), deadline=None if settled else task.deadline)
    fact = TaskReturned(**new.scored_header(given), level=level, reason=order.reason)
    return Change(new, (fact,))


def fall_overdue(task: Task, _: None, given: Given) -> Change[Task] | None:
    """The day has ended and nothing was handed in; said once."""
    due = task.next_due()
    if due is None or due > given.now:
        return None
    noted = task.noted(given, "overdue", why=f"期限 {task.due}")
    new = replace(noted, overdue=True, deadline=None)
    fact = TaskOverdue(
        task=given.key,
        item=task.scored,
        title=task.title,
        lead=task.lead,
        person=task.person,
        due=task.due,
    )
    return Change(new, (fact,))


def _must_not_be_returned(task: Task, evidence: tuple[str, ...]) -> None:
    """What a reviewer returned does not come again unaltered. Raises: PieceSentBack."""
    for at, id in enumerate(evidence):
        if id in task.sent_back:
            reason = next(one.reason for one in reversed(task.judged) if one.evidence == id)
            raise PieceSentBack(reason, f"evidence[{at}]")


def with_redos(submission: Submission, redone: Mapping[str, str]) -> Submission:
    """Each returned file gives its place to its redo."""
    evidence = tuple(dict.fromkeys(redone.get(one, one) for one in submission.evidence))
    return replace(submission, evidence=evidence)


def _must_be_captioned(evidence: tuple[str, ...], handing: Handing) -> None:
    """Of photos alone whose captions were told. Raises: CaptionMissing."""
    for at, id in enumerate(evidence):
        if id in handing.captions:
            must_be_said(handing.wanted, handing.captions[id], f"evidence[{at}]")


def _is_late(task: Task, given: Given) -> bool:
    """A return makes no result late that came by its day, and none timely that came after it."""
    before = task.submission is not None and task.submission.late
    return before or task.overdue or (task.deadline is not None and given.now >= task.deadline)


def _measured(measures: Measures, handing: Handing) -> Measures:
    """The measures, with the figure that a register counts and nobody types."""
    must_be_sound(measures)
    counted = handing.counted
    name = "ratio" if isinstance(counted, Ratio) else "count"
    if counted is not None and name in measures:
        raise figure_from_register(counted)
    must_fit(measures, handing.inputs)
    return measures if counted is None else {**measures, name: counted}


def must_fit(measures: Measures, inputs: tuple[ItemInput, ...] | None) -> None:
    """A figure that no rule reads, or that its rule cannot read, would count for nothing, unseen.

    Raises: Invalid.
    """
    if inputs is None:
        return
    wanted = {one.name: one for one in inputs if one.source != "organisation"}
    for name, measure in measures.items():
        if name not in wanted:
            known = "、".join(f"{one.label}（{one.name}）" for one in wanted.values()) or "无"
            raise Invalid(f"本项不需要“{name}”。本项的数据：{known}。", field=f"measures.{name}")
        if misfit := wanted[name].misfit(measure):
            raise Invalid(f"{misfit}。", field=f"measures.{name}")
        if isinstance(measure, Tally):
            _must_be_known(measure, wanted[name])


def _must_be_known(tally: Tally, wanted: ItemInput) -> None:
    for at, entry in enumerate(tally.entries):
        if wanted.kinds and entry.kind.partition(MODIFIED)[0] not in wanted.kinds:
            known = "、".join(f"{called}（{kind}）" for kind, called in wanted.kinds.items())
            raise Invalid(
                f"“{wanted.label}”没有“{entry.kind}”这一种，应为：{known}。",
                field=f"measures.{wanted.name}.entries[{at}].kind",
            )


def must_be_sound(measures: Measures) -> None:
    for name in measures:
        if not NAME.fullmatch(name):
            raise Invalid(f"数据名 {name} 含有不允许的字符。", field=f"measures.{name}")
    size = len(msgspec.json.encode(measures))
    if size > MAX_MEASURES_SIZE:
        raise TooLarge(
            f"提交的数据为{size}字节，上限为{MAX_MEASURES_SIZE}字节，请把明细放入佐证材料。",
            field="measures",
        )


def _warning(unconfirmed: tuple[str, ...]) -> dict[str, Any] | None:
    if not unconfirmed:
        return None
    return {
        "warning": f"结果已提交，但有{len(unconfirmed)}项子任务尚未确认，请核实。",
        "unconfirmed": list(unconfirmed),
    }


def reviewable(task: Task, given: Knowing[Reviewing], act: str) -> tuple[Submission, Level]:
    """The submission, and the level at which this caller may review it now: not their own, and
    their level's turn. Raises: NotFound, WrongState, OwnWork, LevelOutOfTurn.
    """
    by, reviewing = given.by, given.found
    level = level_of(task, by, reviewing.parent_lead, given.key)
    submission = task.submission
    if submission is None or task.state not in ("submitted", *CONFIRMED.values()):
        raise WrongState(
            f"任务现为“{TASK_STATE_NAMES[task.state]}”，没有待{act}的结果，请等待单位提交。",
            task.state,
        )
    own = by.account in (submission.by, task.person, *task.former)
    if own or by.unit in task.units:
        raise OwnWork
    must_be_in_turn(task, level, act)
    return submission, level


def _submitted(task: Task, submission: Submission, parent_lead: str, given: Given) -> TaskSubmitted:
    return TaskSubmitted(
        task=given.key,
        year=task.year,
        standard=task.standard,
        item=task.scored,
        title=task.title,
        lead=task.lead,
        by=submission.by,
        measures=submission.measures,
        evidence=submission.evidence,
        parent_lead=parent_lead,
        late=submission.late,
    )


def _confirmed(task: Task, submission: Submission, mark: Mark, given: Given) -> ResultConfirmed:
    return ResultConfirmed(
        **task.scored_header(given),
        level=mark.level,
        by=mark.by,
        measures=mark.measures,
        evidence=submission.evidence,
        amended=mark.amended,
        reason=mark.reason,
        final=task.final,
    )
