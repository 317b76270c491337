"""Vetoes (一票否决): outside the total; raised and cleared with a reason, history kept."""

from datetime import datetime

import msgspec
from msgspec import Struct

from contracts.orders.scoring import ClearVeto, RaiseVeto
from contracts.scoring import VetoCleared, VetoRaised
from kit.change import Change, Given, Knowing
from services.scoring.refusals import UnknownTopic, VetoClearedAlready, VetoStandsAlready


class Step(Struct, frozen=True, kw_only=True):
    what: str
    by: str
    at: datetime
    reason: str


class VetoRecord(Struct, frozen=True, kw_only=True):
    district: str
    year: int
    topic: str
    title: str
    standing: bool
    history: tuple[Step, ...] = ()


def raise_(
    state: VetoRecord | None, order: RaiseVeto, given: Knowing[dict[str, str]]
) -> Change[VetoRecord]:
    """``given.found``: topic → title of the year's standard.

    Raises: UnknownTopic, VetoStandsAlready.
    """
    topics = given.found
    if order.topic not in topics:
        raise UnknownTopic(
            f"标准没有这个否决事项；可用的有：{'、'.join(sorted(topics))}", field="$.topic"
        )
    if state is not None and state.standing:
        raise VetoStandsAlready("这个否决事项已经提出，尚未解除")
    step = Step(what="raised", by=given.by.account, at=given.now, reason=order.reason)
    record = VetoRecord(
        district=order.district,
        year=order.year,
        topic=order.topic,
        title=topics[order.topic],
        standing=True,
        history=(*(state.history if state else ()), step),
    )
    fact = VetoRaised(
        veto=given.key,
        year=record.year,
        topic=record.topic,
        title=record.title,
        reason=order.reason,
        by=given.by.account,
    )
    return Change(record, (fact,))


def clear(state: VetoRecord, order: ClearVeto, given: Given) -> Change[VetoRecord]:
    """Raises: VetoClearedAlready."""
    if not state.standing:
        raise VetoClearedAlready("这个否决事项已经解除")
    step = Step(what="cleared", by=given.by.account, at=given.now, reason=order.reason)
    record = msgspec.structs.replace(state, standing=False, history=(*state.history, step))
    fact = VetoCleared(
        veto=given.key,
        year=state.year,
        topic=state.topic,
        title=state.title,
        reason=order.reason,
        by=given.by.account,
    )
    return Change(record, (fact,))
