"""The decomposition table (任务分解表): a campaign's standard broken into a district's duties."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.tasks import Decompose, Duty
from contracts.tasks import TaskPlanned
from kit.change import Change, Given, Knowing
from services.tasks.organisation.duty import faults_of_charge, faults_of_due
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.plan import Plan
from services.tasks.planning.row import Row
from services.tasks.refusals import Fault, FaultyRows, TooLarge
from services.tasks.task.task import task_id

MAX_DUTIES = 300


class Decomposition(Struct, frozen=True, kw_only=True):
    """Its id is ``<campaign>.<district>``. ``duties`` as ordered; how they stand after a ruling or
    a handing over, their tasks say (``present.py``).

    ``rows``: of those duties that came from a table, what it wrote. ``answers``: to the questions
    that a table left open, so that the next one does not ask again.
    """

    district: str
    campaign: str
    year: int
    duties: tuple[Duty, ...]
    rows: tuple[Row, ...] = ()
    answers: dict[str, str] = {}

    def by_item(self) -> dict[str, Row]:
        """Every duty as a row, in the order of the table."""
        written = {row.item: row for row in self.rows}
        return {
            duty.item: written.get(duty.item) or _as_row(duty, self.year) for duty in self.duties
        }


def decomposition_id(campaign: str, district: str) -> str:
    return f"{campaign}.{district}"


def decompose(
    table: Decomposition | None, order: Decompose, given: Knowing[Plan]
) -> Change[Decomposition] | None:
    """Plan a task for each new duty; rows that say the same again are passed over.

    The answer lists the ids of the tasks planned now.
    Raises: DistrictNotInCampaign, FaultyRows (nothing is taken), TooLarge.
    """
    plan = given.found
    plan.campaign.must_include(order.district)
    year = plan.campaign.year
    held = {duty.item: duty for duty in table.duties} if table else {}
    rows = [(row, _dated(duty, order.due)) for row, duty in enumerate(order.duties)]
    fresh = [(row, duty) for row, duty in rows if held.get(duty.item) != duty]
    faults = [*_faults(fresh, {item: duty.lead for item, duty in held.items()}, plan)]
    if faults:
        raise FaultyRows("duties", sorted(faults))
    if not fresh:
        return None
    duties = (*held.values(), *(duty for _, duty in fresh))
    if len(duties) > MAX_DUTIES:
        raise TooLarge(f"分解表最多{MAX_DUTIES}项，现有{len(duties)}项。", field="duties")
    empty = Decomposition(district=order.district, campaign=order.campaign, year=year, duties=())
    new = replace(table or empty, duties=duties)
    facts = tuple(_planned(_as_row(duty, year), new, plan, given) for _, duty in fresh)
    return Change(new, facts, {"tasks": [fact.task for fact in facts]})


def as_duty(row: Row) -> Duty:
    return Duty(
        item=row.item,
        lead=row.lead,
        person=row.person,
        cooperating=row.cooperating,
        due=row.due,
    )


def _dated(duty: Duty, due: date) -> Duty:
    return duty if duty.due else replace(duty, due=due)


def _faults(rows: Sequence[tuple[int, Duty]], held: dict[str, str], plan: Plan) -> Iterator[Fault]:
    items = plan.standard.by_code()
    leads = {**held, **plan.taken}
    for row, duty in rows:
        if duty.item not in items:
            yield Fault(row, "item", f"考评标准中没有 {duty.item} 这一项")
        elif duty.item in leads:
            yield Fault(
                row, "item", f"{duty.item} 已由 {leads[duty.item]} 牵头，一项只有一个牵头单位"
            )
        leads.setdefault(duty.item, duty.lead)
        for field, detail in _faults_of(duty, plan):
            yield Fault(row, field, detail)


def _faults_of(duty: Duty, plan: Plan) -> Iterator[tuple[str, str]]:
    row = _as_row(duty, plan.campaign.year)
    yield from faults_of_charge(row.lead, row.person, row.cooperating, plan.directory)
    yield from faults_of_due(row.due, plan.campaign.year)


def _as_row(duty: Duty, year: int) -> Row:
    return Row(
        item=duty.item,
        lead=duty.lead,
        person=duty.person,
        cooperating=duty.cooperating,
        due=duty.due or date(year, 12, 31),
    )


def _planned(row: Row, table: Decomposition, plan: Plan, given: Given) -> TaskPlanned:
    task = task_id(table.year, table.district, row.item)
    return planned(row, task, plan.standard.by_code()[row.item].title, plan.campaign, given)


def planned(
    row: Row,
    task: str,
    title: str,
    campaign: Campaign,
    given: Given,
    *,
    parent: str = "",
    period: str = "",
) -> TaskPlanned:
    """The task of a row, or of one ``period`` of it, a part of ``parent``."""
    return TaskPlanned(
        **campaign.header(),
        task=task,
        item=row.item,
        title=title,
        lead=row.lead,
        cooperating=row.cooperating,
        person=row.person,
        due=row.due,
        by=given.by.account,
        parent=parent,
        period=period,
        standing=row.standing,
        words=row.words,
        provisional=row.provisional,
        counted_from=row.counted_from,
        counted_days=row.counted_days,
    )
