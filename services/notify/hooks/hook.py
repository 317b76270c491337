"""An address of a program that its office registered, and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from contracts.notify import FailedRecalled, HookAnswered, HookPaused
from contracts.orders.notify import (
    ChangeHook,
    PauseHook,
    RedeliverFailed,
    RegisterHook,
    RemoveHook,
    ResumeHook,
    RotateHookSecret,
)
from contracts.refusals import Invalid, Refusal, absent
from contracts.sight import CITY_OFFICE, DISTRICT_OFFICE, Confidants
from contracts.words import CITY_WIDE
from kit.change import Change, Given, Knowing
from services.notify.hooks import addresses, told

State = Literal["active", "paused", "removed"]
Why = Literal["", "asked", "gone", "failed"]

MOST_HOOKS = 20
"""Of one office."""
MOST_RECALLED = 500
FORMER_SIGNS = timedelta(days=1)
"""So long the secret of before signs besides."""


class TooManyHooks(Refusal):
    """The office has as many addresses as it may have."""

    code = "too-many-webhooks"
    status = 409


class TooManyFailed(Refusal):
    """More failed since then than can be sent again at once."""

    code = "too-many-failed"
    status = 409


class Former(Struct, frozen=True, kw_only=True):
    secret: str
    until: datetime


class Hook(Struct, frozen=True, kw_only=True):
    """``district``: of the office that registered it, as account ``by``; ``*``: the city's.

    ``failing_since``: nothing was taken since; ``gives_up_at``: it is paused then.
    """

    district: str
    url: str
    types: tuple[str, ...]
    about: str
    by: str
    secret: str
    made_at: datetime
    state: State = "active"
    why: Why = ""
    former: Former | None = None
    failing_since: datetime | None = None
    gives_up_at: datetime | None = None
    fault: str = ""

    @property
    def confidants(self) -> Confidants:
        city = self.district == CITY_WIDE
        return Confidants((CITY_OFFICE if city else DISTRICT_OFFICE,))

    def secrets(self, now: datetime) -> list[str]:
        """Those that sign, the newest first."""
        former = self.former if self.former and self.former.until > now else None
        return [self.secret, *([former.secret] if former else [])]


@dataclass(frozen=True, slots=True)
class Desk:
    """``secret``: a new one; ``networks``: the city's own; ``hooks``: that the office has."""

    secret: str
    networks: addresses.Networks
    hooks: int


def must_be_of(state: Hook, district: str, id: str) -> None:
    """Raises: NotFound, of another office's and of a removed one as of none."""
    if state.district != district or state.state == "removed":
        raise absent(id)


def register(known: Hook | None, order: RegisterHook, given: Knowing[Desk]) -> Change[Hook]:
    """Raises: Invalid, TooManyHooks."""
    by, desk = given.by, given.found
    if desk.hooks >= MOST_HOOKS:
        raise TooManyHooks(f"已登记 {MOST_HOOKS} 个推送地址，请先删除不用的。")
    _must_be_allowed(order.url, order.types, by.district, desk.networks)
    made = Hook(
        district=by.district,
        url=order.url,
        types=_sorted(order.types),
        about=order.about,
        by=by.account,
        secret=desk.secret,
        made_at=given.now,
    )
    return _shown_once(made)


def change(state: Hook, order: ChangeHook, given: Knowing[Desk]) -> Change[Hook] | None:
    """Raises: NotFound, Invalid."""
    must_be_of(state, given.by.district, given.key)
    _must_be_allowed(order.url, order.types, state.district, given.found.networks)
    new = replace(state, url=order.url, types=_sorted(order.types), about=order.about)
    return None if new == state else Change(new)


def pause(state: Hook, order: PauseHook, given: Given) -> Change[Hook] | None:
    """Raises: NotFound."""
    must_be_of(state, given.by.district, given.key)
    if state.state == "paused":
        return None
    return Change(replace(state, state="paused", why="asked", gives_up_at=None))


