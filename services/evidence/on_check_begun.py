"""A check was claimed: do it, and lock what is good before anybody calls it sealed."""

import dataclasses
from datetime import datetime, timedelta

from minio.error import S3Error

from contracts.evidence import CheckBegun
from kit import logs
from kit.change import Change, Given
from kit.reader import Reader
from services.evidence import examination
from services.evidence.bucket.client import NotLocked, bucket
from services.evidence.domain import checking
from services.evidence.domain.checking import Checked
from services.evidence.piece.piece import Piece, thumbnail_key
from services.evidence.piece.store import can_be_kept
from services.evidence.piece.verdict import refused, unfinished
from services.evidence.settings import RETENTION_DAYS, RETENTION_MODE

UNKEPT = "检查结果无法保存"

log = logs.get(__name__)


def check_and_lock(_reader: Reader, state: Piece, fact: CheckBegun, given: Given) -> Checked | None:
    """The verdict; for a good file the thumbnail is stored and the pinned version locked.

    A repeat after a crash checks again and finds the lock: nothing is done twice that shows.
    Raises: Unavailable.
    """
    if not checking.wants_check(state, fact):
        return None
    verdict, thumbnail = examination.examine(state)
    if not verdict.ok:
        return Checked(verdict)
    try:
        return Checked(verdict, _lock(state, thumbnail, given))
    except (S3Error, NotLocked) as fault:
        log.error("not sealed", fault=repr(fault)[:300])
        return Checked(unfinished(f"{type(fault).__name__}: {fault}"))


def _lock(state: Piece, thumbnail: bytes | None, given: Given) -> datetime:
    """How long the store holds the lock. Raises: Unavailable, NotLocked, S3Error."""
    if thumbnail is not None:
        bucket().put_thumbnail(thumbnail_key(state.object), thumbnail)
    until = bucket().retain(
        state.object,
        state.version_id,
        mode=RETENTION_MODE(),
        until=given.now + timedelta(days=RETENTION_DAYS()),
    )
    if state.in_parts:
        bucket().abort_uploads(state.object)
    return until


def conclude(state: Piece, fact: CheckBegun, given: Given) -> Change[Piece] | None:
    """A verdict that cannot be written down is a refusal, and no check without end."""
    change = checking.conclude(state, fact, given)
    if change is None or can_be_kept(change.state):
        return change
    return checking.conclude(
        state, fact, dataclasses.replace(given, found=Checked(refused("unreadable", UNKEPT)))
    )
