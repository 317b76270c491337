"""What plans must know, and standards and tables as other rooms look them up."""

from datetime import datetime
from typing import Any

from contracts.clock import day_of
from contracts.orders.tasks import (
    Decompose,
    DecomposeByRoles,
    DecomposeTable,
    OpenCampaign,
    PreviewDecomposition,
)
from kit.change import Given
from kit.reader import Reader
from services.tasks.dates.workdays import BUILT_IN
from services.tasks.holidays.looks import calendar_of
from services.tasks.organisation.looks import all_units, directory_of
from services.tasks.organisation.store import DISTRICTS, PERSONS
from services.tasks.planning.campaign import Campaign, campaign_id
from services.tasks.planning.decomposition import Decomposition, decomposition_id
from services.tasks.planning.plan import Plan
from services.tasks.planning.present import as_charged
from services.tasks.planning.row import Row
from services.tasks.planning.standard import Standard
from services.tasks.planning.store import CAMPAIGNS, DECOMPOSITIONS, STANDARDS
from services.tasks.planning.table.reading import Ground
from services.tasks.planning.table.staff import Staff
from services.tasks.planning.tabling import Preview, Table, Tabling
from services.tasks.refusals import StandardNotPublished
from services.tasks.task.store import TASKS
from services.tasks.task.task import UNSUBMITTED, Task, task_id

WITH_TERMS = (DecomposeTable, PreviewDecomposition)
"""Tables that write terms of their own; roles are given one day."""
MAX_PERSONS = 5000
"""Named persons of one district that a table is matched with."""


def for_open_campaign(
    reader: Reader, state: Any, order: OpenCampaign, given: Given
) -> tuple[bool, frozenset[str]]:
    districts = reader.all(DISTRICTS, {"district": {"$in": list(order.districts)}})
    published = reader.find(STANDARDS, order.standard) is not None
    return published, frozenset(id for id, _ in districts)


def for_decompose(
    reader: Reader, state: Decomposition | None, order: Decompose, given: Given
) -> Plan:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    ids = {task_id(campaign.year, order.district, duty.item) for duty in order.duties}
    found = reader.many(TASKS, sorted(ids))
    return Plan(
        campaign=campaign,
        standard=standard_of(reader, campaign),
        directory=directory_of(reader, order.district, (duty.person for duty in order.duties)),
        taken={task.item: task.lead for task in found.values()},
    )


def item_tasks(reader: Reader, campaign: str, district: str) -> list[Task]:
    """The one task of each item; instances and villages' parts are no tasks of an item."""
    whole = {"$in": ["", None]}
    filters = {"district": district, "campaign": campaign, "origin": "item", "parent": whole}
    return [task for _, task in reader.all(TASKS, filters)]


def table_of(
    reader: Reader, ask: Tabling | Preview, state: Decomposition | None, now: datetime
) -> Table:
    """What a table is read against. Raises: NotFound, StandardNotPublished."""
    campaign = reader.get(CAMPAIGNS, ask.campaign)
    reader.get(DISTRICTS, ask.district)
    tasks = item_tasks(reader, ask.campaign, ask.district)
    held = as_charged(state.by_item(), {task.item: task for task in tasks}) if state else {}
    ground = Ground(
        year=campaign.year,
        standard=standard_of(reader, campaign),
        staff=staff_of(reader, ask.district),
        held=held,
        taken={task.item: task.lead for task in tasks if task.item not in held},
        settled=frozenset(task.item for task in tasks if task.state not in UNSUBMITTED),
        today=day_of(now),
        calendar=calendar_of(reader) if isinstance(ask, WITH_TERMS) else BUILT_IN,
    )
    return Table(campaign=campaign, ground=ground)


def present_rows(reader: Reader, state: Decomposition) -> dict[str, Row]:
    """The duties by item as their tasks stand."""
    rows = state.by_item()
    ids = {task_id(state.year, state.district, item): item for item in rows}
    found = reader.many(TASKS, sorted(ids))
    return as_charged(rows, {ids[id]: task for id, task in found.items()})


def for_decompose_table(
    reader: Reader, state: Decomposition | None, order: Tabling, given: Given
) -> Table:
    return table_of(reader, order, state, given.now)


def staff_of(reader: Reader, district: str) -> Staff:
    found = reader.find(DISTRICTS, district)
    persons = reader.all(PERSONS, {"district": district}, limit=MAX_PERSONS)
    return Staff(
        district=found.name if found else "",
        units=all_units(reader, district),
        persons={person.account: person for _, person in persons if person.unit},
    )


def planned_leads(reader: Reader, campaign: str, district: str) -> dict[str, str]:
    table = reader.find(DECOMPOSITIONS, decomposition_id(campaign, district))
    return {duty.item: duty.lead for duty in table.duties} if table else {}


def standard_of(reader: Reader, campaign: Campaign) -> Standard:
    """Raises: StandardNotPublished."""
    standard = reader.find(STANDARDS, campaign.standard)
    if standard is None:
        raise StandardNotPublished(campaign.standard)
    return standard


def of_campaign(order: OpenCampaign, given: Given, reader: Reader) -> str:
    return campaign_id(order.year)


def of_decomposition(
    order: Decompose | DecomposeTable | DecomposeByRoles, given: Given, reader: Reader
) -> str:
    return decomposition_id(order.campaign, order.district)
