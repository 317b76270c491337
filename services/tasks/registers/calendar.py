"""The calendar of duties: what a standard counts by the year becomes recurring tasks."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import PlanCalendar
from contracts.scoring import ItemSummary
from contracts.tasks import TaskPlanned
from kit.change import Change, Given, Knowing
from services.tasks.dates.named_days import NAMED
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.standard import Standard
from services.tasks.task.task import Task

MAX_TIMES = 60
"""Times a year that one item may ask for."""
MAX_DUTIES = 1000


class Recurrence(Struct, frozen=True, kw_only=True):
    """One recurrence: a task of its own under the item's task."""

    task: str
    item: str
    period: str
    due: date


class Calendar(Struct, frozen=True, kw_only=True):
    """Its id is ``y-<campaign>.<district>``."""

    district: str
    campaign: str
    year: int
    instances: tuple[Recurrence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What a calendar is made of. ``tasks``: item -> (id, its task). ``parts``: ids of tasks that
    have parts already (the decomposition's own instances, villages), which no calendar repeats.
    """

    campaign: Campaign
    standard: Standard
    tasks: Mapping[str, tuple[str, Task]]
    parts: frozenset[str] = frozenset()


def calendar_id(campaign: str, district: str) -> str:
    return f"y-{campaign}.{district}"


def plan_calendar(
    calendar: Calendar | None, order: PlanCalendar, given: Knowing[Duties]
) -> Change[Calendar] | None:
    """Plan an instance for every recurrence that has none; planning twice changes nothing.

    A day that has passed is not planned: it would be late on arrival. The
    answer lists the tasks planned, the items without a task, the days that had passed and the
    occasions without a known date.
    Raises: DistrictNotInCampaign.
    """
    duties = given.found
    duties.campaign.must_include(order.district)
    held = calendar or Calendar(
        district=order.district, campaign=order.campaign, year=duties.campaign.year
    )
    known = {instance.task for instance in held.instances}
    today = day_of(given.now)
    fresh: list[tuple[Recurrence, ItemSummary]] = []
    passed: list[str] = []
    for item in duties.standard.items:
        for instance in _instances(item, held.year, duties):
            if instance.task in known:
                continue
            if instance.due < today:
                passed.append(f"{item.code} {instance.period}")
                continue
            fresh.append((instance, item))
    if not fresh:
        return None
    new = replace(held, instances=(*held.instances, *(one for one, _ in fresh))[:MAX_DUTIES])
    facts = tuple(_planned(one, item, duties, given) for one, item in fresh[:MAX_DUTIES])
    answer = {
        "tasks": [fact.task for fact in facts],
        "without": _without(duties),
        "passed": passed,
        "undated": [
            f"{item.code} {name}"
            for item in duties.standard.items
            for name in item.occasions
            if name not in NAMED
        ],
    }
    return Change(new, facts, answer)


def recurrences(item: ItemSummary, year: int) -> list[tuple[str, date]]:
    """(period, due) of a year, in order: its named days, and its count spread evenly.

    A count of four falls on the quarters' ends, twelve on the months'; a named day that has no
    known date is left out.
    """
    named = [(name, NAMED[name][1](year)) for name in item.occasions if name in NAMED]
    times = 0 if item.occasions else min(item.yearly, MAX_TIMES)
    spread = [_period(year, at, times) for at in range(1, times + 1)]
    return sorted([*named, *spread], key=lambda one: one[1])


def _period(year: int, at: int, times: int) -> tuple[str, date]:
    """The ``at``-th of ``times`` equal parts of a year: its name and its last day."""
    if times > 12:
        days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
        due = date(year, 1, 1) + timedelta(days=-(-days * at // times) - 1)
        return due.isoformat(), due
    month = -(-12 * at // times)
    due = date(year, month, monthrange(year, month)[1])
    if times == 1:
        return str(year), due
    if times in (2, 4):
        return f"{year}-{'H' if times == 2 else 'Q'}{at}", due
    return f"{year}-{month:02d}", due


def _instances(item: ItemSummary, year: int, duties: Duties) -> list[Recurrence]:
    parent = duties.tasks.get(item.code)
    if parent is None or parent[0] in duties.parts:
        return []
    return [
        Recurrence(task=f"{parent[0]}.y{at}", item=item.code, period=period, due=due)
        for at, (period, due) in enumerate(recurrences(item, year), start=1)
    ]


def _without(duties: Duties) -> list[str]:
    return [
        item.code
        for item in duties.standard.items
        if recurrences(item, duties.campaign.year) and item.code not in duties.tasks
    ]


def _planned(instance: Recurrence, item: ItemSummary, duties: Duties, given: Given) -> TaskPlanned:
    id, task = duties.tasks[item.code]
    return TaskPlanned(
        task=instance.task,
        campaign=task.campaign,
        year=task.year,
        standard=task.standard,
        item=item.code,
        title=f"{instance.period}：{item.title}"[:200],
        lead=task.lead,
        cooperating=task.cooperating,
        person=task.person,
        due=instance.due,
        by=given.by.account,
        parent=id,
        period=instance.period,
    )
