"""When a task is due, and how a unit asks for a later day (延期)."""

from dataclasses import dataclass
from datetime import date, timedelta

from msgspec.structs import replace

from contracts.clock import end_of_day
from contracts.orders.tasks import Assign, DecideExtension, RequestExtension, Reschedule
from contracts.refusals import Invalid
from contracts.tasks import ExtensionRefused, ExtensionRequested, TaskRescheduled
from kit.change import Change, Given
from services.tasks.dates.workdays import Workdays, after_working_days, is_provisional
from services.tasks.history.entry import What
from services.tasks.organisation.duty import faults_of_due
from services.tasks.refusals import ExtensionOpen, ExtensionTooLate, NoExtensionOpen, OwnWork
from services.tasks.task.task import UNSUBMITTED, Extension, Task

MAX_EXTENSIONS = 20
"""Requests kept; each is decided before the next."""

USUAL = "常用期限：紧急5个工作日、一般15日、疑难30日"
"""Source: terms in use on supervision slips (督办单)."""

PROVISIONAL = "（{year}年放假安排尚未公布，暂按法定节假日推算）"


@dataclass(frozen=True, slots=True)
class DueDay:
    """``words``: the term as written, empty where a day was named.

    ``provisional``: the year whose days off are not told yet, in which a term of ``counted_days``
    working days after ``counted_from`` ends; 0 where the day stands.
    """

    due: date
    words: str = ""
    provisional: int = 0
    counted_from: date | None = None
    counted_days: int = 0


def term_of(order: Assign, received: date, calendar: Workdays) -> DueDay:
    """The day that an order names, or the one on which its term ends.

    A term runs from the day of receipt, which does not count itself. Raises: Invalid.
    """
    if order.due is not None:
        if order.within is not None:
            raise Invalid("due 与 within 只能填写一个。", field="within")
        return DueDay(order.due)
    if order.within is None:
        raise Invalid(f"请写明期限日期（due）或办理时限（within）。{USUAL}。", field="due")
    try:
        if order.within.working:
            return within_working_days(order.within.days, received, calendar)
        return within(order.within.days, received)
    except ValueError as fault:
        raise Invalid(f"{fault}。", field="within.days") from fault


def within(days: int, start: date, *, since: str = "") -> DueDay:
    """So many days after ``start``, which does not count itself; ``since`` names it in words."""
    return DueDay(start + timedelta(days=days), f"{since}{days}日内")


def within_working_days(days: int, start: date, calendar: Workdays, *, since: str = "") -> DueDay:
    """As ``within``; the words say so where the days off of that year are not told yet.

    Raises: ValueError (outside the calendar of working days).
    """
    due = after_working_days(start, days, calendar)
    words = f"{since}{days}个工作日内"
    if not is_provisional(due, calendar):
        return DueDay(due, words)
    told = PROVISIONAL.format(year=due.year)
    return DueDay(due, f"{words}{told}", due.year, start, days)


def request_extension(task: Task, order: RequestExtension, given: Given) -> Change[Task]:
    """The lead unit asks for a later day while the due day has not ended; one request at a time.

    Source: forms of extension: asked before the due day, with reason, progress and the new date.
    Raises: NotFound, NotTheLead, WrongState, ExtensionTooLate, ExtensionOpen, Invalid (the day).
    """
    task.must_be_led_by(given.by, given.key)
    task.must_be("accepted", "returned", act="申请延期")
    if task.standing:
        raise Invalid("长期任务没有期限，无须申请延期。", field="task")
    if given.now >= end_of_day(task.due):
        raise ExtensionTooLate(task.due)
    if task.asked is not None:
        raise ExtensionOpen(task.asked.until)
    _must_be_later(order.until, task)
    by = given.by.account
    asked = Extension(
        by=by, at=given.now, until=order.until, reason=order.reason, progress=order.progress
    )
    why = f"{order.reason}（进展：{order.progress}）" if order.progress else order.reason
    new = replace(
        _noted(task, given, "extension-asked", why, order.until),
        extensions=(*task.extensions, asked)[-MAX_EXTENSIONS:],
    )
    fact = ExtensionRequested(
        **task.header(given),
        due=task.due,
        until=order.until,
        reason=order.reason,
        progress=order.progress,
        by=by,
    )
    return Change(new, (fact,))


