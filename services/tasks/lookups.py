"""What decisions must know besides their own aggregate: read before they decide.

City-wide callers see every district, so each filter names the district.
"""

from collections.abc import Iterable
from typing import Any

from contracts.orders.tasks import (
    AddRows,
    AppointPerson,
    Assign,
    Decompose,
    OpenCampaign,
    OpenRegister,
    PlanInspection,
    RaiseFinding,
    Rectify,
    RegisterUnit,
    Rule,
    Submit,
)
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.campaign import Campaign
from services.tasks.domain.decomposition import decomposition_id
from services.tasks.domain.duty import Directory, Plan
from services.tasks.domain.finding import Finding, Scene
from services.tasks.domain.refusals import StandardNotPublished
from services.tasks.domain.register import Register, register_id
from services.tasks.domain.review import Handing
from services.tasks.domain.standard import Standard
from services.tasks.domain.task import Task
from services.tasks.domain.unit import unit_id
from services.tasks.store import (
    CAMPAIGNS,
    DECOMPOSITIONS,
    DISTRICTS,
    INSPECTIONS,
    PERSONS,
    REGISTERS,
    SEALED,
    STANDARDS,
    TASKS,
    UNITS,
)

MAX_UNITS = 2000
"""Units of one district that a decision looks at."""


def for_register_unit(
    reader: Reader, state: Any, order: RegisterUnit, given: Given
) -> frozenset[str]:
    return _standing(reader, order.district, order.parent)


def for_appoint_person(
    reader: Reader, state: Any, order: AppointPerson, given: Given
) -> frozenset[str]:
    return _standing(reader, order.district, order.unit)


def for_open_campaign(
    reader: Reader, state: Any, order: OpenCampaign, given: Given
) -> tuple[bool, frozenset[str]]:
    districts = reader.all(DISTRICTS, {"district": {"$in": list(order.districts)}})
    published = reader.find(STANDARDS, order.standard) is not None
    return published, frozenset(id for id, _ in districts)


def for_decompose(reader: Reader, state: Any, order: Decompose, given: Given) -> Plan:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    taken = _item_leads(reader, order.campaign, order.district)
    for item in _planned_leads(reader, order.campaign, order.district):
        taken.pop(item, None)
    return Plan(
        campaign=campaign,
        standard=_standard(reader, campaign),
        directory=_directory(reader, order.district, (duty.person for duty in order.duties)),
        taken=taken,
    )


def for_assign(reader: Reader, state: Any, order: Assign, given: Given) -> Plan:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    planned = _planned_leads(reader, order.campaign, order.district)
    return Plan(
        campaign=campaign,
        standard=_standard(reader, campaign),
        directory=_directory(reader, order.district, (order.person,)),
        taken={**planned, **_item_leads(reader, order.campaign, order.district)},
    )


def for_rule(reader: Reader, state: Task, order: Rule, given: Given) -> Directory:
    return _directory(reader, state.district, (order.person,) if order.person else ())


def for_submit(reader: Reader, state: Task, order: Submit, given: Given) -> Handing:
    sealed = _sealed(reader, state.district, order.evidence, task=given.key)
    if not state.scored:
        return Handing(sealed=sealed)
    register = reader.find(REGISTERS, register_id(state.year, state.district, state.scored))
    return Handing(sealed=sealed, counted=register.counted if register else None)


def for_open_register(
    reader: Reader, state: Any, order: OpenRegister, given: Given
) -> tuple[Campaign, Standard]:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return campaign, _standard(reader, campaign)


def for_add_rows(reader: Reader, state: Register, order: AddRows, given: Given) -> frozenset[str]:
    return _units(reader, state.district)


def for_plan_inspection(
    reader: Reader, state: Any, order: PlanInspection, given: Given
) -> Campaign:
    return reader.get(CAMPAIGNS, order.campaign)


def for_raise_finding(reader: Reader, state: Any, order: RaiseFinding, given: Given) -> Scene:
    inspection = reader.get(INSPECTIONS, order.inspection)
    standard = reader.get(STANDARDS, inspection.standard)
    return Scene(
        inspection=inspection,
        items=frozenset(standard.by_code()),
        units=_units(reader, inspection.district),
        sealed=_sealed(reader, inspection.district, order.evidence),
    )


def for_rectify(reader: Reader, state: Finding, order: Rectify, given: Given) -> frozenset[str]:
    return _sealed(reader, state.district, order.evidence)


def _standing(reader: Reader, district: str, unit: str | None) -> frozenset[str]:
    """Which of a district and one of its units exist."""
    found = {district} if reader.find(DISTRICTS, district) else set()
    if unit is not None and reader.find(UNITS, unit_id(district, unit)):
        found.add(unit_id(district, unit))
    return frozenset(found)


def _standard(reader: Reader, campaign: Campaign) -> Standard:
    """Raises: StandardNotPublished."""
    standard = reader.find(STANDARDS, campaign.standard)
    if standard is None:
        raise StandardNotPublished(campaign.standard)
    return standard


def _units(reader: Reader, district: str) -> frozenset[str]:
    found = reader.all(UNITS, {"district": district}, limit=MAX_UNITS)
    return frozenset(unit.unit for _, unit in found)


def _directory(reader: Reader, district: str, accounts: Iterable[str]) -> Directory:
    named = sorted(set(accounts))
    persons = reader.all(PERSONS, {"district": district, "account": {"$in": named}})
    return Directory(
        units=_units(reader, district),
        persons={person.account: person.unit for _, person in persons},
    )


def _item_leads(reader: Reader, campaign: str, district: str) -> dict[str, str]:
    tasks = reader.all(TASKS, {"district": district, "campaign": campaign, "origin": "item"})
    return {task.item: task.lead for _, task in tasks}


def _planned_leads(reader: Reader, campaign: str, district: str) -> dict[str, str]:
    table = reader.find(DECOMPOSITIONS, decomposition_id(campaign, district))
    return {duty.item: duty.lead for duty in table.duties} if table else {}


def _sealed(
    reader: Reader, district: str, evidence: tuple[str, ...], task: str = ""
) -> frozenset[str]:
    """Those of the ids that are sealed in the district, and for the task if one is named."""
    if not evidence:
        return frozenset()
    filters: dict[str, Any] = {"district": district, "evidence": {"$in": list(evidence)}}
    if task:
        filters["tasks"] = task
    return frozenset(id for id, _ in reader.all(SEALED, filters))
