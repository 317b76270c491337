"""The list, for the city's office alone."""

from typing import Any

from contracts.orders.evidence import Sites
from kit.reader import Reader
from services.evidence.sites.looks import STANDING
from services.evidence.sites.store import SITES


def sites(reader: Reader, ask: Sites) -> dict[str, Any]:
    """{"items", "next"}: those that stand, the newest first."""
    return reader.page(SITES, STANDING, ask, by=("at", -1))
