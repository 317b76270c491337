"""The imports of a district's units: one list is taken whole, or not at all."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from contracts.orders.tasks import ImportUnits, PreviewUnits
from contracts.refusals import Invalid
from contracts.sheets import MAX_SHOWN_FAULTS, SheetFaulty
from contracts.sheets.asking import Asking, QuestionsOpen, remembered
from contracts.sheets.doubts import ask_about
from contracts.tasks import UnitListed
from kit.change import Change, Knowing
from services.tasks.alike import alike
from services.tasks.organisation.list_lines import Listed, Listing
from services.tasks.organisation.listing import read_units
from services.tasks.organisation.phrase import facts_of
from services.tasks.organisation.unit import Unit

MAX_KEPT = 20
"""Imports that are remembered, the newest."""


class Taken(Struct, frozen=True, kw_only=True):
    """One list that changed something."""

    by: str
    at: datetime
    filename: str
    rows: int
    new: int
    changed: int


class UnitImport(Struct, frozen=True, kw_only=True):
    """Its id is ``units.<district>``. ``answers``: to what lists left open."""

    district: str
    taken: tuple[Taken, ...] = ()
    answers: dict[str, str] = {}


def unit_import_id(district: str) -> str:
    return f"units.{district}"


def import_units(
    state: UnitImport | None, order: ImportUnits, given: Knowing[tuple[bool, dict[str, Unit]]]
) -> Change[UnitImport] | None:
    """A fact for each unit that is new or changed; the same list again changes nothing.

    ``given.found``: (whether the district exists, its units by code).
    Raises: Invalid (no such district), SheetFaulty (every fault with its cell; nothing is taken),
    QuestionsOpen.
    """
    exists, known = given.found
    if not exists:
        raise Invalid(f"区县 {order.district} 不存在，请先设立区县。", field="district")
    listing = _read(state, order, known)
    if listing.faults:
        raise SheetFaulty(listing.faults)
    if listing.asking.open:
        raise QuestionsOpen(listing.asking.open)
    if not listing.changes:
        return None
    by = given.by.account
    taken = Taken(
        by=by,
        at=given.now,
        filename=order.workbook.filename,
        rows=len(listing.rows),
        new=sum(one.change == "new" for one in listing.rows),
        changed=sum(one.change == "changed" for one in listing.rows),
    )
    before = state.taken if state else ()
    new = UnitImport(
        district=order.district,
        taken=(*before, taken)[-MAX_KEPT:],
        answers=remembered(state.answers if state else {}, listing.asking.kept),
    )
    listed = (alike(UnitListed, one.unit, by=by) for one in listing.changes)
    facts = (*listed, *facts_of(listing.asking, order.answers, order.workbook.filename, by))
    return Change(new, facts, {"rows": taken.rows, "new": taken.new, "changed": taken.changed})


def preview(
    ask: PreviewUnits, found: tuple[UnitImport | None, Mapping[str, Unit]]
) -> dict[str, object]:
    """What an import would do. ``found``: the imports before it, the district's units by code."""
    state, known = found
    return shown(_read(state, ask, known), known)


def _read(
    state: UnitImport | None, ask: ImportUnits | PreviewUnits, known: Mapping[str, Unit]
) -> Listing:
    before = state.answers if state else {}
    asking = Asking({**before, **ask.answers}, ask.defaults)
    secret = ask_about(ask.workbook, asking)
    listing = read_units(ask.workbook, ask.district, known, asking)
    listing.faults += secret
    return listing


def shown(listing: Listing, known: Mapping[str, Unit]) -> dict[str, object]:
    """The preview: each row as the unit that it will be, and every fault."""
    names = {code: unit.name for code, unit in known.items()}
    names |= {one.unit.unit: one.unit.name for one in listing.rows}
    return {
        "rows": [_row(one, known, names) for one in listing.rows],
        "total_faults": len(listing.faults),
        "faults": [fault._asdict() for fault in listing.faults[:MAX_SHOWN_FAULTS]],
        "notes": [note._asdict() for note in listing.notes[:MAX_SHOWN_FAULTS]],
        "questions": [question.shown() for question in listing.asking.asked.values()],
        "open": len(listing.asking.open),
        "account": listing.ledger.shown(listing.faults, listing.asking.open_places),
        "new": sum(one.change == "new" for one in listing.rows),
        "changed": sum(one.change == "changed" for one in listing.rows),
    }


def _row(one: Listed, known: Mapping[str, Unit], names: Mapping[str, str]) -> dict[str, object]:
    unit, before = one.unit, known.get(one.unit.unit)
    return {
        "sheet": one.sheet,
        "row": one.row,
        "change": one.change,
        "unit": unit.unit,
        "name": unit.name,
        "before": before.name if before else "",
        "kind": unit.kind,
        "parent": unit.parent,
        "parent_name": names.get(unit.parent or "", ""),
        "aliases": list(unit.aliases),
        "serves": list(unit.serves),
    }
