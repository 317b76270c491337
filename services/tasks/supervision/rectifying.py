"""The unit's reply to an order, its verification, and the look back after it was struck off."""

from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from contracts.clock import day_of, end_of_day, near
from contracts.orders.tasks import CloseRectification, LookBack, Rectify
from contracts.refusals import Invalid
from contracts.tasks import RectificationClosed, RectificationReported, RectificationReturned
from kit.change import Change, Given, Knowing
from services.tasks.refusals import OwnWork, PairMissing, ReasonMissing
from services.tasks.supervision.finding import Finding, Reply, coloured, rectification_ordered
from services.tasks.task.sealed import must_be_sealed

PICTURES = frozenset({"PIC", "SIGN"})
"""Kinds of evidence of an item that are pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a reply is checked against: the sealed ones among its evidence, whether the item asks
    for pictures, and whether the person named as responsible is of the unit.
    """

    sealed: frozenset[str]
    pictures: bool = False
    responsible: bool = True


def rectify(finding: Finding, order: Rectify, given: Knowing[Proof]) -> Change[Finding]:
    """The unit's reply.

    Raises: NotFound, WrongState, EvidenceNotSealed, PairMissing, Invalid (responsible).
    """
    proof = given.found
    finding.must_concern(given)
    finding.must_be("ordered", act="回复整改")
    before, after = order.before or finding.evidence, order.after or order.evidence
    pieces = tuple(dict.fromkeys((*order.evidence, *order.before, *order.after)))
    must_be_sealed(pieces, proof.sealed)
    if not pieces or (proof.pictures and not (before and after)):
        raise PairMissing("after" if before and not after else "before" if after else "evidence")
    if not proof.responsible:
        raise Invalid(f"{order.responsible} 不是本单位人员。", field="responsible")
    by = given.by.account
    reply = Reply(
        by=by,
        at=given.now,
        note=order.note,
        evidence=pieces,
        before=before,
        after=after,
        measure=order.measure,
        result=order.result,
        responsible=order.responsible or by,
    )
    noted = finding.noted(given, "rectified", state="rectified", why=order.note, pieces=len(pieces))
    fact = RectificationReported(**finding.header(given), note=order.note, inspector=finding.by)
    return Change(replace(noted, reply=reply, delay=None), (fact,))


def close_rectification(
    finding: Finding, order: CloseRectification, given: Given
) -> Change[Finding]:
    """Verify a reply; in time is what was replied by the day, however long verifying took.

    Raises: NotFound, WrongState, OwnWork, ReasonMissing, Invalid (the new day).
    """
    finding.must_be_known(given)
    finding.must_be("rectified", act="核验")
    reply = finding.reply
    if reply is None or given.by.account == reply.by or given.by.unit == finding.unit:
        raise OwnWork
    if not order.accepted:
        return _send_back(finding, order, given)
    in_time = not finding.overdue and (
        finding.rectify_by is None or reply.at < end_of_day(finding.rectify_by)
    )
    closed = finding.noted(given, "closed", state="closed", why=order.reason)
    fact = RectificationClosed(**finding.header(given), in_time=in_time)
    return Change(replace(closed, in_time=in_time), (fact,))


def _send_back(finding: Finding, order: CloseRectification, given: Given) -> Change[Finding]:
    """The clock runs on to the same day, or to a new one; colours that were given stay."""
    if len(order.reason) < 2:
        raise ReasonMissing("退回整改")
    day = order.rectify_by
    new = finding.noted(
        given,
        "refused",
        state="ordered",
        why=order.reason,
        was=str(finding.rectify_by or "") if day else "",
        became=str(day or ""),
    )
    if day is not None:
        must_be_ahead(day, finding, given)
        new = due_anew(new, day)
    if new.rectify_by is None:
        return Change(new)
    fact = RectificationReturned(**new.header(given), due=new.rectify_by, reason=order.reason)
    return Change(new, (fact,))


def look_back(finding: Finding, order: LookBack, given: Knowing[frozenset[str]]) -> Change[Finding]:
    """A closed rectification is looked at again: it holds, or it is ordered anew by a day.

    ``given.found``: the sealed ones among its evidence.
    Raises: NotFound, WrongState, OwnWork, EvidenceNotSealed, Invalid (the day).
    """
    finding.must_be_known(given)
    finding.must_be("closed", act="回头看")
    if given.by.unit == finding.unit or (finding.reply and given.by.account == finding.reply.by):
        raise OwnWork
    must_be_sealed(order.evidence, given.found)
    day = order.rectify_by
    noted = finding.noted(
        given,
        "looked-back" if order.holds else "rebounded",
        state="closed" if order.holds else "ordered",
        why=order.reason,
        became="" if order.holds else str(day or ""),
        pieces=len(order.evidence),
    )
    if order.holds:
        return Change(noted)
    if day is None:
        raise Invalid("问题反弹须重新确定整改期限。", field="rectify_by")
    must_be_ahead(day, finding, given)
    anew = replace(noted, overdue=False, in_time=None, called=None)
    new, slip = coloured(replace(due_anew(anew, day), ordered=given.now), given)
    return Change(new, (*rectification_ordered(new, given), *slip))


def due_anew(finding: Finding, day: date) -> Finding:
    """With another day to rectify by; that it is overdue was said once, and stays said."""
    return replace(
        finding, rectify_by=day, deadline=None if finding.overdue else end_of_day(day), delay=None
    )


def must_be_ahead(day: date, finding: Finding, given: Given) -> None:
    """Raises: Invalid (a day that has passed, or is years away)."""
    today = day_of(given.now)
    if day < today or not near(day, max(finding.year, today.year)):
        raise Invalid(f"整改期限 {day} 须为今天或以后，且不得相差过远。", field="rectify_by")
