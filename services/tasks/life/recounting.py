"""A term that ran over days off which nobody had told yet is counted again once they are told."""

from msgspec.structs import replace

from contracts.clock import end_of_day
from contracts.tasks import HolidaysSet
from kit.change import Change, Knowing
from services.tasks.dates.workdays import Workdays, after_working_days
from services.tasks.life.extending import moved_from, moved_to
from services.tasks.task.task import UNSUBMITTED, Task


def recount(task: Task, fact: HolidaysSet, given: Knowing[Workdays]) -> Change[Task] | None:
    """A day that was given by hand, or by days off that were told, stays; a provisional one is
    confirmed, or moves and its unit is told. It moves to no day that is past.
    """
    if task.provisional != fact.year or task.state not in UNSUBMITTED or not task.counted_from:
        return None
    due = after_working_days(task.counted_from, task.counted_days, given.found)
    words = task.words.partition("（")[0]
    settled = replace(task, words=words, provisional=0)
    if due == task.due or end_of_day(due) <= given.now:
        return Change(settled)
    why = f"{fact.year}年放假安排公布：{fact.document}"
    noted = settled.noted(
        given, "rescheduled", by=fact.by, why=why, was=str(task.due), became=str(due)
    )
    moved = replace(moved_to(noted, due), words=words)
    return Change(moved, (moved_from(moved, task.due, why, fact.by, given),))
