"""Each field of an order that names another thing has its line in tests/support/references.py."""

from collections.abc import Iterator
from typing import Any

from msgspec import inspect, structs

from contracts import words
from contracts.orders import evidence
from infra.generate import services
from kit.table import Command
from tests.support.references import REFERENCES

KINDS = (
    *(words.Slug, words.DistrictId, words.Id, words.ItemCode, words.RowKey, words.Version),
    evidence.EvidenceId,
)


def bare(kind: Any) -> Any:
    """The type's own shape, without what is told beside it."""
    info: Any = inspect.type_info(kind)
    return info.type if isinstance(info, inspect.Metadata) else info


PATTERNS = {bare(kind).pattern for kind in KINDS}
FREE_TEXTS = {"tasks.assign.source"}
"""Texts that name a thing in one case of several."""


def references(info: Any, path: str) -> Iterator[str]:
    """The paths of the fields that hold ids."""
    match info:
        case inspect.StructType():
            for field in structs.fields(info.cls):
                yield from references(inspect.type_info(field.type), f"{path}.{field.name}")
        case inspect.StrType():
            if info.pattern in PATTERNS:
                yield path
        case inspect.UnionType():
            for one in info.types:
                yield from references(one, path)
        case inspect.VarTupleType():
            yield from references(info.item_type, path)
        case inspect.DictType():
            yield from references(info.value_type, path)
        case inspect.Metadata():
            yield from references(info.type, path)


def itself(service: str, door: Command) -> str:
    """The path of the field that names the aggregate, which the machine asks for of itself."""
    there = isinstance(door.reaction.at, str) and not door.reaction.creates
    return f"{service}.{door.name}.{door.reaction.at}" if there else ""


def test_every_reference_of_every_order_has_its_line_and_no_other() -> None:
    found = {
        path
        for service in services()
        for name, door in service.doors.items()
        if isinstance(door, Command)
        for path in references(inspect.type_info(door.order), f"{service.name}.{name}")
        if path != itself(service.name, door)
    }
    missing = sorted(found - REFERENCES.keys())
    gone = sorted(REFERENCES.keys() - found - FREE_TEXTS)
    assert (missing, gone) == ([], []), "say in tests/support/references.py which rule asks for it"
