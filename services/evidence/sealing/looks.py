"""What a check must know: whose turn it is, and what it found."""

from datetime import datetime, timedelta
from typing import Any

from minio.error import S3Error

from contracts.evidence import CheckBegun, EvidenceStored
from kit import crashing, logs
from kit.change import Given
from kit.reader import Reader
from services.evidence import settings
from services.evidence.bucket.client import NotLocked, bucket, sha256_of
from services.evidence.piece import schedule
from services.evidence.piece.piece import Piece, thumbnail_key
from services.evidence.piece.store import EVIDENCE, can_be_kept
from services.evidence.piece.verdict import (
    EXHAUSTED,
    PLACE_NOT_ALLOWED,
    RELEASED,
    UNJUDGED,
    UNSCANNED,
    Verdict,
    refused,
    unfinished,
    unscanned,
)
from services.evidence.sealing import checking, examination
from services.evidence.sealing.busy import Busy
from services.evidence.sealing.checking import Checked
from services.evidence.sites.looks import forbidden

UNKEPT = "检查结果无法保存"

Filters = dict[str, Any]

log = logs.get(__name__)


def for_stored(reader: Reader, state: Piece, _fact: EvidenceStored, _given: Given) -> Busy | None:
    return busy(reader, state) if state.state == "STORED" else None


def busy(reader: Reader, state: Piece) -> Busy:
    """Checks under way beside this file, counted in indexes."""
    under_way: Filters = {"state": "CHECKING"}
    account = {"by": state.by}
    unit = {"district": state.district, "unit": state.unit}
    slow = {"exhausted": {"$gt": 0}}
    own = reader.tally(EVIDENCE, account | {"state": {"$in": ["CHECKING", "STORED"]}}, "state")
    return Busy(
        account=own.get("CHECKING", 0),
        unit=reader.count(EVIDENCE, under_way | unit),
        account_slow=reader.count(EVIDENCE, under_way | account | slow) if state.exhausted else 0,
        slow=reader.count(EVIDENCE, under_way | slow) if state.exhausted else 0,
        waiting=own.get("STORED", 0),
        per_account=settings.CHECKS_PER_ACCOUNT(),
        per_unit=settings.CHECKS_PER_UNIT(),
    )


def for_check(reader: Reader, state: Piece, fact: CheckBegun, given: Given) -> Checked | None:
    """The verdict; for a good file the thumbnail is stored and the pinned version locked.

    A repeat after a crash checks again and finds the lock: nothing is done twice that shows.
    Raises: Unavailable.
    """
    if not checking.wants_check(state, fact):
        return None
    return keepable(_checked(reader, state, given), state, fact, given)


def _checked(reader: Reader, state: Piece, given: Given) -> Checked:
    crashing.point("checking")
    verdict, thumbnail = _judged(state)
    if state.released is not None and verdict.code in UNJUDGED:
        verdict = _let_pass(state, state.released.reason)
    elif state.released is None and verdict.ok and _is_held(verdict):
        return Checked(unscanned(verdict))
    if not verdict.stands:
        return Checked(verdict)
    if forbidden(reader, verdict.facts.position):
        return Checked(refused(PLACE_NOT_ALLOWED))
    try:
        return Checked(verdict, _lock(state, thumbnail, given))
    except (S3Error, NotLocked) as fault:
        log.error("not sealed", fault=repr(fault)[:300])
        return Checked(unfinished(f"{type(fault).__name__}: {fault}"))


def _judged(state: Piece) -> tuple[Verdict, bytes | None]:
    """What two checks gave up on and a person let pass is not given to a third."""
    if state.released is not None and state.exhausted >= schedule.MAX_EXHAUSTED:
        return Verdict(code=EXHAUSTED), None
    return examination.verdict_of(state)


def _is_held(verdict: Verdict) -> bool:
    """Nobody looked for malware, where somebody should have."""
    missing = bool(settings.CLAMD()) and verdict.facts.malware.startswith(UNSCANNED)
    return missing and settings.WITHOUT_SCAN() == "hold"


def _let_pass(state: Piece, reason: str) -> Verdict:
    """A person answers for what it shows; that it is what was declared is read from its bytes.

    Raises: Unavailable.
    """
    found = bucket().head(state.object, state.version_id)
    if found is None:
        return unfinished("存储中找不到文件")
    if found.size != state.manifest.size:
        return refused("size-mismatch")
    if sha256_of(state.object, state.version_id) != state.manifest.sha256:
        return refused("sha256-mismatch")
    return Verdict(code=RELEASED, reason=reason)


def _lock(state: Piece, thumbnail: bytes | None, given: Given) -> datetime:
    """How long the store holds the lock. Raises: Unavailable, NotLocked, S3Error."""
    if thumbnail is not None:
        bucket().put_thumbnail(thumbnail_key(state.object), thumbnail)
    until = bucket().retain(
        state.object,
        state.version_id,
        mode=settings.RETENTION_MODE(),
        until=given.now + timedelta(days=settings.RETENTION_DAYS()),
    )
    crashing.point("locked")
    if state.in_parts:
        bucket().abort_uploads(state.object)
    return until


def keepable(checked: Checked, state: Piece, fact: CheckBegun, given: Given) -> Checked:
    """A verdict that cannot be written down is a refusal, and no check without end."""
    change = checking.conclude(state, fact, given.knowing(checked))
    if change is None or can_be_kept(change.state):
        return checked
    return Checked(refused("unreadable", UNKEPT))
