"""Whether a district takes photos of passers-by, and of which places it takes none."""

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.tasks import SetSnapping
from contracts.sheets.text import squeeze
from contracts.tasks import SnappingSet
from kit.change import Change, Given


class Snapping(Struct, frozen=True, kw_only=True):
    """Its id is ``snap-<district>``; without one it is off."""

    district: str
    on: bool
    days: int
    sites: tuple[str, ...]
    by: str
    places: tuple[str, ...] = ()


def snapping_id(district: str) -> str:
    return f"snap-{district}"


def set_snapping(
    state: Snapping | None, order: SetSnapping, given: Given
) -> Change[Snapping] | None:
    new = Snapping(
        district=order.district,
        on=order.on,
        days=order.days,
        sites=order.sites,
        by=given.by.account,
        places=order.places,
    )
    if state is not None and replace(state, by=new.by) == new:
        return None
    return Change(new, (SnappingSet(on=new.on, days=new.days, by=new.by),))


def closed(sites: tuple[str, ...], words: str) -> bool:
    """Whether a lead speaks of such a place, whatever signs stand between its letters."""
    said = _letters(words)
    return any(named in said for named in map(_letters, sites) if named)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, squeeze(text)))
