"""What an office does to a task under way: ask after it (催办), put it before others (优先级)."""

from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import Prioritise, Urge
from contracts.tasks import TaskPrioritised, TaskUrged
from kit.change import Change, Given
from services.tasks.refusals import UrgedToday
from services.tasks.task.task import Task, Urging


def urge(task: Task, order: Urge, given: Given) -> Change[Task]:
    """Ask after a task that waits for its unit, with a reason, once a day of Asia/Shanghai.

    While an objection waits for its ruling the unit has nothing to do, so there is nothing to urge.
    Raises: WrongState, UrgedToday.
    """
    task.must_be("assigned", "accepted", "returned", act="催办")
    last = task.urged
    if last is not None and day_of(last.at) == day_of(given.now):
        raise UrgedToday(last.name, last.by, last.at)
    by = given.by
    urging = Urging(by=by.account, name=by.name, at=given.now, reason=order.reason)
    fact = TaskUrged(**task.header(given), due=task.due, reason=order.reason, by=by.account)
    return Change(replace(task.noted(given, "urged", why=order.reason), urged=urging), (fact,))


def prioritise(task: Task, order: Prioritise, given: Given) -> Change[Task] | None:
    """Raises: WrongState (the result stands for good)."""
    task.must_not_be_final("调整优先级")
    if order.priority == task.priority:
        return None
    new = task.noted(
        given, "prioritised", why=order.reason, was=task.priority, became=order.priority
    )
    fact = TaskPrioritised(
        **task.header(given),
        due=task.due,
        priority=order.priority,
        previous=task.priority,
        reason=order.reason,
        by=given.by.account,
    )
    return Change(replace(new, priority=order.priority), (fact,))
