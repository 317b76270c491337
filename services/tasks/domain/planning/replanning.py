"""A changed row of the table amends the task that it became, while nothing was handed in."""

from msgspec.structs import replace

from contracts.clock import end_of_day
from contracts.tasks import DutyChanged, TaskHandedOver, TaskRescheduled
from kit.change import Change, Given
from services.tasks.domain.history import Entry
from services.tasks.domain.working.task import UNSUBMITTED, Task


def replan_task(task: Task, fact: DutyChanged, given: Given) -> Change[Task] | None:
    """Another lead must accept anew. A task that was handed in in the meantime stays as it is."""
    if task.state not in UNSUBMITTED:
        return None
    new = replace(
        task,
        lead=fact.lead,
        cooperating=fact.cooperating,
        units=(fact.lead, *fact.cooperating),
        person=fact.person,
        due=fact.due,
        deadline=None if fact.standing else end_of_day(fact.due),
        standing=fact.standing,
        words=fact.words,
        overdue=task.overdue and fact.due <= task.due and not fact.standing,
    )
    if new == task:
        return None
    entry = Entry(
        at=given.now,
        what="replanned",
        by=fact.by,
        why=fact.reason,
        unit=fact.lead,
        was=task.lead,
        became=fact.due.isoformat(),
    )
    changed = new.after(entry, task.state if new.lead == task.lead else "assigned")
    return Change(
        changed, (*_handed(task, changed, fact, given), *_dated(task, changed, fact, given))
    )


def _handed(old: Task, new: Task, fact: DutyChanged, given: Given) -> tuple[TaskHandedOver, ...]:
    if (old.lead, old.person) == (new.lead, new.person):
        return ()
    told = TaskHandedOver(
        task=given.key,
        year=new.year,
        standard=new.standard,
        item=new.scored,
        title=new.title,
        lead=new.lead,
        person=new.person,
        from_lead=old.lead,
        from_person=old.person,
        reason=fact.reason,
        by=fact.by,
        due=new.due,
    )
    return (told,)


def _dated(old: Task, new: Task, fact: DutyChanged, given: Given) -> tuple[TaskRescheduled, ...]:
    if old.due == new.due:
        return ()
    told = TaskRescheduled(
        task=given.key,
        year=new.year,
        standard=new.standard,
        item=new.scored,
        title=new.title,
        lead=new.lead,
        person=new.person,
        due=new.due,
        previous=old.due,
        reason=fact.reason,
        by=fact.by,
    )
    return (told,)
