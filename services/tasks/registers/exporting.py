"""A register as a table that may be imported again, and what it still lacks."""

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.sheets import Sheet, Workbook
from services.tasks.registers.columns import HEADERS, WRITTEN
from services.tasks.registers.register import Register, RegisterRow
from services.tasks.sheets.privacy import leaving

STATES = {"open": "未完成", "done": "已完成", "withdrawn": "已撤下"}
WIDTHS = (14, 30, 20, 24, 12, 12, 12, 24, 10, 10)


def sheet_of(register: Register, rows: Iterable[RegisterRow], said: Mapping[str, str]) -> Workbook:
    """The columns of an import in its order, then what the register knows of each row.

    ``said``: unit -> what a table says for it. Withdrawn rows are left out: imported again they
    would be refused.
    """
    head = tuple(headers[0] for headers in HEADERS.values()) + WRITTEN
    body = tuple(_line(register, row, said) for row in rows if not row.withdrawn)
    sheet = Sheet(name="台账", rows=(head, *body), widths=WIDTHS, header=1)
    return Workbook(filename=f"{register.year}年{register.item}台账.xlsx", sheets=(sheet,))


def lacking(
    register: Register, rows: Iterable[RegisterRow], titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """By unit, then place: how many rows there are, how many lack evidence, and which.

    ``titles``: unit -> its name. Who lacks most stands first, then by name; units, never persons.
    """
    units: dict[str, dict[str, list[RegisterRow]]] = {}
    for row in rows:
        if not row.withdrawn:
            units.setdefault(row.unit, {}).setdefault(row.place, []).append(row)
    told = [_unit(register, unit, titles.get(unit, unit), held) for unit, held in units.items()]
    return sorted(told, key=lambda one: (-one["missing"], one["name"]))


def _line(register: Register, row: RegisterRow, said: Mapping[str, str]) -> tuple[str, ...]:
    cells = (
        row.key,
        row.label,
        said.get(row.unit, row.unit),
        row.place,
        row.kind,
        row.on.isoformat() if row.on else "",
        row.who,
        row.note,
        STATES[register.state_of(row)],
        str(len(register.proof(row.key))),
    )
    return tuple(leaving(cell) for cell in cells)


def _unit(
    register: Register, unit: str, name: str, places: Mapping[str, list[RegisterRow]]
) -> dict[str, Any]:
    told = [_place(register, place, rows) for place, rows in sorted(places.items())]
    return {
        "unit": unit,
        "name": name,
        "rows": sum(place["rows"] for place in told),
        "missing": sum(place["missing"] for place in told),
        "places": [place for place in told if place["missing"]],
    }


def _place(register: Register, place: str, rows: list[RegisterRow]) -> dict[str, Any]:
    lacking = [row for row in rows if register.state_of(row) == "open"]
    return {
        "place": place,
        "rows": len(rows),
        "missing": len(lacking),
        "lacking": [{"key": row.key, "label": row.label, "kind": row.kind} for row in lacking],
    }
