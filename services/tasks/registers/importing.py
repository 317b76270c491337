"""A table becomes rows of a register: what is new is added, what is the same is passed over, what
differs is shown as it was and as it would be, and changed only if the order says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.orders.tasks import ImportRows, PreviewRows
from contracts.sheets import CellFault, SheetFaulty
from contracts.sheets.asking import Asking, QuestionsOpen, remembered
from contracts.sheets.doubts import ask_about
from kit.change import Change, Knowing
from services.tasks.organisation.naming import UnitNames
from services.tasks.organisation.phrase import facts_of
from services.tasks.registers.editing import FIELDS, differences, words
from services.tasks.registers.register import MAX_ROWS, Register, RegisterRow, changed, row_of
from services.tasks.registers.table import Ground, Placed, Read, read

MAX_NOTES = 200
"""Notes and faults shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a table says otherwise than the register. ``same``: how many rows say it again."""

    added: tuple[RegisterRow, ...]
    changes: tuple[tuple[RegisterRow, RegisterRow, Placed], ...]
    same: int
    faults: tuple[CellFault, ...]


def import_rows(
    register: Register, order: ImportRows, given: Knowing[UnitNames]
) -> Change[Register] | None:
    """The answer counts what was added, changed and passed over.

    Raises: SheetFaulty (every fault with its cell; nothing is taken), QuestionsOpen.
    """
    table = _read(register, order, given.found)
    found = compare(register, table)
    faults = [*table.faults, *found.faults]
    if not order.amend:
        faults += [_unasked(was, new, placed) for was, new, placed in found.changes]
    if faults:
        raise SheetFaulty(faults)
    if table.asking.open:
        raise QuestionsOpen(table.asking.open)
    if not (found.added or found.changes):
        return None
    why = f"{order.workbook.filename}：新增{len(found.added)}行，改动{len(found.changes)}行"
    amended = {new.key: new for _, new, _ in found.changes}
    rows = (*(amended.get(row.key, row) for row in register.rows), *found.added)
    register = replace(register, answers=remembered(register.answers, table.asking.kept))
    change = changed(register, register.noted(given, "imported", rows, why=why), given)
    answer = {"added": len(found.added), "changed": len(amended), "same": found.same}
    said = facts_of(table.asking, order.answers, order.workbook.filename, given.by.account)
    return Change(change.state, (*change.events, *said), answer | {"notes": noted(table)})


def preview(ask: PreviewRows, known: tuple[Register, UnitNames]) -> dict[str, Any]:
    """What an import would add and change, every fault, and what was read in another way."""
    register, names = known
    table = _read(register, ask, names)
    found = compare(register, table)
    faults = [*table.faults, *found.faults]
    return {
        "added": [
            {**msgspec.to_builtins(row), "unit_name": names.name(row.unit)} for row in found.added
        ],
        "changed": [_shown(was, new) for was, new, _ in found.changes],
        "same": found.same,
        "absent": [row.key for row in register.standing if row.key not in table.seen],
        "total": len(faults),
        "faults": [fault._asdict() for fault in faults[:MAX_NOTES]],
        "notes": noted(table),
        "questions": [question.shown() for question in table.asking.asked.values()],
        "open": len(table.asking.open),
        "account": table.ledger.shown(faults, table.asking.open_places),
    }


def _read(register: Register, ask: ImportRows | PreviewRows, names: UnitNames) -> Read:
    asking = Asking({**register.answers, **ask.answers}, ask.defaults)
    secret = ask_about(ask.workbook, asking)
    done = read(ask.workbook, Ground(names, register.year), asking)
    done.faults += secret
    return done


def compare(register: Register, table: Read) -> Difference:
    held = register.by_key()
    added: list[RegisterRow] = []
    changes: list[tuple[RegisterRow, RegisterRow, Placed]] = []
    faults: list[CellFault] = []
    for placed in table.rows:
        new, was = row_of(placed.row), held.get(placed.row.key)
        if was is None:
            added.append(new)
        elif was.withdrawn:
            said = f"编号 {new.key} 的行已撤下，请换一个编号"
            faults.append(CellFault(placed.sheet, placed.at, placed.column, said))
        elif differences(row_of(was), new):
            changes.append((was, new, placed))
    total = len(register.rows) + len(added)
    if total > MAX_ROWS:
        said = f"一本台账最多{MAX_ROWS}行，加入后将有{total}行"
        faults.append(CellFault(table.rows[0].sheet, 0, "", said))
    same = len(table.rows) - len(added) - len(changes) - sum(fault.row > 0 for fault in faults)
    return Difference(tuple(added), tuple(changes), same, tuple(faults))


def noted(table: Read) -> list[dict[str, Any]]:
    return [note._asdict() for note in table.notes[:MAX_NOTES]]


def _unasked(was: RegisterRow, new: RegisterRow, placed: Placed) -> CellFault:
    said = f"编号 {new.key} 已在台账中，{words(differences(was, new))}；如要更改请选“更新已有行”"
    return CellFault(placed.sheet, placed.at, placed.column, said)


def _shown(was: RegisterRow, new: RegisterRow) -> Mapping[str, Any]:
    told = [
        {"field": field, "name": FIELDS[field], "was": old, "now": now}
        for field, (old, now) in differences(was, new).items()
    ]
    return {"key": new.key, "changes": told}
