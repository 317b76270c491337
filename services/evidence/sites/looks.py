"""Which sites stand, and whether a position lies in one. Nothing of the position is written."""

from contracts.orders.evidence import KeepSite
from contracts.places import Position
from kit.change import Given
from kit.reader import Reader
from services.evidence.sites.geometry import covers
from services.evidence.sites.site import MAX_SITES, Site, Standing
from services.evidence.sites.store import SITES

STANDING = {"dropped_at": None}


def for_keep(reader: Reader, _state: Site | None, _order: KeepSite, _given: Given) -> Standing:
    return Standing(reader.everywhere().count(SITES, STANDING))


def forbidden(reader: Reader, at: Position | None) -> bool:
    if at is None:
        return False
    standing = reader.everywhere().all(SITES, STANDING, limit=2 * MAX_SITES)
    return any(covers(site.area, at) for _, site in standing)
