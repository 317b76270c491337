"""Questions about districts and units."""

from contracts.orders.tasks import Districts, PreviewUnits, Units
from contracts.refusals import NotFound
from kit.reader import Reader
from services.tasks.answers.matching import any_like
from services.tasks.answers.sight import Answer, given
from services.tasks.domain.organisation.unit import Unit
from services.tasks.lookups.known import all_units
from services.tasks.store import DISTRICTS, UNITS


def units(reader: Reader, ask: Units) -> Answer:
    filters = {"district": ask.district, "kind": ask.kind, "parent": ask.parent}
    return reader.page(
        UNITS, given(filters) | any_like(ask.text, "name", "aliases"), ask, by=("name", 1)
    )


def districts(reader: Reader, ask: Districts) -> Answer:
    found = reader.all(DISTRICTS, {})
    items = [{"id": id, "name": one.name} for id, one in found]
    return {"items": sorted(items, key=lambda one: one["id"])}


def units_known(reader: Reader, ask: PreviewUnits) -> dict[str, Unit]:
    """What a list of units is read against. Raises: NotFound (no such district)."""
    if reader.find(DISTRICTS, ask.district) is None:
        raise NotFound(f"没有这个县区：{ask.district}", field="district")
    return all_units(reader, ask.district)
