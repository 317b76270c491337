"""A check was claimed: do it, and lock what is good before anybody calls it sealed."""

from datetime import timedelta

from contracts.evidence import CheckBegun
from kit.change import Change, Given
from kit.reader import Reader
from services.evidence import examination
from services.evidence.blobs import store
from services.evidence.domain import checking
from services.evidence.domain.checking import Checked
from services.evidence.domain.model import Evidence, thumbnail_key
from services.evidence.settings import RETENTION_DAYS, RETENTION_MODE


def check_and_lock(
    _reader: Reader, state: Evidence, fact: CheckBegun, given: Given
) -> Checked | None:
    """The verdict; for a good file the thumbnail is stored and the pinned version locked.

    A repeat after a crash checks again and finds the lock: nothing is done twice that shows.
    """
    if not checking.wants_check(state, fact):
        return None
    verdict, thumbnail = examination.examine(state)
    if not verdict.ok:
        return Checked(verdict)
    if thumbnail is not None:
        store().put_thumbnail(thumbnail_key(state.object), thumbnail)
    until = store().retain(
        state.object,
        state.version_id,
        mode=RETENTION_MODE(),
        until=given.now + timedelta(days=RETENTION_DAYS()),
    )
    if state.in_parts:
        store().abort_uploads(state.object)
    return Checked(verdict, until)


def conclude(state: Evidence, fact: CheckBegun, given: Given) -> Change[Evidence] | None:
    return checking.conclude(state, fact, given)
