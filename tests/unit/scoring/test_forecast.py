"""What-if gives the figure of really doing it; what to push next says why, and what is lost."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.measures import MAX_ENTRIES, Entry, Flag, Measure, Quantity, Ratio, Tally
from contracts.orders import scoring as orders
from contracts.refusals import Invalid
from contracts.words import LEVELS, Level
from services.scoring.facts.changes import charge
from services.scoring.facts.state import DutyState
from services.scoring.forecasts.forecast import Forecast, Standing, suppose, what_if
from services.scoring.forecasts.pushing import Plans, Push, plan_of, priority
from services.scoring.scores.position import Position
from services.scoring.standards.standard import Item
from tests.oracle import Deed
from tests.oracle.telling import told
from tests.unit.scoring.folding import Fold
from tests.unit.scoring.support import the_sample

STANDARD = the_sample()
DISTRICT, YEAR = "ganquan", 2026
TODAY = date(YEAR, 8, 1)
ORGANISATION = {"townships": 4, "units": 2}
ITEMS = ("A05", "A02", "B04", "B06", "B07", "C04", "E03", "F07", "H05", "T02", "T05", "T06", "T07")
REGISTERS = ("B04", "B07", "C04", "B06")
FAULTY = ("C04", "F07", "H05", "A05")


class Town:
    """A district that really does things; ``suppose`` asks what would be."""

    def __init__(self, drawn: frozenset[str] | None = None) -> None:
        self.fold = Fold(STANDARD, ORGANISATION, drawn)
        self.raised: set[str] = set()
        self.versions: Counter[str] = Counter()

    def do(self, *deeds: Deed) -> "Town":
        about: Any = {"district": DISTRICT, "year": YEAR, "standard": "v1"}
        self.fold.hear_all(told(deeds, after=self.versions, **about))
        return self

    def position(self, level: Level) -> Position:
        return Position(
            district=DISTRICT,
            year=YEAR,
            level=level,
            around=self.fold.around,
            held=dict(self.fold.scores),
            raised=frozenset(self.raised),
        )

    def suppose(self, *changes: orders.SupposedChange, level: Level = "city") -> Forecast:
        return what_if(self.position(level), changes)

    def really(self, change: orders.SupposedChange, level: Level) -> None:
        """The events that would bring the change about."""
        match change:
            case orders.IfFinished(item=code, measures=measures):
                self._hand_in(code, {**self._from_register(code), **measures}, level)
            case orders.IfRows(item=code, done=done):
                register = self.fold.scores[code].register
                assert register is not None
                counts = Deed("counts", code, done=register.done + done, rows=register.rows)
                self.do(counts)
                if level != "self":
                    measures = {**self._now(code, level), **self._from_register(code)}
                    self._hand_in(code, measures, level)
            case orders.IfClaimed(item=code, entries=entries):
                now = self._now(code, level)
                before = now.get("claims")
                own = before.entries if isinstance(before, Tally) else ()
                self._hand_in(code, {**now, "claims": Tally(entries=(*own, *entries))}, level)
            case orders.IfAppealed(finding=finding, upheld=upheld):
                self._follow("upholds" if upheld else "rejects", finding)
            case orders.IfLate(finding=finding):
                self._follow("misses", finding)
            case orders.IfVeto(topic=topic, raised=True):
                self.raised.add(topic)
            case orders.IfVeto(topic=topic):
                self.raised.discard(topic)

    def _hand_in(self, code: str, measures: dict[str, Measure], level: Level) -> None:
        confirms = LEVELS[1 : LEVELS.index(level) + 1]
        self.do(Deed("submits", code, measures=measures))
        self.do(*(Deed("confirms", code, each, measures) for each in confirms))

    def _now(self, code: str, level: Level) -> dict[str, Measure]:
        if level == "province" and not self.fold.around.is_drawn(code):
            level = "city"
        held = self.fold.scores.get(code)
        marked = held.levels.get(level) if held else None
        return dict(marked.measures) if marked and marked.counts else {}

    def _from_register(self, code: str) -> dict[str, Measure]:
        held = self.fold.scores.get(code)
        if held is None or held.register is None or not an_item(code).register:
            return {}
        done, rows = held.register.done, held.register.rows
        if code == "B06":
            return {"count": Quantity(value=str(done))}
        return {"ratio": Ratio(numerator=done, denominator=rows)}

    def _follow(self, does: Any, finding: str) -> None:
        item = next(c for c, held in self.fold.scores.items() if finding in held.findings)
        self.do(Deed(does, item, finding=finding))


def an_item(code: str) -> Item:
    found = STANDARD.item(code)
    assert found is not None
    return found


counts = st.integers(0, 5).map(lambda n: Quantity(value=str(n)))
ratios = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(
    lambda n: Ratio(numerator=n[0], denominator=n[0] + n[1])
)


def entries(*kinds: str, least: int = 0) -> st.SearchStrategy[tuple[Entry, ...]]:
    one = st.builds(
        Entry,
        kind=st.sampled_from(kinds),
        ref=st.sampled_from("XYZ"),
        count=st.just(1),
        at=st.dates(date(YEAR, 3, 1), date(YEAR, 3, 5)),
        note=st.just(""),
    )
    return st.lists(one, min_size=least, max_size=4).map(tuple)


def claimed(code: str, least: int = 0) -> st.SearchStrategy[tuple[Entry, ...]]:
    honours = code in ("T05", "T06")
    return entries(
        *(("national", "provincial", "municipal") if honours else ("claim",)), least=least
    )


def measures(code: str) -> st.SearchStrategy[dict[str, Measure]]:
    reads = {wanted.name for wanted in an_item(code).inputs}
    faults = entries(*(("found", "late", "twice") if code == "H05" else ("case",)))
    given: dict[str, st.SearchStrategy[Any]] = {
        "done": st.booleans().map(lambda value: Flag(value=value)),
        "count": counts,
        "ratio": ratios,
        "claims": claimed(code).map(lambda found: Tally(entries=found)),
        "faults": faults.map(lambda found: Tally(entries=found)),
    }
    return st.fixed_dictionaries({}, optional={n: s for n, s in given.items() if n in reads})


def past(draw: st.DrawFn) -> Deed:
    code = draw(st.sampled_from(ITEMS))
    does: Any = draw(st.sampled_from(["submits", "confirms", "confirms", "returns"]))
    level = draw(st.sampled_from(LEVELS[1:]))
    return Deed(does, code, level, {} if does == "returns" else draw(measures(code)))


@st.composite
def towns(draw: st.DrawFn) -> Town:
    drawn = draw(st.none() | st.frozensets(st.sampled_from(ITEMS)))
    town = Town(drawn)
    for code in REGISTERS:
        ratio = draw(ratios)
        town.do(Deed("counts", code, done=ratio.numerator, rows=ratio.denominator))
    for number in range(draw(st.integers(0, 4))):
        town.do(Deed("finds", draw(st.sampled_from(FAULTY)), finding=f"f-{number}"))
    town.do(*(past(draw) for _ in range(draw(st.integers(0, 12)))))
    town.raised = draw(st.sets(st.sampled_from(["disputes", "forgery"])))
    return town


def changes(draw: st.DrawFn, town: Town) -> orders.SupposedChange:
    """One change that is possible now."""
    findings = sorted(f for held in town.fold.scores.values() for f in held.findings)
    left = {c: r.rows - r.done for c in REGISTERS if (r := town.fold.scores[c].register)}
    kinds = ["finish", "claim", "veto"] + ["rows"] * any(left.values())
    kind = draw(st.sampled_from(kinds + ["appeal", "late", "rectify"] * bool(findings)))
    if kind == "finish":
        code = draw(st.sampled_from(ITEMS))
        return orders.IfFinished(item=code, measures=draw(measures(code)))
    if kind == "claim":
        code = draw(st.sampled_from(["T02", "T05", "T06", "T07"]))
        return orders.IfClaimed(item=code, entries=draw(claimed(code, least=1)))
    if kind == "veto":
        topic = draw(st.sampled_from(["disputes", "forgery", "office"]))
        return orders.IfVeto(topic=topic, raised=draw(st.booleans()))
    if kind == "rows":
        code = draw(st.sampled_from(sorted(code for code, rows in left.items() if rows)))
        return orders.IfRows(item=code, done=draw(st.integers(1, left[code])))
    finding = draw(st.sampled_from(findings))
    if kind == "appeal":
        return orders.IfAppealed(finding=finding, upheld=draw(st.booleans()))
    return (orders.IfLate if kind == "late" else orders.IfRectified)(finding=finding)


@given(data=st.data(), town=towns(), level=st.sampled_from(LEVELS))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_if_gives_the_same_figures_as_really_doing_it(
    data: st.DataObject, town: Town, level: Level
) -> None:
    before, start = town.position(level), town.fold.figures(level, YEAR, town.raised)
    supposed = []
    for _ in range(data.draw(st.integers(1, 5))):
        change = data.draw(st.composite(changes)(town))
        supposed.append(change)
        town.really(change, level)
    forecast = what_if(before, supposed)
    end = town.fold.figures(level, YEAR, town.raised)
    assert (forecast.now.total, forecast.now.eligible) == (start.total, start.eligible)
    assert (forecast.then.total, forecast.then.base, forecast.then.bonus) == (
        end.total,
        end.base,
        end.bonus,
    )
    assert forecast.then.eligible == end.eligible
    for move in forecast.items:
        assert (move.new, move.counted_new) == (end.items[move.item], end.counted[move.item])
        assert move.why
    moved = sum(move.counted_new - move.counted_old for move in forecast.items)
    assert moved == forecast.difference == end.total - start.total
    assert sum(part.new for part in forecast.categories) == end.total


def test_the_last_six_sign_posts_are_worth_what_the_band_gives() -> None:
    town = Town().do(Deed("counts", "B04", done=34, rows=40))
    forecast = town.suppose(orders.IfRows(item="B04", done=6), level="self")
    (move,) = forecast.items
    assert (move.old, move.new, forecast.difference) == (1200, 2000, 800)
    assert move.why == ("台账再完成 6 行（40/40）",)


def test_a_ratio_that_is_typed_counts_in_the_self_score_only_without_a_register() -> None:
    finished = orders.IfFinished(
        item="B04", measures={"ratio": Ratio(numerator=40, denominator=40)}
    )
    assert Town().suppose(finished, level="self").difference == 2000
    town = Town().do(Deed("counts", "B04", done=34, rows=40))
    forecast = town.suppose(finished, level="self")
    assert forecast.difference == 0
    assert "自评以台账为准（34/40）" in forecast.items[0].why[0]


def test_a_lost_appeal_changes_nothing_and_an_upheld_one_gives_the_points_back() -> None:
    town = Town().do(Deed("finds", "F07", finding="f-1"))
    assert town.suppose(orders.IfAppealed(finding="f-1", upheld=False)).difference == 0
    assert town.suppose(orders.IfAppealed(finding="f-1", upheld=True)).difference == 100


def test_a_fault_that_falls_late_costs_the_next_step() -> None:
    town = Town().do(Deed("finds", "H05", finding="f-1"))
    assert town.suppose(orders.IfRectified(finding="f-1")).difference == 0
    assert town.suppose(orders.IfLate(finding="f-1")).difference == -450


def test_a_veto_leaves_the_total_and_takes_the_eligibility() -> None:
    forecast = Town().suppose(orders.IfVeto(topic="disputes", raised=True))
    assert (forecast.difference, forecast.now.eligible, forecast.then.eligible) == (0, True, False)
    assert forecast.vetoes == ("一票否决提出：军地军民矛盾纠纷处置不力",)


def test_an_item_that_only_the_bonus_cap_moves_is_listed_with_its_reason() -> None:
    town = Town()
    for code in ("T02", "T03", "T04", "T07"):
        town.really(a_claim(code, 1, 10, 11, 12), "city")
    town.really(a_claim("T08", 1, 10, 11), "city")
    town.really(a_claim("T05", 4, 21, 22, kind="national"), "city")
    forecast = town.suppose(a_claim("T06", 2, 1, 2, kind="national"))
    assert forecast.difference == 1000
    moves = {move.item: (move.counted_old, move.counted_new) for move in forecast.items}
    assert moves == {"T05": (2000, 1500), "T06": (0, 1500)}


def a_claim(code: str, first: int, *days: int, kind: str = "claim") -> orders.IfClaimed:
    return orders.IfClaimed(
        item=code,
        entries=tuple(
            Entry(kind=kind, ref=f"{code}-{first}-{day}", at=date(YEAR, 3, day)) for day in days
        ),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (orders.IfFinished(item="Z99", measures={}), "$.changes[1].item"),
        (
            orders.IfFinished(item="A05", measures={"ratio": Ratio(numerator=1, denominator=1)}),
            "$.changes[1].measures.ratio",
        ),
        (orders.IfRows(item="A05", done=1), "$.changes[1].item"),
        (orders.IfRows(item="B07", done=1), "$.changes[1].item"),
        (orders.IfRows(item="B04", done=7), "$.changes[1].done"),
        (
            orders.IfClaimed(item="T01", entries=(Entry(kind="claim", ref="X"),)),
            "$.changes[1].item",
        ),
        (
            orders.IfClaimed(item="T05", entries=(Entry(kind="claim", ref="X"),)),
            "$.changes[1].entries[0].kind",
        ),
        (orders.IfAppealed(finding="f-9", upheld=True), "$.changes[1].finding"),
        (orders.IfLate(finding="f-9"), "$.changes[1].finding"),
        (orders.IfVeto(topic="weather", raised=True), "$.changes[1].topic"),
    ],
)
def test_a_change_that_cannot_be_is_named(change: orders.SupposedChange, field: str) -> None:
    town = Town().do(Deed("counts", "B04", done=34, rows=40))
    with pytest.raises(Invalid) as refused:
        town.suppose(orders.IfRows(item="B04", done=1), change)
    assert refused.value.field == field


def pushed(town: Town, level: Level = "city", today: date = TODAY) -> dict[str, Push]:
    plan = plan_of(town.position(level), today)
    return {push.item: push for group in plan.groups for push in group.items}


def with_duty(town: Town, code: str, due: date | None, state: DutyState = "assigned") -> Town:
    held = town.position("city").record(code)
    held = charge(held, f"t-{code}", 1, lead="xuanchuan", due=due, state=state)
    town.fold.scores[code] = held
    return town


def test_what_to_push_is_split_as_the_trade_splits_it() -> None:
    plan = plan_of(Town().position("city"), TODAY)
    assert [(group.kind, group.title) for group in plan.groups] == [
        ("hard", "硬件上少失分"),
        ("soft", "软件上不失分"),
        ("feature", "特色多加分"),
    ]
    for group in plan.groups:
        assert {an_item(push.item).kind for push in group.items} == {group.kind}


def test_a_fully_scored_item_never_appears() -> None:
    town = Town()
    town.really(orders.IfFinished(item="A05", measures={"done": Flag(value=True)}), "city")
    found = pushed(town)
    assert "A05" not in found
    assert "F07" not in found, "nothing was found at F07: it has all its points"
    assert found["B03"].attainable == 1000


def test_the_rows_missing_are_those_that_the_full_mark_needs() -> None:
    town = with_duty(Town(), "B04", date(YEAR, 8, 13)).do(Deed("counts", "B04", done=34, rows=40))
    push = pushed(town, "self")["B04"]
    # 95 % of 40 are 38.
    assert (push.attainable, push.effort, push.days_left) == (800, 4, 12)
    assert push.reason == ("还可得 0.8 分：还缺 4 个（现 34/40）；任务已下达，尚未认领。")
    assert (push.lead, push.task) == ("xuanchuan", "t-B04")


def test_a_result_that_only_waits_for_a_mark_is_the_least_effort() -> None:
    town = Town().do(Deed("submits", "B03", measures={"done": True}))
    push = pushed(town, "district")["B03"]
    assert [each.unit for each in push.missing] == ["review"]
    assert push.effort == 1


def test_a_deduction_is_not_promised_back() -> None:
    town = Town().do(Deed("finds", "F07", finding="f-1"))
    push = pushed(town)["F07"]
    assert (push.attainable, push.lost, push.recoverable, push.priority) == (0, 100, False, 0)
    assert push.reason == "已扣 0.1 分因 1 个问题扣除，整改不退分，只有申诉成立才能挽回。"


def test_what_a_finding_costs_is_told_beside_what_can_be_won() -> None:
    town = Town().do(Deed("finds", "C04", finding="f-1"), Deed("counts", "C04", done=9, rows=10))
    push = pushed(town, "self")["C04"]
    assert (push.attainable, push.lost) == (200, 500)
    assert "另有 0.5 分因 1 个问题扣除" in push.reason


def test_features_promise_no_more_than_the_cap_leaves() -> None:
    town = Town()
    for code in ("T02", "T03", "T04", "T07"):
        town.really(a_claim(code, 1, 10, 11, 12), "city")
    town.really(a_claim("T05", 4, 21, 22, kind="national"), "city")
    town.really(a_claim("T06", 4, 21, kind="national"), "city")
    plan = plan_of(town.position("city"), TODAY)
    features = plan.groups[2]
    assert plan.bonus_room == 1250
    assert features.attainable == 1250
    gains = {push.item: push.attainable for push in features.items}
    assert gains == {"T01": 1250, "T06": 750, "T08": 1000}


@given(town=towns(), level=st.sampled_from(LEVELS), days=st.integers(-400, 400))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_promise_is_kept_by_the_work_that_it_names(
    town: Town, level: Level, days: int
) -> None:
    """No item with all its points; gains are real; the order follows the priorities."""
    plan = plan_of(town.position(level), TODAY + timedelta(days=days))
    figures = town.fold.figures(level, YEAR)
    assert plan.total == figures.total
    for group in plan.groups:
        assert [p.priority for p in group.items] == sorted(
            (p.priority for p in group.items), reverse=True
        )
        for push in group.items:
            assert figures.items[push.item] == push.score < push.points
            assert push.effort >= 1
            assert push.reason
            assert push.recoverable == (push.attainable > 0)
            if group.kind != "feature":
                assert push.score + push.attainable + push.lost <= push.points


@given(town=towns(), level=st.sampled_from(LEVELS), picked=st.sets(st.sampled_from(ITEMS)))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_if_all_of_some_items_is_done_gains_what_to_push_promises_of_them(
    town: Town, level: Level, picked: set[str]
) -> None:
    changes = [orders.IfDone(item=code) for code in sorted(picked)]
    promised = {
        code: push.attainable
        for code, push in pushed(town, level).items()
        if code in picked and not an_item(code).bonus
    }
    moves = {move.item: move for move in town.suppose(*changes, level=level).items}
    assert set(picked) <= set(moves)
    for code, gain in promised.items():
        assert moves[code].counted_new - moves[code].counted_old == gain


def test_what_if_an_unknown_item_is_done_is_refused_at_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        Town().suppose(orders.IfDone(item="A05"), orders.IfDone(item="Z99"))
    assert refused.value.field == "$.changes[1].item"


def test_more_points_less_work_and_less_time_come_first() -> None:
    assert priority(2000, 1, 10) > priority(1000, 1, 10)
    assert priority(1000, 1, 10) > priority(1000, 2, 10)
    assert priority(1000, 1, 0) == 2 * priority(1000, 1, 7) > priority(1000, 1, 8)


def test_what_is_overdue_counts_as_due_today_and_says_so() -> None:
    town = with_duty(Town(), "B03", date(YEAR, 7, 29), "returned")
    push = pushed(town)["B03"]
    assert push.priority == priority(1000, 1, 0)
    assert "任务已退回，待重新提交；已逾期" in push.reason


# A plan is worked out once


def test_a_plan_is_worked_out_once_until_something_changes() -> None:
    town, plans = Town().do(Deed("counts", "B04", done=9, rows=10)), Plans()
    first = plans.of(town.position("city"), TODAY)
    assert plans.of(town.position("city"), TODAY) is first
    assert plans.of(town.position("self"), TODAY) is not first
    assert plans.of(town.position("city"), TODAY) is first
    tomorrow = TODAY + timedelta(days=1)
    assert plans.of(town.position("city"), tomorrow).today == tomorrow


def test_of_many_districts_the_plans_asked_for_last_are_kept() -> None:
    position, plans = Town().position("city"), Plans(most=2)
    a, b, c = (replace(position, district=name) for name in "abc")
    kept, _ = plans.of(a, TODAY), plans.of(b, TODAY)
    assert plans.of(a, TODAY) is kept
    first = plans.of(b, TODAY)
    plans.of(a, TODAY), plans.of(c, TODAY)
    assert plans.of(b, TODAY) is not first


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(towns(), st.data(), st.sampled_from(LEVELS))
def test_a_kept_plan_is_never_that_of_before_a_change(
    town: Town, data: st.DataObject, level: Level
) -> None:
    plans = Plans()
    plans.of(town.position(level), TODAY)
    for _ in range(2):
        town.really(data.draw(st.composite(changes)(town)), level)
        position = town.position(level)
        assert plans.of(position, TODAY) == plan_of(position, TODAY)


def test_claims_beyond_what_a_tally_can_hold_are_refused() -> None:
    full = tuple(Entry(kind="national", ref=f"r-{n}") for n in range(MAX_ENTRIES))
    town = Town().do(Deed("submits", "T06", measures={"claims": Tally(entries=full)}))
    with pytest.raises(Invalid) as refused:
        town.suppose(a_claim("T06", 1, 1, kind="national"), level="self")
    assert refused.value.field == "$.changes[0].entries"


def test_a_judgement_that_the_level_itself_has_given_can_be_raised_by_more_material() -> None:
    town = Town()
    town.really(orders.IfFinished(item="T01", measures={"mark": Quantity(value="1")}), "city")
    (missing,) = pushed(town)["T01"].missing
    assert missing.text == "可补充材料，争取提高评定"


def test_a_judgement_that_another_level_has_given_waits_for_this_ones() -> None:
    town = Town().do(Deed("submits", "T01", measures={"mark": Quantity(value="1")}))
    assert [each.unit for each in pushed(town)["T01"].missing] == ["review"]


def test_times_that_are_told_one_by_one_are_counted_once_each() -> None:
    told = Tally(entries=tuple(Entry(kind="会议", ref="1") for _ in range(2)))
    town = Town().do(Deed("submits", "A02", measures={"count": told}))
    (missing,) = pushed(town, "self")["A02"].missing
    assert (missing.unit, missing.amount, missing.text) == ("times", 1, "还差 1 次（个）（现 1）")


def test_the_answer_begins_with_where_it_looks() -> None:
    ask = orders.WhatIf(
        district=DISTRICT,
        year=YEAR,
        level="city",
        changes=(orders.IfVeto(topic="disputes", raised=True),),
    )
    town = Town()
    town.really(orders.IfFinished(item="A05", measures={"done": Flag(value=True)}), "city")
    told = suppose(ask, Standing({"district": DISTRICT}, town.position("city")))
    assert (told["district"], told["marked"], told["difference"]) == (DISTRICT, True, 0)
    assert told["vetoes"] == ("一票否决提出：军地军民矛盾纠纷处置不力",)


def test_what_if_gives_no_figure_at_a_level_that_has_marked_nothing() -> None:
    done = orders.IfFinished(item="A05", measures={"done": Flag(value=True)})
    veto = orders.IfVeto(topic="disputes", raised=True)
    ask = orders.WhatIf(district=DISTRICT, year=YEAR, level="province", changes=(done, veto))
    told = suppose(ask, Standing({}, Town().position("province")))
    assert (told["marked"], told["difference"]) == (False, None)
    assert told["now"]["total"] is told["then"]["total"] is told["then"]["eligible"] is None
    (move,) = [one for one in told["items"] if one["item"] == "A05"]
    assert move["new"] is move["counted_new"] is None
    assert move["why"] == ("按所填数据完成，省评予以认定",)
    assert {one["new"] for one in told["categories"]} == {None}
