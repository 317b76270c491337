"""For campaigns and the decomposition."""

from typing import Any

from contracts.orders.tasks import Decompose, OpenCampaign
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.planning.decomposition import decomposition_id
from services.tasks.domain.planning.duty import Plan
from services.tasks.lookups.known import directory_of, standard_of
from services.tasks.store import CAMPAIGNS, DECOMPOSITIONS, DISTRICTS, STANDARDS, TASKS


def for_open_campaign(
    reader: Reader, state: Any, order: OpenCampaign, given: Given
) -> tuple[bool, frozenset[str]]:
    districts = reader.all(DISTRICTS, {"district": {"$in": list(order.districts)}})
    published = reader.find(STANDARDS, order.standard) is not None
    return published, frozenset(id for id, _ in districts)


def for_decompose(reader: Reader, state: Any, order: Decompose, given: Given) -> Plan:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    taken = item_leads(reader, order.campaign, order.district)
    for item in planned_leads(reader, order.campaign, order.district):
        taken.pop(item, None)
    return Plan(
        campaign=campaign,
        standard=standard_of(reader, campaign),
        directory=directory_of(reader, order.district, (duty.person for duty in order.duties)),
        taken=taken,
    )


def item_leads(reader: Reader, campaign: str, district: str) -> dict[str, str]:
    tasks = reader.all(TASKS, {"district": district, "campaign": campaign, "origin": "item"})
    return {task.item: task.lead for _, task in tasks}


def planned_leads(reader: Reader, campaign: str, district: str) -> dict[str, str]:
    table = reader.find(DECOMPOSITIONS, decomposition_id(campaign, district))
    return {duty.item: duty.lead for duty in table.duties} if table else {}
