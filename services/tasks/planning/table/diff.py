"""What a table changes against the present decomposition."""

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from msgspec import to_builtins

from services.tasks.planning.row import Row
from services.tasks.planning.table.staff import Staff


class Moved(NamedTuple):
    """``before`` and ``after`` as people read them."""

    item: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Diff:
    """Items in the order of the table. ``vanished`` ones keep their tasks: they are only told."""

    added: tuple[str, ...]
    changed: tuple[Moved, ...]
    vanished: tuple[str, ...]

    @property
    def changes(self) -> frozenset[str]:
        return frozenset(one.item for one in self.changed)

    def shown(self) -> dict[str, Any]:
        return {
            "added": list(self.added),
            "changed": [one._asdict() for one in self.changed],
            "vanished": list(self.vanished),
        }


def compare(held: Mapping[str, Row], rows: list[Row], named: Container[str], staff: Staff) -> Diff:
    """A unit that was succeeded since is the same as its successor.

    ``named``: the items of all rows, those among them that are not whole yet.
    """
    return Diff(
        added=tuple(row.item for row in rows if row.item not in held),
        changed=tuple(
            one for row in rows if row.item in held for one in _moved(held[row.item], row, staff)
        ),
        vanished=tuple(item for item in held if item not in named),
    )


def _moved(old: Row, new: Row, staff: Staff) -> Iterator[Moved]:
    was = staff.current(old.lead)
    if was != new.lead:
        yield Moved(new.item, "lead", staff.name(was), staff.name(new.lead))
    elif old.person != new.person and old.lead == new.lead:
        yield Moved(new.item, "person", old.person, new.person)
    helped = dict.fromkeys(staff.current(code) for code in old.cooperating)
    before = sorted(code for code in helped if code != new.lead)
    if before != sorted(new.cooperating):
        yield Moved(new.item, "cooperating", _names(before, staff), _names(new.cooperating, staff))
    if not _same_term(old, new):
        yield Moved(new.item, "due", _due(old), _due(new))
    for role, name in new.people.items():
        if role != "person" and old.people.get(role, "") != name:
            yield Moved(new.item, role, old.people.get(role, ""), name)


def _same_term(old: Row, new: Row) -> bool:
    """The same words, or the same day in other words (2026-09-30 and 9月底前)."""
    if old.words == new.words and (old.words or old.due == new.due):
        return True
    plain = not (old.instances or new.instances or old.standing or new.standing)
    return plain and old.due == new.due


def _names(codes: Any, staff: Staff) -> str:
    return "、".join(sorted(staff.name(code) for code in codes))


def _due(row: Row) -> str:
    return f"{row.words}（{row.due}）" if row.words else str(row.due)


def digest(rows: list[Row], diff: Diff) -> str:
    """What a preview showed, as one SHA-256: the charge of each row, and the differences."""
    charges = [
        (row.item, row.lead, row.person, sorted(row.cooperating), row.words, str(row.due))
        for row in rows
    ]
    text = json.dumps([charges, to_builtins(diff.shown())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
