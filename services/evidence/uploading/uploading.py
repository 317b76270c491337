"""From DECLARED to STORED: addresses are handed out, and a look into the store says what came.

A look (``Sighting``) is the only way to STORED. The phone's word, and the sweeper's hour, merely
cause one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.evidence import EvidenceExpired, EvidenceStored
from kit.change import Change, Given, Knowing
from services.evidence.piece import schedule
from services.evidence.piece.piece import Piece, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Addresses for the bytes, and the multipart upload (or none) that they belong to."""

    upload_id: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a look into the store found.

    ``version_id``: all bytes are there, as this version. Else ``missing`` parts (1 for a single
    PUT); ``fault``: bytes unlike the manifest were there (and are deleted).
    """

    version_id: str = ""
    missing: tuple[int, ...] = ()
    fault: str = ""


def unlike(evidence: Piece, size: int, sha256: str) -> str:
    """The fault of a stored object, or an empty text.

    ``sha256``: what the store has verified by itself, in the form of ``Manifest.stored_sha256``;
    empty where it tells nothing (the check hashes every byte anyway).
    """
    if size != evidence.manifest.size:
        return "size-mismatch"
    if sha256 and sha256 != evidence.manifest.stored_sha256:
        return "sha256-mismatch"
    return ""


def open_upload(state: Piece, _order: Any, given: Knowing[Ticket | None]) -> Change[Piece]:
    """Hand out addresses; nothing where no bytes are wanted any more. Raises: NotFound."""
    state.must_be_own(given.by, given.key)
    ticket = given.found
    if ticket is None or state.state not in ("DECLARED", "OPEN"):
        return Change(state, answer={"state": state.state})
    after = opened(state, given.now).but(upload_id=ticket.upload_id)
    if state.state == "DECLARED" or ticket.upload_id != state.upload_id:
        facts = {"method": ticket.answer["method"]}
        after = after.noted("opened", given.now, facts, given.by.account)
    return Change(after, answer={"state": "OPEN", **ticket.answer})


def probed(state: Piece, _order: Any, given: Knowing[Sighting | None]) -> Change[Piece]:
    """The phone says that all is sent: answer with what the store says. Raises: NotFound."""
    state.must_be_own(given.by, given.key)
    sighting = given.found
    if sighting is None or state.state != "OPEN":
        return Change(state, answer={"state": state.state})
    if sighting.version_id:
        change = stored(state, sighting.version_id, given)
        return Change(change.state, change.events, {"state": "STORED"})
    after = _without_bytes(state, sighting, given.now)
    missing = {"missing": len(sighting.missing)}
    fault = {"fault": sighting.fault} if sighting.fault else {}
    return Change(after, answer={"state": "OPEN", **missing, **fault})


def looked(state: Piece, sighting: Sighting, given: Given) -> Change[Piece]:
    """The sweeper has looked for the bytes of an open upload."""
    if sighting.version_id:
        return stored(state, sighting.version_id, given)
    if given.now >= state.expires_at:
        return expired(state, given)
    probes = state.probes + 1
    due = schedule.next_probe(probes, given.now, state.expires_at)
    return Change(_without_bytes(state, sighting, given.now).but(probes=probes, due=due))


def stored(state: Piece, version_id: str, given: Given) -> Change[Piece]:
    after = state.but(
        state="STORED",
        version_id=version_id,
        upload_id="",
        stored_at=given.now,
        due=given.now + schedule.STORED_LEASE,
    ).noted("stored", given.now, {"version": version_id})
    return Change(after, (announcement(after, given.key),))


def announcement(state: Piece, id: str) -> EvidenceStored:
    manifest = state.manifest
    return EvidenceStored(evidence=id, size=manifest.size, media_type=manifest.media_type)


def expired(state: Piece, given: Given) -> Change[Piece]:
    after = state.but(state="EXPIRED", upload_id="", due=None).noted("expired", given.now, {})
    told = EvidenceExpired(
        evidence=given.key,
        by=state.by,
        unit=state.unit,
        tasks=state.manifest.tasks,
        items=state.manifest.items,
    )
    return Change(after, (told,))


def _without_bytes(state: Piece, sighting: Sighting, now: datetime) -> Piece:
    if not sighting.fault:
        return state
    return state.but(upload_id="").noted("discarded", now, {"fault": sighting.fault})