def resume(state: Hook, order: ResumeHook, given: Given) -> Change[Hook] | None:
    """What it failed in before is forgotten. Raises: NotFound."""
    must_be_of(state, given.by.district, given.key)
    if state.state == "active":
        return None
    return Change(replace(_well(state), state="active", why=""))


def rotate(state: Hook, order: RotateHookSecret, given: Knowing[Desk]) -> Change[Hook]:
    """Raises: NotFound."""
    must_be_of(state, given.by.district, given.key)
    former = Former(secret=state.secret, until=given.now + FORMER_SIGNS)
    return _shown_once(replace(state, secret=given.found.secret, former=former))


def _shown_once(state: Hook) -> Change[Hook]:
    return Change(state, answer={"secret": ""}, once={"secret": state.secret})


def remove(state: Hook, order: RemoveHook, given: Given) -> Change[Hook]:
    """Raises: NotFound."""
    must_be_of(state, given.by.district, given.key)
    return Change(replace(_well(state), state="removed", types=(), secret="", former=None))


def recall(state: Hook, order: RedeliverFailed, given: Knowing[int]) -> Change[Hook] | None:
    """``given.found``: how many failed since then. Raises: NotFound, Invalid, TooManyFailed."""
    must_be_of(state, given.by.district, given.key)
    if order.since.tzinfo is None or order.since > given.now:
        raise Invalid("请填写一个已经过去的时间，并带上时区。", field="$.since")
    if given.found > MOST_RECALLED:
        raise TooManyFailed(f"一次最多重新推送 {MOST_RECALLED} 条，请把起点改近一些。")
    if not given.found:
        return None
    return Change(state, (FailedRecalled(hook=given.key, since=order.since),))


def answered(state: Hook, fact: HookAnswered, given: Knowing[timedelta]) -> Change[Hook] | None:
    """``given.found``: how long it may fail before it is paused."""
    if state.state != "active":
        return None
    match fact.outcome:
        case "gone":
            return _paused(state, "gone", fact.fault, given)
        case "taken":
            return Change(_well(state)) if state.failing_since else None
        case _ if state.failing_since:
            return None
        case _:
            until = given.now + given.found
            new = replace(state, failing_since=given.now, gives_up_at=until, fault=fact.fault)
            return Change(new)


def gave_up(state: Hook, _: None, given: Knowing[bool]) -> Change[Hook]:
    """Its time is over. ``given.found``: it took something meanwhile."""
    if given.found:
        return Change(_well(state))
    return _paused(state, "failed", state.fault, given)


def _paused(state: Hook, why: Literal["gone", "failed"], fault: str, given: Given) -> Change[Hook]:
    told_of = HookPaused(
        hook=given.key,
        about=state.about,
        host=addresses.place(state.url).host,
        by=state.by,
        level="city" if state.district == CITY_WIDE else "district",
        why=why,
        since=state.failing_since or given.now,
        fault=fault,
    )
    new = replace(state, state="paused", why=why, fault=fault, gives_up_at=None)
    return Change(new, (told_of,))


def _well(state: Hook) -> Hook:
    return replace(state, failing_since=None, gives_up_at=None, fault="")


def _must_be_allowed(
    url: str, types: Sequence[str], district: str, networks: addresses.Networks
) -> None:
    """Raises: Invalid."""
    known = told.offered(district)
    if unknown := [name for name in types if name not in known]:
        raise Invalid(f"不能推送这类事件：{unknown[0]}", field="$.types")
    try:
        where = addresses.place(url)
    except ValueError as fault:
        raise Invalid(f"{fault}。", field="$.url") from fault
    plain = where.scheme == "http"
    if plain and not networks:
        raise Invalid("推送地址须以 https:// 开头。", field="$.url")
    itself = addresses.literal(where.host)
    if itself is not None and not addresses.reachable(itself, networks, plain=plain):
        raise Invalid("这个地址不在允许推送的网络内。", field="$.url")


def _sorted(types: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(types)))
