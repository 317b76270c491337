"""The nightly proof: each district in its turn, a difference counts only when found twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.clock import CHINA
from contracts.measures import Flag
from contracts.orders.scoring import Recompute
from contracts.scoring import RepairOrdered
from contracts.tasks import CampaignOpened
from kit.change import Knowing
from services.scoring.audits.audit import Audit, begin, next_night, recompute, repair, tick
from services.scoring.audits.comparing import Comparison, with_vetoes
from services.scoring.vetoes.vetoing import Step, VetoRecord
from tests.unit.scoring.facts_support import around, confirmed, hear, item

NOW = datetime(2026, 8, 1, 2, tzinfo=UTC)
KEY = "ganquan:2026"
OPS = Caller(account="ops", name="运维", roles=("operations",), district="*")
WRONG = Comparison(items=74, facts=9, differing=("B04",))
RIGHT = Comparison(items=74, facts=9)


def given(found: Comparison | None, now: datetime = NOW) -> Knowing[Any]:
    return Knowing(key=KEY, now=now, cause="c", caller=OPS, found=found)


def audit() -> Audit:
    fact = CampaignOpened(
        campaign="c-2026", year=2026, name="x", standard="v1", districts=("ganquan",)
    )
    change = begin(None, fact, given(None))
    assert change is not None
    assert begin(change.state, fact, given(None)) is None
    return change.state


def test_every_district_has_its_own_time_of_the_night() -> None:
    turns = {next_night(NOW, f"d{n}:2026") for n in range(40)}
    assert len(turns) > 20
    assert all(1 <= turn.astimezone(CHINA).hour < 4 for turn in turns)
    assert all(NOW < turn <= NOW + timedelta(days=1) for turn in turns)
    turn = next_night(NOW, KEY)
    assert next_night(turn, KEY) == turn + timedelta(days=1)


def test_a_difference_found_once_is_looked_at_again_and_told_when_it_stays() -> None:
    first = tick(audit(), None, given(WRONG)).state
    assert (first.suspected, first.differing) == (("B04",), ())
    assert first.next == NOW + timedelta(minutes=2)
    second = tick(first, None, given(WRONG)).state
    assert (second.suspected, second.differing) == ((), ("B04",))
    assert second.next == next_night(NOW, KEY)


def test_a_fact_that_was_on_its_way_is_no_difference() -> None:
    first = tick(audit(), None, given(WRONG)).state
    second = tick(first, None, given(RIGHT)).state
    assert (second.suspected, second.differing, second.checked) == ((), (), NOW)


def test_a_campaign_that_cannot_be_read_is_looked_at_the_next_night() -> None:
    assert tick(audit(), None, given(None)).state.next == next_night(NOW, KEY)


def test_an_order_repairs_only_when_it_says_so_and_only_what_differs() -> None:
    look = Recompute(district="ganquan", year=2026)
    change = recompute(None, look, given(WRONG))
    assert change.events == ()
    assert change.answer is not None
    assert (change.answer["equal"], change.answer["differing"]) == (False, ["B04"])
    mend = Recompute(district="ganquan", year=2026, repair=True)
    assert recompute(None, mend, given(RIGHT)).events == ()
    [fact] = recompute(audit(), mend, given(WRONG)).events
    assert fact == RepairOrdered(year=2026, items=("B04",), by="ops")


def test_a_veto_that_stands_without_being_raised_is_told_and_mended_by_a_person() -> None:
    step = Step(what="raised", by="admin", at=NOW, reason="越级上访")
    sound = VetoRecord(
        district="ganquan", year=2026, topic="office", title="x", standing=True, history=(step,)
    )
    wrong = msgspec.structs.replace(sound, topic="disputes", standing=False)
    comparison = with_vetoes(RIGHT, [sound, wrong])
    assert comparison.differing == ("veto-disputes",)
    mend = Recompute(district="ganquan", year=2026, repair=True)
    assert recompute(audit(), mend, given(comparison)).events == ()


def repairing(found: Any) -> Knowing[Any]:
    return Knowing(key="ganquan:2026:B03", now=NOW, cause="c", found=found)


def test_a_repair_puts_what_the_facts_say_in_the_place_of_what_was_stored() -> None:
    order = RepairOrdered(year=2026, items=("B03",), by="ops")
    again = hear([(confirmed("B03", "city", done=Flag(value=True)), 8)], "B03")
    wrong = replace(again, levels={}, announced={**again.announced, "city": 0})
    found = (again, item("B03"), around())
    change = repair(wrong, order, repairing(found))
    assert change and (change.state.levels, change.state.announced) == (
        again.levels,
        again.announced,
    )
    assert [(move.level, move.was, move.now) for move in change.state.moves] == [("city", 0, 1000)]
    assert repair(change.state, order, repairing(found)) is None
    anew = repair(None, order, repairing(found))
    assert anew and anew.state.announced == again.announced


def test_what_is_not_told_by_the_log_is_not_repaired() -> None:
    order = RepairOrdered(year=2026, items=("B03",), by="ops")
    old = hear([], "B03")
    found = (old, item("B03"), around())
    assert repair(old, order, repairing(None)) is None
    assert repair(replace(old, logged=False), order, repairing(found)) is None
