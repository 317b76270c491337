"""Evidence that is sealed, as the evidence service told it: what may prove something here."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts.captions import PHOTO_TYPE
from contracts.clock import CHINA
from contracts.envelope import Envelope
from contracts.evidence import EvidenceSealed
from contracts.sight import Confidants
from kit.change import Change, Given
from services.tasks.alike import alike
from services.tasks.refusals import EvidenceNotSealed

ITEM_TASK = re.compile(
    r"t-([0-9]{4})-([a-z][a-z0-9-]+)-([A-Z]{1,2}[0-9]{2,3})(?:\.[\w.:-]+)?", re.ASCII
)
"""An item's task, or a part of it: year, district, item (``task.task_id``)."""


class Sealed(Struct, frozen=True, kw_only=True):
    """Its id is that of the evidence. Kept apart from tasks, so that it may arrive before them.

    ``items``: what it may prove, those of its tasks among them. ``year``: see ``year_of``; 0 in
    what was kept before years were. ``captions``: those that are filled in, None where that was
    not told. ``supersedes``, ``before``: as in the fact. ``known_to``: who alone may know of it
    (None: everybody), as the evidence service said last, at its ``version``.
    """

    district: str
    evidence: str
    by: str
    unit: str
    tasks: tuple[str, ...]
    media_type: str
    mode: str
    captured_at: datetime | None
    sha256: str
    items: tuple[str, ...] = ()
    year: int = 0
    captions: tuple[str, ...] | None = None
    supersedes: str = ""
    before: str = ""
    dated: date | None = None
    known_to: tuple[str, ...] | None = None
    version: int = 0

    @property
    def is_photo(self) -> bool:
        return self.media_type.startswith(PHOTO_TYPE)

    @property
    def confidants(self) -> Confidants | None:
        return None if self.known_to is None else Confidants(self.known_to)


def items_of(fact: EvidenceSealed, district: str) -> tuple[str, ...]:
    """The items named, and those whose tasks are."""
    of_tasks = (item for _, item in _item_tasks(fact, district))
    return tuple(dict.fromkeys((*fact.items, *of_tasks)))


def year_of(fact: EvidenceSealed, event: Envelope) -> int:
    """The assessment year that evidence belongs to.

    It is that of the tasks it was made for (the latest, if they differ); without any, the year that
    it is about, else in which it was captured, else sealed, by the calendar of China.
    """
    years = [year for year, _ in _item_tasks(fact, event.district)]
    if not years and fact.dated:
        return fact.dated.year
    return max(years) if years else (fact.captured_at or event.time).astimezone(CHINA).year


def _item_tasks(fact: EvidenceSealed, district: str) -> list[tuple[int, str]]:
    found = (ITEM_TASK.fullmatch(task) for task in fact.tasks)
    return [(int(m[1]), m[3]) for m in found if m is not None and m[2] == district]


def keep_sealed(sealed: Sealed | None, fact: EvidenceSealed, given: Given) -> Change[Sealed] | None:
    """Told anew, it says who may know of it now and what else it serves; what was told before is
    heard too late."""
    event = given.heard
    if sealed is not None and event.version <= sealed.version:
        return None
    known_to = None if event.told_to is None else event.told_to.names
    if sealed is not None:
        uses = {"tasks": fact.tasks, "items": items_of(fact, event.district)}
        return Change(replace(sealed, known_to=known_to, version=event.version, **uses))
    new = alike(
        Sealed,
        fact,
        district=event.district,
        items=items_of(fact, event.district),
        year=year_of(fact, event),
        known_to=known_to,
        version=event.version,
    )
    return Change(new)


def must_be_sealed(evidence: Iterable[str], sealed: frozenset[str]) -> None:
    """Raises: EvidenceNotSealed naming the ids."""
    missing = [id for id in dict.fromkeys(evidence) if id not in sealed]
    if missing:
        raise EvidenceNotSealed(missing)
