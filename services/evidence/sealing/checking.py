"""From STORED to its end: the check is claimed, its verdict concludes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.evidence import CheckBegun, EvidenceQuarantined, EvidenceRejected
from kit.change import Change, Given, Knowing
from services.evidence.piece import schedule, telling
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import (
    CHECK_FAILED,
    EXHAUSTED,
    NOT_SCANNED,
    REASONS,
    Verdict,
    refused,
    unfinished,
)
from services.evidence.sealing.busy import Busy, has_turn, next_turn

NEVER_CHECKED = "多次检查都未能完成，请另存为常见格式后重新上传；仍不行请联系运维"

GAVE_UP = "检查两次中断"


@dataclass(frozen=True, slots=True)
class Checked:
    """A check's verdict; ``sealed_until`` as read back from the store where it is good."""

    verdict: Verdict
    sealed_until: datetime | None = None


def begin(state: Piece, _: Any, given: Knowing[Busy | None]) -> Change[Piece] | None:
    """Claim the check of what was stored, or wait for its turn."""
    busy = given.found
    if busy is None or state.state != "STORED":
        return None
    if not has_turn(state, busy):
        return Change(state.but(due=next_turn(busy, given.now)))
    return attempt(state, given)


def wants_check(state: Piece | None, begun: CheckBegun) -> bool:
    """Whether this claim is the one that counts; an older one leaves the work to it."""
    return state is not None and state.state == "CHECKING" and state.attempt == begun.attempt


def conclude(
    state: Piece, begun: CheckBegun, given: Knowing[Checked | None]
) -> Change[Piece] | None:
    """The verdict of a check: sealed, rejected, or tried again."""
    checked = given.found
    if checked is None or not wants_check(state, begun):
        return None
    verdict = checked.verdict
    if verdict.code in (CHECK_FAILED, NOT_SCANNED):
        return _failed(state, verdict, given)
    if verdict.code == EXHAUSTED:
        return _exhausted(state, given)
    if verdict.stands and checked.sealed_until is not None:
        return _sealed(state, verdict, checked.sealed_until, given)
    return rejected(state, verdict, given)


def lease_ended(state: Piece, given: Given) -> Change[Piece]:
    """A check that did not end in its time is one that could not be done."""
    return _failed(state, unfinished("超时"), given)


def attempt(state: Piece, given: Given) -> Change[Piece]:
    attempt = state.attempt + 1
    due = schedule.check_lease(attempt, given.now)
    after = state.but(state="CHECKING", attempt=attempt, due=due)
    return Change(after, (CheckBegun(evidence=given.key, attempt=attempt),))


def _failed(state: Piece, verdict: Verdict, given: Given) -> Change[Piece]:
    """Tried again after growing pauses, then set aside."""
    failures = state.failures + 1
    if failures < schedule.MAX_FAILURES:
        due = given.now + schedule.CHECK_AGAIN[failures - 1]
        told = state.but(state="STORED", failures=failures, due=due, verdict=verdict)
        return Change(told)
    end = Verdict(code="unreadable", reason=NEVER_CHECKED)
    return _set_aside(state.but(failures=failures), verdict, end, given)


def _exhausted(state: Piece, given: Given) -> Change[Piece]:
    """Out of its budget, or a checker that crashed: once more on the slow lane, then set aside."""
    after = state.but(exhausted=state.exhausted + 1)
    if after.exhausted >= schedule.MAX_EXHAUSTED:
        return _set_aside(after, unfinished(GAVE_UP), refused("too-costly"), given)
    due = given.now + schedule.SLOW_AFTER
    told = unfinished("用时过长，将单独再查一次")
    return Change(after.but(state="STORED", due=due, verdict=told))


def _set_aside(state: Piece, verdict: Verdict, end: Verdict, given: Given) -> Change[Piece]:
    """For a person to decide, and checked again each day; ``end``: what it is at last rejected for,
    unless all that is missing is a scan."""
    often = state.quarantines >= schedule.MAX_QUARANTINES
    if often and verdict.code != NOT_SCANNED:
        return rejected(state, end, given)
    after = state.but(
        state="QUARANTINED",
        quarantines=state.quarantines + 1,
        verdict=verdict,
        released=None,
        due=given.now + schedule.QUARANTINE_AGAIN,
    )
    if often:
        return Change(after)
    aside = EvidenceQuarantined(
        evidence=given.key,
        by=state.by,
        unit=state.unit,
        tasks=state.manifest.tasks,
        items=state.manifest.items,
        reason=verdict.reason,
    )
    return Change(after.noted("quarantined", given.now, {"reason": verdict.reason}), (aside,))


def _sealed(state: Piece, verdict: Verdict, until: datetime, given: Given) -> Change[Piece]:
    after = state.but(
        state="SEALED",
        verdict=verdict,
        sealed_at=given.now,
        sealed_until=until,
        due=None,
    ).noted(
        "sealed",
        given.now,
        {
            "sha256": state.manifest.sha256,
            "version": state.version_id,
            "until": until.isoformat(),
        },
    )
    return Change(after, telling.what_stands(after, given.key))


def rejected(state: Piece, verdict: Verdict, given: Given, by: str = "") -> Change[Piece]:
    """``by``: the person who decided; empty where the check did."""
    reason = verdict.reason or REASONS[verdict.code]
    facts = {"code": verdict.code, "version": state.version_id}
    after = state.but(
        state="REJECTED",
        verdict=verdict,
        rejected_at=given.now,
        due=given.now + schedule.rejected_kept(verdict.code),
    ).noted("rejected", given.now, facts | ({"reason": reason} if by else {}), by)
    fact = EvidenceRejected(
        evidence=given.key,
        by=state.by,
        unit=state.unit,
        tasks=state.manifest.tasks,
        items=state.manifest.items,
        code=verdict.code,
        reason=reason,
    )
    return Change(after, (fact,))
