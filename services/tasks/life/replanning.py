"""A changed row of the table amends the task that it became, while nothing was handed in."""

from msgspec.structs import replace

from contracts.clock import end_of_day
from contracts.envelope import Fact
from contracts.tasks import DutyChanged
from kit.change import Change, Given
from services.tasks.life.extending import moved_from
from services.tasks.life.handing import handed_from
from services.tasks.task.task import UNSUBMITTED, Task


def replan_task(task: Task | None, fact: DutyChanged, given: Given) -> Change[Task] | None:
    """Another lead must accept anew. A task that was handed in in the meantime stays as it is, and
    one that never came to be does not come so.
    """
    if task is None or task.state not in UNSUBMITTED:
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
        provisional=task.provisional if fact.due == task.due else 0,
        overdue=task.overdue and fact.due <= task.due and not fact.standing,
    )
    if new == task:
        return None
    changed = new.noted(
        given,
        "replanned",
        state=task.state if new.lead == task.lead else "assigned",
        by=fact.by,
        why=fact.reason,
        was=task.lead,
        became=fact.due.isoformat(),
    )
    facts: list[Fact] = []
    if (new.lead, new.person) != (task.lead, task.person):
        facts.append(handed_from(task, changed, fact.reason, fact.by, given))
    if new.due != task.due:
        facts.append(moved_from(changed, task.due, fact.reason, fact.by, given))
    return Change(changed, tuple(facts))
