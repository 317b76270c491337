"""For tasks."""

from typing import Any

from contracts.orders.tasks import Assign, Rule, Submit
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.planning.duty import Directory, Plan
from services.tasks.domain.registers.register import register_id
from services.tasks.domain.working.review import Handing
from services.tasks.domain.working.task import Task
from services.tasks.lookups.known import directory_of, sealed_of, standard_of
from services.tasks.lookups.planning import item_leads, planned_leads
from services.tasks.store import CAMPAIGNS, REGISTERS


def for_assign(reader: Reader, state: Any, order: Assign, given: Given) -> Plan:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    planned = planned_leads(reader, order.campaign, order.district)
    return Plan(
        campaign=campaign,
        standard=standard_of(reader, campaign),
        directory=directory_of(reader, order.district, (order.person,)),
        taken={**planned, **item_leads(reader, order.campaign, order.district)},
    )


def for_rule(reader: Reader, state: Task, order: Rule, given: Given) -> Directory:
    return directory_of(reader, state.district, (order.person,) if order.person else ())


def for_submit(reader: Reader, state: Task, order: Submit, given: Given) -> Handing:
    sealed = sealed_of(reader, state.district, order.evidence, task=given.key)
    if not state.scored:
        return Handing(sealed=sealed)
    register = reader.find(REGISTERS, register_id(state.year, state.district, state.scored))
    return Handing(sealed=sealed, counted=register.counted if register else None)
