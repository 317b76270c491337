"""For registers, the calendar of duties and demands for material."""

from typing import Any

from contracts.evidence import EvidenceSealed
from contracts.orders.tasks import (
    AddRows,
    AmendRow,
    DemandMaterial,
    ImportRows,
    OpenRegister,
    PlanCalendar,
)
from kit.change import Given
from kit.reader import MAX_ALL, Reader
from services.tasks.organisation.looks import followed, unit_names_of, units_of
from services.tasks.organisation.naming import UnitNames
from services.tasks.organisation.store import PERSONS
from services.tasks.planning.campaign import Campaign, campaign_id
from services.tasks.planning.looks import standard_of
from services.tasks.planning.standard import Standard
from services.tasks.planning.store import CAMPAIGNS, STANDARDS
from services.tasks.registers.calendar import Duties, calendar_id, recurrences
from services.tasks.registers.demands import MAX_SHOWN, Held, burden_id
from services.tasks.registers.register import Marker, Register, register_id
from services.tasks.task.sealed import year_of
from services.tasks.task.store import SEALED, TASKS
from services.tasks.task.task import task_id


def for_open_register(
    reader: Reader, state: Any, order: OpenRegister, given: Given
) -> tuple[Campaign, Standard]:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return campaign, standard_of(reader, campaign)


def for_rows(
    reader: Reader, state: Register, order: AddRows | AmendRow, given: Given
) -> frozenset[str]:
    return units_of(reader, state.district)


def for_import_rows(reader: Reader, state: Register, order: ImportRows, given: Given) -> UnitNames:
    return unit_names_of(reader, state.district)


def for_plan_calendar(reader: Reader, state: Any, order: PlanCalendar, given: Given) -> Duties:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    standard = standard_of(reader, campaign)
    recurring = {
        item.code: task_id(campaign.year, order.district, item.code)
        for item in standard.items
        if recurrences(item, campaign.year)
    }
    found = reader.many(TASKS, recurring.values())
    tasks = {item: (id, found[id]) for item, id in recurring.items() if id in found}
    return Duties(
        campaign=campaign,
        standard=standard,
        tasks=tasks,
        parts=_parted(reader, order.district, [id for id, _ in tasks.values()]),
    )


def for_photo(reader: Reader, state: Register | None, fact: EvidenceSealed, given: Given) -> Marker:
    """An office may show any row, the unit that leads the item's task any of its register, every
    other unit its own.
    """
    if state is None:
        return Marker()
    if not fact.unit:
        person = reader.find(PERSONS, fact.by)
        office = person is not None and not {"city_office", "district_office"}.isdisjoint(
            person.roles
        )
        return Marker(every=office)
    units = followed(reader, state.district, fact.unit)
    task = reader.find(TASKS, task_id(state.year, state.district, state.item))
    return Marker(units=units, every=task is not None and task.lead in units)


def for_demand_material(reader: Reader, state: Any, order: DemandMaterial, given: Given) -> Held:
    campaign = reader.find(CAMPAIGNS, campaign_id(order.year))
    standard = reader.find(STANDARDS, campaign.standard) if campaign else None
    filters = {
        "district": order.district,
        "unit": order.unit,
        "items": order.item,
        "year": order.year,
    }
    return Held(
        sealed=tuple(sorted(reader.all(SEALED, filters, limit=MAX_SHOWN))),
        unit_known=order.unit in units_of(reader, order.district),
        item_known=standard is not None and standard.item(order.item) is not None,
    )


def _parted(reader: Reader, district: str, tasks: list[str]) -> frozenset[str]:
    """Those of the tasks that have parts which no calendar made."""
    found = reader.all(TASKS, {"district": district, "parent": {"$in": tasks}}, limit=MAX_ALL)
    return frozenset(part.parent for id, part in found if not id.startswith(f"{part.parent}.y"))


def of_register(order: OpenRegister, given: Given, reader: Reader) -> str:
    """Raises: NotFound (no such campaign)."""
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return register_id(campaign.year, order.district, order.item)


def of_calendar(order: PlanCalendar, given: Given, reader: Reader) -> str:
    return calendar_id(order.campaign, order.district)


def of_burden(order: DemandMaterial, given: Given, reader: Reader) -> str:
    return burden_id(order.year, order.district, order.unit)


def of_photo(fact: EvidenceSealed, given: Given, reader: Reader) -> str:
    """The register whose row the photo shows, if there is one; empty if it shows none."""
    return fact.register if fact.row and not _secret(given) else ""


def of_demand(fact: EvidenceSealed, given: Given, reader: Reader) -> str:
    """What the unit was asked for in the evidence's year, if anything was."""
    if not fact.unit or _secret(given):
        return ""
    return burden_id(year_of(fact, given.heard), given.heard.district, fact.unit)


def _secret(given: Given) -> bool:
    return given.heard.told_to is not None
