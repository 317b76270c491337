"""Questions about districts and units."""

from contracts.orders.tasks import Districts, Units
from kit.reader import Reader
from services.tasks.queries.sight import Answer, given
from services.tasks.store import DISTRICTS, UNITS


def units(reader: Reader, ask: Units) -> Answer:
    return reader.page(UNITS, given({"district": ask.district}), ask, by=("name", 1))


def districts(reader: Reader, ask: Districts) -> Answer:
    found = reader.all(DISTRICTS, {})
    items = [{"id": id, "name": one.name} for id, one in found]
    return {"items": sorted(items, key=lambda one: one["id"])}
