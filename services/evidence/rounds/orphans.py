"""An object that no record knows: ORPHAN_REVIEW → ADOPTED | DELETED.

The database may be of an older backup: what phones sent since is in the store alone. Nothing is
deleted before a person had a month to look, nor while the store's lock holds.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from contracts.evidence import EvidenceStored, Orphan, OrphansFound
from contracts.orders.evidence import AdoptOrphan
from contracts.refusals import absent
from kit.change import Change, Given, Knowing
from services.evidence.piece import custody, media, schedule
from services.evidence.piece.piece import Manifest, Piece
from services.evidence.refusals import OrphanSettled

KEPT = timedelta(days=30)
LAST_HOUR = timedelta(hours=1)
"""Between the word that it goes and its going: whoever adopted it meanwhile comes first."""
APART = ("leads/", "proofs/", "thumbs/")
"""What is no original: passed over."""
_KEY = re.compile(
    r"(?P<district>[a-z][a-z0-9-]{1,39})/[0-9]{8}/"
    r"(?P<evidence>[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\Z"
)


class Unknown(Struct, frozen=True, kw_only=True):
    """Fields as in ``Orphan``. ``delete_at``: when it goes; None when it is gone, or adopted."""

    district: str
    evidence: str
    object: str
    version_id: str
    size: int
    stored_at: datetime
    found_at: datetime
    state: Literal["ORPHAN_REVIEW", "ADOPTED", "DELETED"] = "ORPHAN_REVIEW"
    delete_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``owned``: a piece has it by now. ``locked_until``: the store's lock."""

    owned: bool
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The orphan, and the SHA-256 of its bytes; empty where they are not to be had."""

    orphan: Unknown | None
    sha256: str = ""


def evidence_in(key: str) -> tuple[str, str] | None:
    """District and evidence of an original's key."""
    found = _KEY.match(key)
    return (found["district"], found["evidence"]) if found else None


def owns(piece: Piece | None, key: str) -> bool:
    """Whether it is this piece's; what came when its time was over is not, until it is declared
    again."""
    return piece is not None and piece.object == key and piece.state != "EXPIRED"


def id_of(key: str) -> str:
    """An orphan's id."""
    return key.replace("/", ":")


def past(key: str) -> str:
    """From where a walk over keys goes on: behind the folder, where it is passed over whole."""
    apart = next((one for one in APART if key.startswith(one)), "")
    return f"{apart[:-1]}0" if apart else key  # 0 follows on / in the order of keys


def those_found(fact: OrphansFound, _given: object, _reader: object) -> list[str]:
    return [one.orphan for one in fact.orphans]


def take_in(state: Unknown | None, fact: OrphansFound, given: Given) -> Change[Unknown] | None:
    """To be looked at, from today."""
    found = next(one for one in fact.orphans if one.orphan == given.key)
    if state is not None and (state.state, state.version_id) == ("ORPHAN_REVIEW", found.version_id):
        return None
    return Change(_unknown(found, given.now))


def _unknown(found: Orphan, now: datetime) -> Unknown:
    return Unknown(
        district=found.district,
        evidence=found.evidence,
        object=found.object,
        version_id=found.version_id,
        size=found.size,
        stored_at=found.stored_at,
        found_at=now,
        delete_at=now + KEPT,
    )


def fall_due(state: Unknown, _due: None, given: Knowing[Seen]) -> Change[Unknown]:
    """Adopted, or locked for longer, or it goes: said first, done an hour later."""
    seen = given.found
    if seen.owned:
        return Change(replace(state, state="ADOPTED", delete_at=None))
    if state.state == "DELETED":
        return Change(replace(state, delete_at=None))
    if seen.locked_until is not None and seen.locked_until > given.now:
        return Change(replace(state, delete_at=seen.locked_until))
    return Change(replace(state, state="DELETED", delete_at=given.now + LAST_HOUR))


def adopt(state: Piece | None, order: AdoptOrphan, given: Knowing[Adoption]) -> Change[Piece]:
    """Evidence of the office, checked and locked as any other; its custody begins anew.

    Raises: NotFound, OrphanSettled, TypeNotAllowed, FileTooLarge.
    """
    orphan = given.found.orphan
    if orphan is None:
        raise absent(order.orphan)
    if state is not None and state.object == orphan.object:
        return Change(state)
    if state is not None or orphan.state != "ORPHAN_REVIEW" or not given.found.sha256:
        raise OrphanSettled("这份文件已认领或已删除", state=orphan.state)
    piece = _adopted(orphan, order, given)
    told = EvidenceStored(
        evidence=given.key, size=orphan.size, media_type=piece.manifest.media_type
    )
    return Change(piece, (told,))


def _adopted(orphan: Unknown, order: AdoptOrphan, given: Knowing[Adoption]) -> Piece:
    media.must_be_allowed(order.media_type, orphan.size)
    manifest = Manifest(
        filename=media.with_ending(orphan.evidence, order.media_type),
        size=orphan.size,
        sha256=given.found.sha256,
        media_type=order.media_type,
        title=order.title,
        mode="file",
    )
    piece = Piece(
        district=orphan.district,
        unit="",
        by=given.by.account,
        manifest=manifest,
        object=orphan.object,
        version_id=orphan.version_id,
        state="STORED",
        declared_at=given.now,
        stored_at=given.now,
        expires_at=given.now,
        due=given.now + schedule.STORED_LEASE,
    )
    first = {"evidence": given.key, "manifest": custody.digest(manifest)}
    by = given.by.account
    return piece.noted("declared", given.now, first, by).noted(
        "adopted", given.now, {"reason": order.reason, "version": orphan.version_id}, by
    )
