"""For inspections, findings, slips and accountability."""

from collections.abc import Iterable
from typing import Any

from contracts.caller import Caller
from contracts.orders.tasks import (
    Appeal,
    LookBack,
    PlanInspection,
    RaiseFinding,
    RecordAccountability,
    Rectify,
    ReplyAccountability,
    SetSlipRules,
)
from contracts.sight import told
from contracts.tasks import InspectionPublished, SlipDue
from contracts.words import CITY_WIDE
from kit.change import Given
from kit.reader import Reader
from services.tasks.organisation.looks import all_units, sign_of, units_of, with_former
from services.tasks.organisation.store import PERSONS
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.store import CAMPAIGNS, STANDARDS
from services.tasks.supervision.accountability import Accountability, Grounds
from services.tasks.supervision.finding import Finding
from services.tasks.supervision.inspection import Inspection, Party
from services.tasks.supervision.raising import MAX_FINDINGS, Scene
from services.tasks.supervision.rectifying import PICTURES, Proof
from services.tasks.supervision.slip_book import SlipBook, slip_book_id
from services.tasks.supervision.slips import USUAL, SlipRules
from services.tasks.supervision.store import FINDINGS, INSPECTIONS, SLIP_BOOKS
from services.tasks.task.sealed import Sealed
from services.tasks.task.store import SEALED, TASKS


def for_plan_inspection(reader: Reader, state: Any, order: PlanInspection, given: Given) -> Party:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    found = reader.many(PERSONS, order.inspectors)
    return Party(
        campaign=campaign,
        inspectors=frozenset(
            person.account
            for person in found.values()
            if "inspector" in person.roles and person.district in (order.district, CITY_WIDE)
        ),
        units=units_of(reader, order.district) if order.units else frozenset(),
    )


def for_raise_finding(reader: Reader, state: Any, order: RaiseFinding, given: Given) -> Scene:
    """Raises: NotFound (also a covert inspection of others)."""
    inspection = reader.get(INSPECTIONS, order.inspection)
    standard = reader.get(STANDARDS, inspection.standard)
    of_it = {"district": inspection.district, "inspection": order.inspection}
    pieces = _pieces_of(reader, inspection, order.evidence, given.by)
    units = all_units(reader, inspection.district)
    return Scene(
        inspection=inspection,
        items=frozenset(standard.by_code()),
        units=frozenset(code for code, unit in units.items() if not unit.closed),
        garrisons=frozenset(code for code, unit in units.items() if unit.kind == "garrison"),
        sealed=frozenset(pieces),
        reserved=frozenset(id for id, one in pieces.items() if one.confidants is not None),
        rules=slip_rules(reader, inspection.year, inspection.district),
        raised=reader.count(FINDINGS, of_it),
    )


def _pieces_of(
    reader: Reader, visit: Inspection | Finding, evidence: tuple[str, ...], by: Caller
) -> dict[str, Sealed]:
    """Those of the ids that are sealed and that the caller may know of, or that an inspector of
    the same visit made: who goes together may use each other's photos.
    """
    if not evidence:
        return {}
    found = reader.everywhere().many(SEALED, evidence)
    return {
        id: one
        for id, one in found.items()
        if one.district == visit.district
        and (told(one.confidants, by) or one.by in visit.inspectors)
    }


def for_rectify(reader: Reader, state: Finding, order: Rectify, given: Given) -> Proof:
    pieces = (*order.evidence, *order.before, *order.after)
    standard = reader.find(STANDARDS, state.standard)
    item = standard.by_code().get(state.item) if standard else None
    named = reader.find(PERSONS, order.responsible) if order.responsible else None
    return Proof(
        sealed=sealed_of(reader, state.district, pieces, given.by, shown=state.evidence),
        pictures=item is not None and not PICTURES.isdisjoint(item.evidence),
        responsible=order.responsible is None
        or (named is not None and (named.district, named.unit) == (state.district, state.unit)),
    )


def for_evidence(
    reader: Reader, state: Finding, order: Appeal | LookBack, given: Given
) -> frozenset[str]:
    if not given.by.unit:
        return frozenset(_pieces_of(reader, state, order.evidence, given.by))
    return sealed_of(reader, state.district, order.evidence, given.by, shown=state.evidence)


def for_finding_due(reader: Reader, state: Finding, order: Any, given: Given) -> Inspection | None:
    return reader.find(INSPECTIONS, state.inspection) if state.held else None


def for_slip_rules(reader: Reader, state: Any, order: SetSlipRules, given: Given) -> Campaign:
    return reader.get(CAMPAIGNS, order.campaign)


def for_record(reader: Reader, state: Any, order: RecordAccountability, given: Given) -> Grounds:
    here = order.district
    return Grounds(
        campaign=reader.get(CAMPAIGNS, order.campaign),
        units=units_of(reader, here),
        findings=frozenset(
            id
            for id, one in reader.many(FINDINGS, order.findings).items()
            if (one.district, one.unit) == (here, order.unit) and not one.held
        ),
        tasks=frozenset(
            id
            for id, task in reader.many(TASKS, order.tasks).items()
            if task.district == here and order.unit in task.units
        ),
    )


def for_reply(
    reader: Reader, state: Accountability, order: ReplyAccountability, given: Given
) -> frozenset[str]:
    return sealed_of(reader, state.district, order.evidence, given.by)


def slip_rules(reader: Reader, year: int, district: str) -> SlipRules:
    book = reader.find(SLIP_BOOKS, slip_book_id(year, district))
    return book.rules if book else USUAL


def sealed_of(
    reader: Reader,
    district: str,
    evidence: tuple[str, ...],
    by: Caller,
    *,
    shown: Iterable[str] = (),
) -> frozenset[str]:
    """Those of the ids that are sealed in the district and exist for who names them.

    A unit knows its own evidence and what it was ``shown``; who belongs to none knows that of all
    units; what is reserved, its confidants alone.
    """
    if not evidence:
        return frozenset()
    found = reader.many(SEALED, evidence)
    own = with_former(reader, district, (by.unit,)) if by.unit else frozenset()
    known = frozenset(shown)
    return frozenset(
        id
        for id, one in found.items()
        if one.district == district
        and told(one.confidants, by)
        and (not by.unit or id in known or one.unit in own or one.by == by.account)
    )


def of_slip_book(order: SetSlipRules, given: Given, reader: Reader) -> str:
    """Raises: NotFound (no such campaign)."""
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return slip_book_id(campaign.year, order.district)


def of_inspection(fact: InspectionPublished, given: Given, reader: Reader) -> list[str]:
    wanted = {"district": given.heard.district, "inspection": fact.inspection, "state": "held"}
    return [id for id, _ in reader.all(FINDINGS, wanted, limit=MAX_FINDINGS + 100)]


def for_number_slip(reader: Reader, state: SlipBook | None, fact: SlipDue, given: Given) -> str:
    return state.sign if state and state.sign else sign_of(reader, given.heard.district)


def of_slip(fact: SlipDue, given: Given, reader: Reader) -> str:
    return slip_book_id(fact.year, given.heard.district)
