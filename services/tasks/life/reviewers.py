"""Whose turn it is to review: district, city, province; for a part one mark is enough."""

from contracts.caller import Caller
from contracts.refusals import absent
from contracts.words import LEVEL_NAMES, Level
from services.tasks.refusals import LevelOutOfTurn, OwnWork
from services.tasks.task.task import CHAIN, Task


def level_of(task: Task, by: Caller, whole_lead: str, id: str) -> Level:
    """A contact of the unit that leads the whole reviews its parts; all else is for reviewers.

    Raises: NotFound (a unit that the task does not concern), OwnWork.
    """
    if task.parent and by.has("unit") and by.unit and by.unit == whole_lead:
        return "self"
    if by.has("reviewer", "province_reviewer"):
        return by.level
    if by.unit in task.units:
        raise OwnWork
    raise absent(id)


def must_be_in_turn(task: Task, level: Level, act: str) -> None:
    if task.parent:
        _must_be_for_a_part(task, level, act)
        return
    if len(task.marks) == len(CHAIN):
        raise LevelOutOfTurn(f"省级已确认，结果已定，不能再{act}。", "")
    expected = CHAIN[len(task.marks)]
    if level != expected:
        raise LevelOutOfTurn(
            f"现在轮到{LEVEL_NAMES[expected].zh}审核，{LEVEL_NAMES[level].zh}不能{act}。", expected
        )


def _must_be_for_a_part(task: Task, level: Level, act: str) -> None:
    if task.marks:
        raise LevelOutOfTurn(f"子任务已确认，结果已定，不能再{act}。", "")
    if level not in ("self", "district"):
        raise LevelOutOfTurn(
            f"子任务由上级任务的牵头单位或区级审核，{LEVEL_NAMES[level].zh}不能{act}。", "district"
        )
