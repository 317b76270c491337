"""What lies in the store and no record knows."""

from typing import Any

from contracts.orders.evidence import Orphans
from kit.reader import Reader
from services.evidence.rounds.store import ORPHANS


def orphans(reader: Reader, ask: Orphans) -> dict[str, Any]:
    """{"items", "next"}, the newest found in front."""
    filters = {} if ask.district is None else {"district": ask.district}
    page = reader.page(ORPHANS, filters, ask, by=("found_at", -1))
    items = [
        {name: value for name, value in one.items() if name != "version_id"}
        for one in page["items"]
    ]
    return {**page, "items": items}
