"""A few documents made many: each copy is of other units, persons and things, half of them of the
same district, and nothing of a copy falls due or waits to be told.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

Document = dict[str, Any]
BATCH = 1000


class Names(NamedTuple):
    """Values that say whose a document is, and how many others there are of each kind."""

    districts: frozenset[str]
    units: frozenset[str]
    persons: frozenset[str]
    items: frozenset[str]
    things: frozenset[str]


def crowd(held: Sequence[Document], names: Names, many: int) -> Iterator[list[Document]]:
    """``held`` and their copies, so many in all, in batches."""
    # Two copies in a row, one of the district and one of another, whatever their number.
    copies = (_copy(held[n // 2 % len(held)], names, n) for n in range(many - len(held)))
    documents = [*held, *copies]
    for at in range(0, many, BATCH):
        yield documents[at : at + BATCH]


def _copy(document: Document, names: Names, n: int) -> Document:
    made: Document = {
        name: _renamed(value, names, n) for name, value in document.items() if name != "marks"
    }
    made["_id"] = f"{document['_id']}~{n}"
    made["outbox"], made["marks"] = [], []
    if "due" in made:
        made["due"] = document["due"] + timedelta(days=9999)
    return made


def _renamed(value: Any, names: Names, n: int) -> Any:
    match value:
        case dict():
            return {name: _renamed(one, names, n) for name, one in value.items()}
        case list():
            return [_renamed(one, names, n) for one in value]
        case str():
            return _other(value, names, n)
        case datetime():
            return value + timedelta(minutes=n)
        case _:
            return value


def _other(value: str, names: Names, n: int) -> str:
    kinds: Mapping[int, frozenset[str]] = {
        50: names.units,
        250: names.persons,
        10: names.items,
        5000: names.things,
    }
    if value in names.districts:
        return value if n % 2 else f"{value}~{n % 9}"
    return next((f"{value}~{n % many}" for many, kind in kinds.items() if value in kind), value)
