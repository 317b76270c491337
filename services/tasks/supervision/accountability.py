"""Accountability (问责): a decision on a unit, recorded as it was taken, and the unit's reply.

The software records; it proposes no sanction, and no person is named.
"""

from dataclasses import dataclass
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import (
    AccountabilityMeasure,
    RecordAccountability,
    ReplyAccountability,
)
from contracts.refusals import Invalid, absent
from contracts.tasks import AccountabilityRecorded, AccountabilityReplied
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.history.entry import Entry, noted
from services.tasks.planning.campaign import Campaign
from services.tasks.refusals import WrongState
from services.tasks.task.sealed import must_be_sealed


class Response(Struct, frozen=True, kw_only=True):
    """The unit's reply."""

    by: str
    at: datetime
    text: str
    evidence: tuple[str, ...]


class Accountability(Struct, frozen=True, kw_only=True):
    """``decision``: the text as decided. ``reply_by``: the day by which a reply is asked for."""

    district: str
    campaign: str
    year: int
    unit: str
    ground: str
    measures: tuple[AccountabilityMeasure, ...]
    decision: str
    decided_by: str
    document: str
    on: date
    by: str
    findings: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    reply_by: date | None = None
    replied: bool = False
    reply: Response | None = None
    history: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a record is checked against: those of its names that exist and are of the unit."""

    campaign: Campaign
    units: frozenset[str]
    findings: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()


def record(
    state: Accountability | None, order: RecordAccountability, given: Knowing[Grounds]
) -> Change[Accountability]:
    """Raises: DistrictNotInCampaign, Invalid (a name, a day)."""
    grounds = given.found
    grounds.campaign.must_include(order.district)
    _must_fit(order, grounds)
    _must_be_decided(order, given)
    new = alike(
        Accountability,
        order,
        year=grounds.campaign.year,
        measures=tuple(dict.fromkeys(order.measures)),
        by=given.by.account,
        findings=tuple(dict.fromkeys(order.findings)),
        tasks=tuple(dict.fromkeys(order.tasks)),
        history=noted((), given, "held-to-account", why=order.ground, unit=order.unit),
    )
    return Change(new, (alike(AccountabilityRecorded, new, accountability=given.key),))


def reply(
    state: Accountability, order: ReplyAccountability, given: Knowing[frozenset[str]]
) -> Change[Accountability]:
    """``given.found``: the sealed ones among its evidence.

    Raises: NotFound (another unit's), WrongState (replied), EvidenceNotSealed.
    """
    if given.by.unit != state.unit:
        raise absent(given.key)
    if state.reply is not None:
        raise WrongState("贵单位已就此作出答复。", "replied")
    must_be_sealed(order.evidence, given.found)
    by, pieces = given.by.account, len(order.evidence)
    answer = Response(by=by, at=given.now, text=order.text, evidence=order.evidence)
    history = noted(state.history, given, "replied", why=order.text, unit=state.unit, pieces=pieces)
    fact = alike(AccountabilityReplied, state, accountability=given.key, reply=order.text)
    return Change(replace(state, reply=answer, replied=True, history=history), (fact,))


def _must_fit(order: RecordAccountability, grounds: Grounds) -> None:
    if order.unit not in grounds.units:
        raise Invalid(f"单位 {order.unit} 不是本区单位。", field="unit")
    for name, kind, named, known in (
        ("findings", "问题", order.findings, grounds.findings),
        ("tasks", "任务", order.tasks, grounds.tasks),
    ):
        for at, id in enumerate(named):
            if id not in known:
                raise Invalid(f"{kind} {id} 不存在或不属于该单位。", field=f"{name}[{at}]")


def _must_be_decided(order: RecordAccountability, given: Given) -> None:
    today = day_of(given.now)
    if order.on > today:
        raise Invalid(f"决定日期 {order.on} 尚未到来。", field="on")
    if order.reply_by is not None and order.reply_by < order.on:
        raise Invalid(f"答复期限 {order.reply_by} 早于决定日期。", field="reply_by")
