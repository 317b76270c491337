"""A need (军地需求): raised by one side, confirmed by both, answered for, and met as both say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from msgspec import Struct
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.clock import day_of, near
from contracts.orders.tasks import ConfirmMet, ConfirmNeed, DeclineNeed, RaiseNeed
from contracts.refusals import Forbidden, Invalid, absent
from contracts.tasks import (
    NeedConfirmed,
    NeedDeclined,
    NeedMet,
    NeedRaised,
)
from contracts.words import NEED_STATE_NAMES, NeedState, Side
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.organisation.unit import Unit
from services.tasks.planning.campaign import Campaign
from services.tasks.refusals import OwnWork, WrongState
from services.tasks.task.task import UNSUBMITTED, Task

OTHER: dict[Side, Side] = {"army": "civil", "civil": "army"}


class Word(Struct, frozen=True, kw_only=True):
    """What one side said, and who said it for it."""

    by: str
    unit: str
    at: datetime
    note: str = ""


class NeedHeader(TypedDict):
    """As in ``contracts.tasks.OfNeed``."""

    need: str
    year: int
    title: str
    unit: str


class Need(Struct, frozen=True, kw_only=True):
    """``side``: who wants it. ``unit`` raised it, ``toward`` is asked (or empty: the office speaks
    for that side). ``confirmed`` and ``met``: side -> its word. ``units``: all whom it concerns.
    """

    district: str
    campaign: str
    year: int
    standard: str
    side: Side
    unit: str
    toward: str
    title: str
    description: str
    topic: str
    amount: str
    wanted_by: date | None
    by: str
    at: datetime
    units: tuple[str, ...]
    state: NeedState = "raised"
    confirmed: dict[Side, Word] = {}
    met: dict[Side, Word] = {}
    lead: str = ""
    person: str = ""
    due: date | None = None
    task: str = ""
    reason: str = ""

    def header(self, given: Given) -> NeedHeader:
        """What every fact of this need says of it."""
        return {"need": given.key, "year": self.year, "title": self.title, "unit": self.unit}

    def must_be(self, *states: NeedState, act: str) -> None:
        """Raises: WrongState."""
        if self.state not in states:
            raise WrongState(f"该需求现为“{NEED_STATE_NAMES[self.state]}”，不能{act}。", self.state)

    def side_of(self, caller: Caller, answering: str, id: str) -> Side:
        """For which side a caller speaks: the raising unit for its own, ``answering`` or the
        office for the other. Raises: NotFound (no concern of that unit).
        """
        if caller.unit and caller.unit == self.unit:
            return self.side
        office = caller.has("district_office", "city_office") and not caller.unit
        if office or (caller.unit and caller.unit == answering):
            return OTHER[self.side]
        raise absent(id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who raises a need, whom it is asked of (None: nobody named), and the year's campaign."""

    campaign: Campaign
    unit: Unit | None
    toward: Unit | None = None


def raise_need(need: Need | None, order: RaiseNeed, given: Knowing[Parties]) -> Change[Need]:
    """Raises: DistrictNotInCampaign, Forbidden, Invalid."""
    parties = given.found
    parties.campaign.must_include(order.district)
    if parties.unit is None:
        raise Forbidden("只有本区单位可以提出需求。")
    side = side_of_unit(parties.unit)
    _must_be_sound(order, parties, side, given)
    new = alike(
        Need,
        order,
        **parties.campaign.header(),
        side=side,
        unit=parties.unit.unit,
        toward=order.toward or "",
        amount=order.amount or "",
        by=given.by.account,
        at=given.now,
        units=concerned(parties.unit.unit, order.toward or ""),
        confirmed={side: Word(by=given.by.account, unit=parties.unit.unit, at=given.now)},
    )
    fact = NeedRaised(**new.header(given), side=side, toward=new.toward, wanted_by=new.wanted_by)
    return Change(new, (fact,))


def confirm_need(need: Need, order: ConfirmNeed, given: Given) -> Change[Need] | None:
    """The other side says that the need stands; raising it was the first side's word.

    Nobody speaks for both sides.

    Raises: NotFound, WrongState, OwnWork.
    """
    side = need.side_of(given.by, need.toward, given.key)
    if side in need.confirmed:
        return None
    need.must_be("raised", act="确认")
    said = _word(order.note, need.confirmed, given)
    new = replace(need, confirmed={**need.confirmed, side: said})
    if len(new.confirmed) < 2:
        return Change(new)
    fact = NeedConfirmed(**new.header(given), side=new.side, toward=new.toward)
    return Change(replace(new, state="confirmed"), (fact,))


def decline_need(need: Need, order: DeclineNeed, given: Given) -> Change[Need]:
    """Raises: WrongState."""
    need.must_be("raised", "confirmed", act="退回")
    fact = NeedDeclined(**need.header(given), reason=order.reason)
    return Change(replace(need, state="declined", reason=order.reason), (fact,))


def confirm_met(need: Need, order: ConfirmMet, given: Knowing[Task | None]) -> Change[Need] | None:
    """One side says that the need is met, once a result was handed in.

    ``given.found``: the task, or None. Raises: NotFound, WrongState, OwnWork.
    """
    side = need.side_of(given.by, need.lead, given.key)
    if side in need.met:
        return None
    need.must_be("accepted", act="确认满足")
    task = given.found
    if task is None or task.state in UNSUBMITTED:
        raise WrongState("牵头单位尚未提交办理结果，不能确认满足。", need.state)
    new = replace(need, met={**need.met, side: _word(order.note, need.met, given)})
    if len(new.met) < 2:
        return Change(new)
    fact = NeedMet(**new.header(given), task=new.task, lead=new.lead)
    return Change(replace(new, state="met"), (fact,))


def side_of_unit(unit: Unit) -> Side:
    return "army" if unit.kind == "garrison" else "civil"


def _word(note: str, words: dict[Side, Word], given: Given) -> Word:
    if any(word.by == given.by.account for word in words.values()):
        raise OwnWork
    return Word(by=given.by.account, unit=given.by.unit, at=given.now, note=note)


def _must_be_sound(order: RaiseNeed, parties: Parties, side: Side, given: Given) -> None:
    if order.toward is not None:
        if parties.toward is None:
            raise Invalid(f"单位 {order.toward} 不是本区单位。", field="toward")
        if side_of_unit(parties.toward) == side:
            raise Invalid("需求须向对方单位提出：军队单位向地方，地方单位向军队。", field="toward")
    day = order.wanted_by
    if day is not None and (day < day_of(given.now) or not near(day, parties.campaign.year)):
        raise Invalid(f"希望解决的日期 {day} 已过，或与年度相差过远。", field="wanted_by")


def concerned(*units: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for unit in units if unit))
