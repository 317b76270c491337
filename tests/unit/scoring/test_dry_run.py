"""A dry run gives the figures that really publishing and rescoring would give."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.measures import Entry, Flag, ItemInput, Measure, Quantity, Ratio, Tally
from contracts.orders import scoring as orders
from contracts.words import LEVELS, Level
from services.scoring.campaigns.year import Year
from services.scoring.facts.changes import mark
from services.scoring.facts.hearing import Cause
from services.scoring.facts.state import Marked, Score
from services.scoring.facts.surroundings import District, surrounding
from services.scoring.forecasts import dryrun
from services.scoring.forecasts.dryrun import DryRun, Live
from services.scoring.sample import CSV
from services.scoring.scores.item import score_at
from services.scoring.scores.position import Position
from services.scoring.scores.restating import restate, settled
from services.scoring.scores.totals import total
from services.scoring.standards.importing import import_csv
from services.scoring.standards.standard import Standard
from tests.unit.scoring.support import the_sample

OLD = the_sample()
ORGANISED = {"t1": "township", "t2": "township", "g1": "garrison"}


def version(*changes: tuple[str, str], **answers: str) -> Standard:
    text = CSV.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    read = import_csv(text, version="v2", name="新版", answers=answers)
    assert read.standard, read.faults
    return read.standard


NEW = version(
    (',2,地,硬,"RAT points covered ≥95% full, ≥80% 60%, else 0"', ",2,地,硬,完成率×分值"),
    ('"CNT ≥2/yr, −0.75 each missing"', '"CNT ≥3/yr, −0.5 each missing"'),
    ("H06,军政军民关系融洽", "H07,军政军民关系融洽"),
    **{"standard.bonus_cap": "1", "D05.unrecorded": "zero"},
)


def live(new: Standard, held: dict[str, Score], raised: frozenset[str] = frozenset()) -> Live:
    district = District(district="ganquan", name="甘泉区", units=ORGANISED)
    year = Year(year=2026, campaign="c", standard=OLD.version, districts=("ganquan",))
    now = Position(
        district="ganquan",
        name="甘泉区",
        year=2026,
        level="self",
        around=surrounding(OLD, year, district, 2026),
        held=held,
        raised=raised,
    )
    return Live(now, surrounding(new, year, district, 2026))


def marked(item: str, level: Level = "city", **measures: Measure) -> Score:
    score = Score(district="ganquan", year=2026, item=item)
    return mark(score, level, Marked(task=f"t-{item}", version=1, measures=measures))


def rows(result: DryRun, level: Level = "city") -> dict[str, tuple[int | None, int | None]]:
    return {row.item: (row.old, row.new) for row in result.rows if row.level == level}


def test_each_score_that_moves_is_listed_with_its_reason() -> None:
    held = {"B04": marked("B04", ratio=Ratio(numerator=228, denominator=252))}
    result = dryrun.run(OLD, NEW, [live(NEW, held)])
    assert rows(result)["B04"] == (1200, 1810)
    row = next(row for row in result.rows if row.item == "B04")
    assert (
        "计分办法由“‘覆盖点位’的比率：≥95% 计 满分；≥80% 计 满分的 60%；其余计 0 分”"
        "改为“完成率×分值”"
    ) in row.why
    assert rows(result)["D05"] == (2500, 0)
    answered = next(row for row in result.rows if row.item == "D05")
    assert answered.why == ("“D05.unrecorded”的答复由“none”改为“zero”",)
    assert "加分上限由 10 分改为 1 分" in result.standard


def test_items_that_appear_or_vanish_are_named() -> None:
    held = {"H06": marked("H06", ratio=Ratio(numerator=1, denominator=1))}
    result = dryrun.run(OLD, NEW, [live(NEW, held)])
    changes = {each.item: each.change for each in result.items}
    assert (changes["H06"], changes["H07"], changes["A02"]) == ("vanishes", "appears", "differs")
    assert rows(result)["H06"] == (1500, None)


def test_a_version_that_changes_nothing_moves_nothing() -> None:
    held = {"B04": marked("B04", ratio=Ratio(numerator=228, denominator=252))}
    result = dryrun.run(OLD, OLD, [live(OLD, held)])
    assert (result.rows, result.items, result.standard) == ((), (), ())
    assert all(each.old == each.new for each in result.totals)


def test_a_cap_that_changes_moves_totals_without_moving_an_item() -> None:
    held = {"T01": marked("T01", mark=Quantity(value="2"))}
    result = dryrun.run(OLD, NEW, [live(NEW, held)])
    assert "T01" not in rows(result)
    sums = {each.level: each for each in result.totals}
    moved = sum((new or 0) - (old or 0) for old, new in rows(result).values())
    assert sums["city"].new - sums["city"].old == moved - 1000


def test_a_veto_that_is_raised_stays_told_on_both_sides() -> None:
    result = dryrun.run(OLD, NEW, [live(NEW, {}, frozenset({"forgery"}))])
    assert not any(each.old_eligible or each.new_eligible for each in result.totals)


def test_rows_beyond_the_limit_are_counted_and_left_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dryrun, "MAX_ROWS", 6)
    one = live(NEW, {})
    towns = [one._replace(now=replace(one.now, district=f"d{n}")) for n in range(3)]
    result = dryrun.run(OLD, NEW, towns)
    assert (len(result.rows), result.moved) == (6, 12)
    assert len(result.totals) == 12


def measure(draw: st.DrawFn, wanted: ItemInput) -> Measure:
    if wanted.measure == "flag":
        return Flag(value=draw(st.booleans()))
    if wanted.measure == "ratio":
        rows = draw(st.integers(0, 40))
        return Ratio(numerator=draw(st.integers(0, rows)), denominator=rows)
    if wanted.measure == "tally":
        kinds = st.sampled_from(sorted(wanted.kinds) or ["x"])
        refs = st.sampled_from(["X", "Y", "Z"])
        made = draw(st.lists(st.tuples(kinds, refs), max_size=4))
        entries = tuple(Entry(kind=kind, ref=ref, at=date(2026, 3, 1)) for kind, ref in made)
        return Tally(entries=entries)
    return Quantity(value=str(draw(st.integers(0, 9))))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Score]:
    codes = draw(st.sets(st.sampled_from([item.code for item in OLD.items]), max_size=12))
    held = {}
    for code in sorted(codes):
        item = OLD.item(code)
        assert item
        score = Score(district="ganquan", year=2026, item=code)
        for level in draw(st.sets(st.sampled_from(LEVELS), min_size=1)):
            given_ = {wanted.name: measure(draw, wanted) for wanted in item.inputs}
            score = mark(score, level, Marked(task="t", version=1, measures=given_))
        held[code] = score
    return held


@settings(max_examples=40, deadline=None)
@given(records())
def test_the_figures_are_those_of_really_publishing_and_rescoring(held: dict[str, Score]) -> None:
    there = live(NEW, held)
    result = dryrun.run(OLD, NEW, [there])
    cause = Cause(kind="scoring.standard_published.v1")
    now = datetime(2026, 5, 1, tzinfo=UTC)
    moved = {(row.item, row.level): (row.old, row.new) for row in result.rows}
    for code, score in held.items():
        old, new = OLD.item(code), NEW.item(code)
        if old is None or new is None:
            continue
        before = settled(score, old, there.now.around)
        after, events = restate(before, new, there.drafted, cause, now)
        told = {(event.item, event.level): (event.previous, event.score) for event in events}
        for level in LEVELS:
            key = (code, level)
            assert moved.get(key) == told.get(key), key
            if key in told:
                assert after.announced[level] == told[key][1]


@settings(max_examples=20, deadline=None)
@given(records())
def test_the_totals_are_those_of_the_scores_under_both_versions(held: dict[str, Score]) -> None:
    there = live(NEW, held)
    for each in dryrun.run(OLD, NEW, [there]).totals:
        for standard, around, shown in (
            (OLD, there.now.around, each.old),
            (NEW, there.drafted, each.new),
        ):
            scored = {
                item.code: score_at(
                    held.get(item.code, Score(district="ganquan", year=2026, item=item.code)),
                    item,
                    each.level,
                    standard.period(2026),
                    around.organisation,
                )
                for item in standard.items
            }
            assert total(standard, scored).score == shown


def test_the_result_goes_over_the_wire() -> None:
    result = dryrun.run(OLD, NEW, [live(NEW, {})])
    assert msgspec.json.decode(msgspec.json.encode(result), type=DryRun) == result


def test_whatever_differs_in_an_item_is_named() -> None:
    before = OLD.item("B04")
    assert before is not None
    after = replace(
        before,
        points=before.points + 500,
        register="" if before.register else "台账",
        kind="feature",
        category="另类",
        title="题" * 80,
        lead="另一单位",
        evidence=("另一份材料",),
    )
    items = tuple(after if item.code == "B04" else item for item in OLD.items)
    (changed,) = dryrun.run(OLD, replace(OLD, items=items), []).items
    told = "\n".join(changed.why)
    for words in (
        "分值由",
        "数据来源由",
        "基本项",
        "类别由",
        "…”",
        "责任单位改变",
        "佐证材料的要求改变",
    ):
        assert words in told


def test_a_rule_that_reads_the_same_and_is_another_is_named() -> None:
    before, other = OLD.item("B04"), OLD.item("B03")
    assert before and other
    after = replace(before, rule=other.rule)
    items = tuple(after if item.code == "B04" else item for item in OLD.items)
    (changed,) = dryrun.run(OLD, replace(OLD, items=items), []).items
    assert changed.why == ("计分规则的内容改变",)


def test_what_touches_more_than_one_item_is_named() -> None:
    new = replace(
        OLD,
        year_starts="09-01",
        base_points=OLD.base_points - 1000,
        once_across=(),
        vetoes=OLD.vetoes[1:],
    )
    told = "\n".join(dryrun.run(OLD, new, [live(new, {})]).standard)
    for words in ("考评年度起始日由", "基本项合计由", "同一荣誉只计一次", "一票否决事项改变"):
        assert words in told


def test_the_answer_says_how_many_rows_were_left_off() -> None:
    held = {"B04": marked("B04", ratio=Ratio(numerator=228, denominator=252))}
    found = dryrun.Drafted(OLD, NEW, (live(NEW, held),))
    told = dryrun.dry_run(orders.DryRun(version="v2", year=2026), found)
    assert (told["version"], told["standard"], told["year"]) == (NEW.version, OLD.version, 2026)
    assert (told["moved"], told["left_off"]) == (len(told["rows"]), 0)
