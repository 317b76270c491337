"""The nightly proof: a district's year worked out anew from the log and compared with the store.

A difference counts only when it is found twice: between a fact's place in the log and its effect a
moment may pass.
"""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import CHINA, day_of
from contracts.orders.scoring import Recompute
from contracts.scoring import RepairOrdered
from contracts.tasks import CampaignOpened
from kit.change import Change, Given, Knowing
from services.scoring.audits.comparing import VETO, Comparison, Difference
from services.scoring.facts.hearing import Cause
from services.scoring.facts.state import Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.scores.restating import restate
from services.scoring.standards.standard import Item

FIRST_HOUR = 1
"""Of the night, city time; districts follow one another over SPREAD_MINUTES."""
SPREAD_MINUTES = 180
LOOK_AGAIN = timedelta(minutes=2)


class Audit(Struct, frozen=True, kw_only=True):
    """The last comparison of a district's year. ``next``: when it is due again (UTC).

    ``suspected``: differences that have been found once. ``differing``: found twice, or by order.
    """

    district: str
    year: int
    next: datetime
    checked: datetime | None = None
    items: int = 0
    facts: int = 0
    unlogged: int = 0
    suspected: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def begin(state: Audit | None, fact: CampaignOpened, given: Given) -> Change[Audit] | None:
    """From the campaign on, every night. ``given.key``: ``<district>:<year>``."""
    if state is not None:
        return None
    district = given.key.rpartition(":")[0]
    night = next_night(given.now, given.key)
    return Change(Audit(district=district, year=fact.year, next=night))


def recompute(state: Audit | None, order: Recompute, given: Knowing[Comparison]) -> Change[Audit]:
    """Compare now. Nothing is repaired unless the order says so."""
    comparison = given.found
    held = state or Audit(
        district=order.district, year=order.year, next=next_night(given.now, given.key)
    )
    audit = replace(_told(held, comparison, given.now), differing=comparison.differing)
    items = tuple(item for item in comparison.differing if not item.startswith(VETO))
    repair = order.repair and bool(items)
    fact = RepairOrdered(year=order.year, items=items, by=given.by.account)
    answer = {
        "district": order.district,
        "year": order.year,
        "equal": comparison.equal,
        "items": comparison.items,
        "facts": comparison.facts,
        "unlogged": comparison.unlogged,
        "differing": list(comparison.differing),
        "differences": [msgspec.to_builtins(each) for each in comparison.differences],
        "repairing": repair,
    }
    return Change(audit, (fact,) if repair else (), answer)


def tick(state: Audit, _: None, given: Knowing[Comparison | None]) -> Change[Audit]:
    """``given.found``: Comparison, or None where the campaign's standard cannot be read."""
    comparison = given.found
    night = next_night(given.now, given.key)
    if comparison is None:
        return Change(replace(state, next=night))
    audit = _told(state, comparison, given.now)
    again = tuple(item for item in comparison.differing if item in state.suspected)
    if comparison.differing and not again:
        soon = given.now + LOOK_AGAIN
        return Change(replace(audit, suspected=comparison.differing, differing=(), next=soon))
    return Change(replace(audit, suspected=(), differing=again, next=night))


def repair(
    state: Score | None,
    fact: RepairOrdered,
    given: Knowing[tuple[Score, Item, Surroundings] | None],
) -> Change[Score] | None:
    """What the facts say takes the place of what was stored; its moves stay and gain one.

    ``given.found``: the score as its facts make it, its item, and what surrounds it.
    """
    found = given.found
    if found is None or (state is not None and not state.logged):
        return None
    again, item, surround = found
    past = (state.moves, state.announced) if state else ((), {})
    again = replace(again, moves=past[0], announced=past[1])
    cause = Cause(kind=fact.type, by=fact.by, why="按事实重新计算")
    after, events = restate(again, item, surround, cause, given.now)
    return None if after == state else Change(after, events)


def _told(audit: Audit, comparison: Comparison, now: datetime) -> Audit:
    return replace(
        audit,
        checked=now,
        items=comparison.items,
        facts=comparison.facts,
        unlogged=comparison.unlogged,
        differences=comparison.differences,
    )


def next_night(now: datetime, key: str) -> datetime:
    """The next time of this key's turn, each night the same; the turns spread over the night."""
    turn = int(sha256(key.encode()).hexdigest(), 16) % SPREAD_MINUTES
    today = datetime.combine(day_of(now), time(FIRST_HOUR), CHINA)
    first = today + timedelta(minutes=turn)
    following = first if first > now else first + timedelta(days=1)
    return following.astimezone(UTC)
