"""What a table would make, as its preview shows it."""

from typing import Any, NamedTuple

from services.tasks.planning.decomposition import Decomposition
from services.tasks.planning.row import Row
from services.tasks.planning.table.reading import Ground
from services.tasks.planning.tabling import Outcome, Preview, Table, read

MAX_SHOWN = 200
"""Faults that are listed; the total says how many there are."""


class Previewed(NamedTuple):
    """What a preview is made of, beside the question."""

    table: Table
    state: Decomposition | None


def preview(ask: Preview, found: Previewed) -> dict[str, Any]:
    """What the table, or the standard's roles, would make. Raises: DistrictNotInCampaign."""
    return shown(read(ask, found.table, found.state), found.table.ground)


def shown(outcome: Outcome, ground: Ground) -> dict[str, Any]:
    """The preview: what will be made, what cannot be read, what is asked, what changes."""
    reading, staff = outcome.reading, ground.staff
    return {
        "sha256": outcome.sha256,
        "shape": reading.shape,
        "duties": [_row_shown(row, ground) for row in reading.rows],
        "faults": [fault._asdict() for fault in reading.faults[:MAX_SHOWN]],
        "total_faults": len(reading.faults),
        "questions": [question.shown() for question in reading.asking.asked.values()],
        "open": len(reading.asking.open),
        "date_missing": [one._asdict() for one in reading.undated],
        "skipped": [one._asdict() for one in reading.skipped],
        "notes": [one._asdict() for one in reading.notes],
        "beside": list(reading.beside[:MAX_SHOWN]),
        "missing": reading.missing,
        "unserved": sorted(
            question.id.removeprefix("unit:")
            for question in reading.asking.open
            if question.id.startswith("unit:")
        ),
        "account": reading.ledger.shown(reading.faults, reading.asking.open_places),
        "diff": outcome.diff.shown(),
        "units": len(staff.units),
    }


def _row_shown(row: Row, ground: Ground) -> dict[str, Any]:
    staff = ground.staff
    item = ground.standard.item(row.item)
    return {
        "item": row.item,
        "title": item.title if item else "",
        "sheet": row.sheet,
        "row": row.row,
        "lead": row.lead,
        "lead_name": staff.name(row.lead),
        "person": row.person,
        "person_name": staff.persons[row.person].name if row.person in staff.persons else "",
        "cooperating": list(row.cooperating),
        "cooperating_names": [staff.name(code) for code in row.cooperating],
        "due": row.due.isoformat(),
        "words": row.words,
        "standing": row.standing,
        "instances": [{"period": one.period, "due": one.due.isoformat()} for one in row.instances],
        "people": _people(row, ground),
    }


def _people(row: Row, ground: Ground) -> list[dict[str, str]]:
    """Persons by role, with the account where the lead unit has one of that name."""
    persons = ground.staff.persons
    of = {persons[a].name: a for a in reversed(ground.staff.charged(row.lead))}
    return [
        {"role": role, "name": name, "account": of.get(name, "")}
        for role, name in row.people.items()
    ]
