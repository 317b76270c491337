"""Questions about districts, units and persons."""

from typing import Literal

from msgspec import to_builtins

from contracts.orders.tasks import ClearedPhrases, Districts, Persons, PreviewUnits, Units
from contracts.refusals import NotFound
from kit.reader import Reader, nothing
from services.tasks.answers.filters import any_like
from services.tasks.answers.sight import Answer, asked, own_unit
from services.tasks.organisation.looks import all_units
from services.tasks.organisation.phrase import Phrases
from services.tasks.organisation.store import DISTRICTS, PERSONS, PHRASES, UNIT_IMPORTS, UNITS
from services.tasks.organisation.unit import Unit
from services.tasks.organisation.unit_import import UnitImport, unit_import_id


def units(reader: Reader, ask: Units) -> Answer:
    filters = {"district": ask.district, "kind": ask.kind, "parent": ask.parent}
    return reader.page(
        UNITS, asked(filters) | any_like(ask.text, "name", "aliases"), ask, by=("name", 1)
    )


def districts(reader: Reader, ask: Districts) -> Answer:
    found = reader.all(DISTRICTS, {})
    items = [{"id": id, "name": one.name} for id, one in found]
    return {"items": sorted(items, key=lambda one: one["id"])}


def cleared_phrases(reader: Reader, ask: ClearedPhrases) -> Answer:
    """Of the caller's district and of the whole city, the newest first."""
    found = [of for _, of in reader.all(PHRASES, {})]
    return {
        "items": _phrases(found, "held"),
        "withdrawn": _phrases(found, "withdrawn"),
    }


def _phrases(found: list[Phrases], which: Literal["held", "withdrawn"]) -> list[Answer]:
    told = [
        {"district": of.district, **to_builtins(one)} for of in found for one in getattr(of, which)
    ]
    return sorted(told, key=lambda one: str(one["at"]), reverse=True)


def units_known(reader: Reader, ask: PreviewUnits) -> tuple[UnitImport | None, dict[str, Unit]]:
    """What a list of units is read against. Raises: NotFound (no such district)."""
    if reader.find(DISTRICTS, ask.district) is None:
        raise NotFound(f"没有这个县区：{ask.district}", field="district")
    state = reader.find(UNIT_IMPORTS, unit_import_id(ask.district))
    return state, all_units(reader, ask.district)


SHOWN = ("id", "version", "district", "account", "name", "roles", "unit")
"""Of a person; no address, which is for messages alone."""


def persons(reader: Reader, ask: Persons) -> Answer:
    """A page of persons by account; who belongs to a unit sees that unit's, and those of the units
    below it, among whom it divides its tasks."""
    own = own_unit(reader.caller)
    seen = None if own is None else _and_below(reader, own)
    if seen and ask.unit not in (None, *seen):
        return nothing(ask)
    wanted = ask.unit if ask.unit or seen is None else {"$in": seen}
    filters = {"district": ask.district, "unit": wanted, "roles": ask.role}
    page = reader.page(PERSONS, asked(filters), ask, by=("account", 1))
    return {**page, "items": [{name: one[name] for name in SHOWN} for one in page["items"]]}


def _and_below(reader: Reader, own: str) -> list[str]:
    below = reader.all(UNITS, {"parent": own}) if own else ()
    return [own, *(unit.unit for _, unit in below)]