def decide_extension(task: Task, order: DecideExtension, given: Given) -> Change[Task]:
    """An office grants the day asked for, or another, or refuses; not for its own work.

    The unit asked in time: what fell overdue, or was handed in late, while nobody decided, is
    judged by the day granted.
    Raises: WrongState, NoExtensionOpen, OwnWork, Invalid (the day).
    """
    task.must_be(*sorted(UNSUBMITTED), "submitted", act="批复延期")
    asked = task.asked
    if asked is None:
        raise NoExtensionOpen
    _must_be_anothers(task, given, asked.by)
    decided = replace(asked, granted=order.granted, ruling=order.reason, ruled_by=given.by.account)
    kept = (*task.extensions[:-1], decided)
    if not order.granted:
        return _refused(replace(task, extensions=kept), order, asked, given)
    until = order.until or asked.until
    _must_be_later(until, task)
    _must_be_to_come(until, given, "until")
    granted = _noted(task, given, "extension-granted", order.reason, until)
    moved = moved_to(replace(granted, extensions=kept), until)
    fact = moved_from(moved, task.due, order.reason, given.by.account, given)
    return Change(moved, (fact,))


def reschedule(task: Task, order: Reschedule, given: Given) -> Change[Task] | None:
    """An office moves the day of its own accord; a request that waits is decided first.

    Raises: WrongState, ExtensionOpen, OwnWork, Invalid (the day).
    """
    task.must_be(*sorted(UNSUBMITTED), "submitted", act="调整期限")
    if task.asked is not None:
        raise ExtensionOpen(task.asked.until)
    _must_be_anothers(task, given)
    if order.due == task.due:
        return None
    moved, fact = rescheduled(task, order.due, order.reason, given)
    return Change(moved, (fact,))


def rescheduled(task: Task, due: date, reason: str, given: Given) -> tuple[Task, TaskRescheduled]:
    """The task with a day that an office set of itself. Raises: Invalid (``due``)."""
    for field, detail in faults_of_due(due, task.year):
        raise Invalid(f"{detail}。", field=field)
    _must_be_to_come(due, given, "due")
    moved = moved_to(_noted(task, given, "rescheduled", reason, due), due)
    return moved, moved_from(moved, task.due, reason, given.by.account, given)


def _refused(task: Task, order: DecideExtension, asked: Extension, given: Given) -> Change[Task]:
    if order.until is not None:
        raise Invalid("不同意延期时不能另定期限。", field="until")
    fact = ExtensionRefused(
        **task.header(given),
        due=task.due,
        until=asked.until,
        reason=order.reason,
        by=given.by.account,
    )
    return Change(_noted(task, given, "extension-refused", order.reason), (fact,))


def moved_to(task: Task, until: date) -> Task:
    """The task with another day; a result that is handed in is judged by it too. The day is no
    longer one that was counted.
    """
    deadline = None if task.standing else end_of_day(until)
    handed_in = task.submission
    if handed_in is not None and deadline is not None:
        handed_in = replace(handed_in, late=handed_in.at >= deadline)
    return replace(
        task, due=until, deadline=deadline, overdue=False, submission=handed_in, provisional=0
    )


def _must_be_anothers(task: Task, given: Given, *own: str) -> None:
    """Raises: OwnWork (of the caller, of the caller's unit, or of these accounts)."""
    if given.by.unit == task.lead or given.by.account in (task.person, *own):
        raise OwnWork


def _must_be_later(until: date, task: Task) -> None:
    if until <= task.due:
        raise Invalid(f"延期后的日期须晚于现期限 {task.due}。", field="until")
    for _, detail in faults_of_due(until, task.year):
        raise Invalid(f"{detail}。", field="until")


def _must_be_to_come(day: date, given: Given, field: str) -> None:
    if end_of_day(day) <= given.now:
        raise Invalid(f"{day} 已经过去，请另定期限。", field=field)


def _noted(task: Task, given: Given, what: What, why: str, became: date | None = None) -> Task:
    return task.noted(given, what, why=why, was=str(task.due), became=str(became or ""))


def moved_from(task: Task, previous: date, reason: str, by: str, given: Given) -> TaskRescheduled:
    header = task.scored_header(given)
    return TaskRescheduled(**header, due=task.due, previous=previous, reason=reason, by=by)
