"""What the photos of some tasks must say."""

from collections.abc import Iterable

from contracts.captions import CAPTIONS
from kit.reader import Reader
from services.evidence.wanting.store import CHARGES, WANTINGS
from services.evidence.wanting.wanted import Charge


def captions_for(reader: Reader, district: str, tasks: Iterable[str]) -> tuple[str, ...]:
    """All that any of these tasks of the district wants, in the order of ``CAPTIONS``."""
    named = tuple(tasks)
    charges = [one for one in reader.many(CHARGES, named).values() if one.district == district]
    wanted = {name for one in charges for name in _wanted(reader, one)}
    return tuple(name for name in CAPTIONS if name in wanted)


def _wanted(reader: Reader, charge: Charge) -> tuple[str, ...]:
    version = reader.find(WANTINGS, charge.standard)
    return version.captions.get(charge.item, ()) if version else ()
