"""One piece of evidence: its manifest, and where it stands.

DECLARED → OPEN → STORED ⇄ CHECKING → SEALED → DISPOSED
   │        │                 └→ REJECTED | QUARANTINED (checked again, or a person decides)
   └────────┴→ EXPIRED ─declared again→ OPEN
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from contracts.caller import Caller
from contracts.clock import CHINA
from contracts.orders.evidence import Caption, Declare
from contracts.places import Position
from contracts.refusals import absent
from contracts.sight import Confidants, told
from contracts.words import EvidenceState, LikenessRuling
from services.evidence.piece import custody, media, schedule
from services.evidence.piece.custody import CustodyEntry, append
from services.evidence.piece.verdict import Verdict

ADDED = frozenset({"dated", "supersedes", "before"})
"""Fields of a manifest that came after the first were declared and signed."""


class Manifest(Struct, frozen=True, kw_only=True):
    """What the phone says of the file before it sends a byte. Fields as in ``Declare``."""

    filename: str
    size: int
    sha256: str
    media_type: str
    title: str
    mode: str
    captured_at: datetime | None = None
    clock_offset: int | None = None
    position: Position | None = None
    caption: Caption = Caption()
    tasks: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    register: str = ""
    row: str = ""
    part_sha256: tuple[str, ...] = ()
    dated: date | None = None
    supersedes: str = ""
    before: str = ""

    @classmethod
    def of(cls, order: Declare) -> "Manifest":
        """The manifest as it is kept.

        Times in UTC and whole milliseconds, as documents hold them, so that the same declaration
        compares equal after it was stored.
        """
        captured = order.captured_at
        if captured is not None:
            captured = captured.astimezone(UTC)
            captured -= timedelta(microseconds=captured.microsecond % 1000)
        said = {name: getattr(order, name) for name in cls.__struct_fields__}
        return cls(
            **said
            | {
                "captured_at": captured,
                "register": order.register or "",
                "row": order.row or "",
                "supersedes": order.supersedes or "",
                "before": order.before or "",
                "part_sha256": order.part_sha256 if media.in_parts(order.size) else (),
            }
        )

    @property
    def captioned(self) -> tuple[str, ...]:
        """Names of the captions that say something."""
        names = Caption.__struct_fields__
        return tuple(name for name in names if getattr(self.caption, name).strip())

    @property
    def digest(self) -> str:
        """Of what was declared; what no declaration could say yet is not in older digests."""
        said = msgspec.to_builtins(self)
        return custody.digest({k: v for k, v in said.items() if v or k not in ADDED})

    @property
    def stored_sha256(self) -> str:
        """What the store keeps as its checksum, in hex.

        Of the whole; or, for an object in parts, of the parts' hashes, and their count:
        ``<hex>-<parts>`` (S3's composite).
        """
        if not self.part_sha256:
            return self.sha256
        parts = b"".join(bytes.fromhex(one) for one in self.part_sha256)
        return f"{hashlib.sha256(parts).hexdigest()}-{len(self.part_sha256)}"


class CopyOf(Struct, frozen=True, kw_only=True):
    """The same bytes were sealed before, under this id; ``unit`` and ``sealed_at`` of that one."""

    evidence: str
    district: str
    items: tuple[str, ...]
    unit: str = ""
    sealed_at: datetime | None = None

    def at(self, distance: int) -> "NearOf":
        """The same of a picture that only looks like it."""
        return NearOf(**msgspec.structs.asdict(self), distance=distance)

    def as_seen_by(self, caller: Caller) -> dict[str, Any]:
        """Whose it was, in which year and for what; its id, which opens it, only to who may see
        it: those of its unit, and of its district what is of no unit."""
        year = self.sealed_at.astimezone(CHINA).year if self.sealed_at else None
        told = {"district": self.district, "unit": self.unit, "year": year, "items": self.items}
        of_unit = caller.unit in ("", self.unit) or not self.unit
        seen = caller.sees(self.district) and of_unit
        return told | ({"evidence": self.evidence} if seen else {})


class Ruling(Struct, frozen=True, kw_only=True):
    """What a person who compared both says."""

    ruling: LikenessRuling
    reason: str
    by: str
    at: datetime


class NearOf(CopyOf, frozen=True, kw_only=True):
    """A picture so alike was sealed before; ``distance``: bits of 64 in which they differ."""

    distance: int
    ruled: Ruling | None = None

    def judged(self, ruled: Ruling) -> "NearOf":
        return msgspec.structs.replace(self, ruled=ruled)


class Hold(Struct, frozen=True, kw_only=True):
    """A legal hold. ``of_city``: the city placed it, and the city alone lifts it."""

    reference: str
    reason: str
    by: str
    at: datetime
    of_city: bool


class Release(Struct, frozen=True, kw_only=True):
    """Who let pass what no check could judge, and why."""

    by: str
    reason: str
    at: datetime


class Disposed(Struct, frozen=True, kw_only=True):
    """By which list, and which two persons."""

    disposal: str
    proposed_by: str
    approved_by: str
    at: datetime


MOST_USES = 50
DONE = ("SEALED", "DISPOSED")
"""What was sealed once."""
HOLDABLE = ("STORED", "CHECKING", "QUARANTINED", "SEALED", "REJECTED")


class Frame(Struct, frozen=True, kw_only=True):
    """A red frame. ``page`` from 1; the box in fractions of the page as it is seen, from its upper
    left corner. ``number``: its own for good."""

    number: int
    page: int
    x: float
    y: float
    width: float
    height: float
    note: str
    by: str
    at: datetime


class Link(Struct, frozen=True, kw_only=True):
    """A further item, or task of one, that the piece serves: who declared it, and why."""

    item: str
    task: str
    why: str
    by: str
    at: datetime


class Piece(Struct, frozen=True, kw_only=True):
    """``object`` is the key in the store, ``version_id`` the pinned version of it; ``upload_id``
    the multipart upload under way; ``due`` when a sweeper must look; ``grown``: when its
    custody did.

    ``reserved``: an inspector's, and no known finding names it; it may be of a covert visit.
    ``known_to``: who knows of it then besides its maker, from the visit that named it.
    ``shown_to``: units besides its own that may see it, for it shows their fault.
    ``compared``: with all pictures that were sealed before it.
    ``uses``: tasks and findings that named it. ``erasing``: its record says already that its bytes
    go. ``fault``: what the last look found of what was sealed, as in ``EvidenceMissing``.
    ``marked``: frames that were ever drawn. ``linked``: the items of its links, to be looked up.
    ``code``: what stands on its stamped copies, once there was one.
    """

    district: str
    unit: str
    by: str
    manifest: Manifest
    object: str
    state: EvidenceState
    declared_at: datetime
    expires_at: datetime
    custody: tuple[CustodyEntry, ...] = ()
    grown: datetime | None = None
    due: datetime | None = None
    upload_id: str = ""
    probes: int = 0
    version_id: str = ""
    stored_at: datetime | None = None
    attempt: int = 0
    failures: int = 0
    quarantines: int = 0
    exhausted: int = 0
    verdict: Verdict | None = None
    released: Release | None = None
    rejected_at: datetime | None = None
    sealed_at: datetime | None = None
    sealed_until: datetime | None = None
    duplicate: CopyOf | None = None
    compared: bool = False
    near_of: NearOf | None = None
    reserved: bool = False
    known_to: tuple[str, ...] = ()
    shown_to: tuple[str, ...] = ()
    holds: tuple[Hold, ...] = ()
    uses: tuple[str, ...] = ()
    erasing: bool = False
    disposed: Disposed | None = None
    fault: str = ""
    marks: tuple[Frame, ...] = ()
    marked: int = 0
    links: tuple[Link, ...] = ()
    linked: tuple[str, ...] = ()
    code: str = ""

    @property
    def holdable(self) -> bool:
        """There are bytes that a hold can keep."""
        return self.state in HOLDABLE and bool(self.version_id) and not self.erasing

    @property
    def items(self) -> tuple[str, ...]:
        """All that it serves: declared with it, and linked since."""
        return tuple(dict.fromkeys((*self.manifest.items, *(one.item for one in self.links))))

    @property
    def tasks(self) -> tuple[str, ...]:
        linked = (one.task for one in self.links if one.task)
        return tuple(dict.fromkeys((*self.manifest.tasks, *linked)))

    @property
    def in_parts(self) -> bool:
        return media.in_parts(self.manifest.size)

    @property
    def confidants(self) -> Confidants | None:
        """Its maker alone, and whom a visit let know, until a finding shows it to everybody."""
        if not self.reserved:
            return None
        return Confidants((self.by,)).joined_by(Confidants(self.known_to))

    def must_be_seen_by(self, caller: Caller, id: str) -> None:
        """Raises: NotFound."""
        elsewhere = caller.unit and caller.unit not in (self.unit, *self.shown_to)
        if elsewhere or not told(self.confidants, caller):
            raise absent(id)

    def must_be_own(self, caller: Caller, id: str) -> None:
        """Who belongs to a unit handles that unit's evidence only. Raises: NotFound."""
        self.must_be_seen_by(caller, id)
        if caller.unit and caller.unit != self.unit:
            raise absent(id)

    def must_be_of(self, caller: Caller, id: str) -> None:
        """An id that somebody else declared is refused in one way, whatever it is; so that the
        answer tells nothing of it. Raises: NotFound.
        """
        if caller.account != self.by and not (caller.unit and caller.unit == self.unit):
            raise absent(id)

    def but(self, **changes: Any) -> "Piece":
        return msgspec.structs.replace(self, **changes)

    def noted(self, what: str, at: datetime, facts: Mapping[str, str], by: str = "") -> "Piece":
        """With one more entry of custody."""
        chain = append(self.custody, at=at, what=what, by=by, facts=facts)
        return self.but(custody=chain, grown=at)


def opened(evidence: Piece, now: datetime) -> Piece:
    """OPEN, with its whole time before it again."""
    expires_at = now + schedule.EXPIRES_AFTER
    return evidence.but(
        state="OPEN",
        probes=0,
        expires_at=expires_at,
        due=schedule.next_probe(0, now, expires_at),
    )


def object_key(district: str, declared_at: datetime, id: str) -> str:
    """Where the bytes lie: ``<district>/<yyyymmdd>/<evidence id>``.

    The district first: rights, exports and the end of a district are prefixes. Then the day (of
    the city), so that a sweep lists a bounded batch. Then the id that the phone made, so that the
    same file declared twice has one place. Nothing of the file's name: names hold persons, and
    change; a key never can.
    """
    return f"{district}/{declared_at.astimezone(CHINA):%Y%m%d}/{id}"


def used(evidence: Piece, by: str) -> Piece:
    """With one more task or finding that names it; the newest are kept."""
    uses = (*(one for one in evidence.uses if one != by), by)
    return evidence if by in evidence.uses else evidence.but(uses=uses[-MOST_USES:])


def derived(object: str) -> tuple[str, ...]:
    """Where copies lie that were made of it: they go with it."""
    return (thumbnail_key(object), print_key(object))


def thumbnail_key(object: str) -> str:
    return f"thumbs/{object}.jpg"


def print_key(object: str) -> str:
    """Of the stamped copy that was drawn last, a JPEG or a PDF."""
    return f"thumbs/{object}.print"
