"""Single files of a result: accepted, or returned with a reason to be made anew by who made them.

A returned one is taken out by its redo, which names it (``supersedes``); it stays in the record.
"""

from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from contracts.orders.tasks import JudgePiece
from contracts.refusals import absent
from contracts.tasks import PieceReturned
from kit.change import Change, Knowing
from services.tasks.life.review import Reviewing, reviewable
from services.tasks.refusals import ReasonMissing
from services.tasks.task.task import Judged, Task

MAX_JUDGED = 200
"""Words on files that a task keeps: of each file the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging(Reviewing):
    """``maker``: who made the piece, "" where that is not known."""

    maker: str = ""


def judge_piece(task: Task, order: JudgePiece, given: Knowing[Judging]) -> Change[Task] | None:
    """The caller's level accepts one file of the result, or returns it; the last word stands.

    Raises: NotFound (no file of the result, too), WrongState, OwnWork, LevelOutOfTurn,
    ReasonMissing.
    """
    submission, level = reviewable(task, given, "复核材料")
    if order.evidence not in submission.evidence:
        raise absent(order.evidence)
    if not order.accepted and len(order.reason) < 2:
        raise ReasonMissing("退回一份材料")
    judged = Judged(
        evidence=order.evidence,
        accepted=order.accepted,
        reason=order.reason,
        level=level,
        by=given.by.account,
        at=given.now,
        maker=given.found.maker,
    )
    rest = tuple(one for one in task.judged if one.evidence != order.evidence)
    new = replace(task, judged=(*rest, judged)[-MAX_JUDGED:])
    if order.accepted:
        return Change(new)
    new = new.noted(given, "piece-returned", why=order.reason, level=level)
    return Change(new, (_returned(new, judged, given),))


def _returned(task: Task, judged: Judged, given: Knowing[Any]) -> PieceReturned:
    return PieceReturned(
        **task.header(given) | {"person": judged.maker or task.person},
        evidence=judged.evidence,
        level=judged.level,
        reason=judged.reason,
        path=f"/console/tasks/{given.key}/redo/{judged.evidence}",
    )
