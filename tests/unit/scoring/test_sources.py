"""Every figure is explained down to ids: each fact that counted is named, and no other."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.measures import Entry, Flag, ItemInput, Quantity, Ratio, Tally
from contracts.words import LEVELS, Level
from services.scoring import rules
from services.scoring.evaluate import needs
from services.scoring.explain import leaves
from services.scoring.facts.counting import facts_at, sources_at
from services.scoring.facts.state import Counted, FindingKept, Marked, Score
from services.scoring.rules.node import Points
from services.scoring.scores.item import score_at
from services.scoring.standards.standard import Item
from tests.unit.scoring.facts_support import STANDARD, hour, item

UNITS = {"townships": 4, "units": 3}
PERIOD = STANDARD.period(2026)


def of_rule(index: int, rule: Points) -> Item:
    """An item with any rule; a ratio comes from a register, unit counts from the organisation."""
    inputs = tuple(
        ItemInput(
            name=need.name,
            label=need.label or need.name,
            measure=need.measure,
            kinds={kind: kind for kind in need.kinds},
            source="organisation"
            if need.name in UNITS
            else "register"
            if need.name in ("ratio", "count")
            else "submission",
        )
        for need in needs(rule)
    )
    return Item(
        code=f"X{index:03}",
        category="算子",
        title="x",
        points=2000,
        side="joint",
        kind="hard",
        rule=rule,
        inputs=inputs,
        evidence=(),
        register="台账" if any(wanted.source == "register" for wanted in inputs) else "",
        lead="双拥办",
        cooperating=(),
    )


OPERATORS = [e.node for e in rules.EXAMPLES if isinstance(e.node, Points)]
ITEMS = [*STANDARD.items, *(of_rule(n, rule) for n, rule in enumerate(OPERATORS))]


def measure(wanted: ItemInput) -> st.SearchStrategy[Any]:
    entry = st.builds(
        Entry,
        kind=st.sampled_from([*wanted.kinds, "unknown"]),
        ref=st.sampled_from(["A", "B", "C"]),
    )
    tallies = st.builds(Tally, entries=st.lists(entry, max_size=3).map(tuple))
    ratios = st.builds(Ratio, numerator=st.integers(0, 9), denominator=st.integers(9, 20))
    amounts = st.builds(Quantity, value=st.integers(0, 30).map(str))
    flags = st.builds(Flag, value=st.booleans())
    kinds = {
        "flag": flags,
        "quantity": amounts,
        "ratio": ratios,
        "tally": tallies,
        "count": amounts | tallies,
    }
    return st.one_of(kinds[wanted.measure], flags)


@st.composite
def scores(draw: st.DrawFn) -> tuple[Score, Item]:
    """Any item with any of the facts that its rule reads, and some that it does not."""
    about = draw(st.sampled_from(ITEMS))
    levels: dict[str, Marked] = {}
    for version, level in enumerate(LEVELS, start=3):
        if draw(st.booleans()):
            measures = {w.name: draw(measure(w)) for w in about.inputs if draw(st.integers(0, 3))}
            if draw(st.booleans()):
                measures["ratio"] = Ratio(numerator=3, denominator=9)
            levels[level] = Marked(
                task=f"t-{level}",
                version=version,
                measures=measures,
                evidence=(f"e-{level}",),
                by=level,
                at=hour(version),
                counts=draw(st.booleans()),
            )
    kinds = st.sampled_from(["found", "case", "别的", ""])
    findings = {
        f"f-{n}": FindingKept(
            kind=draw(kinds),
            fault="缺页",
            late=draw(st.booleans()),
            withdrawn=draw(st.booleans()),
            named=draw(st.integers(0, 3)),
            evidence=(f"e-f-{n}",),
        )
        for n in range(draw(st.integers(0, 3)))
    }
    register = Counted(register="r-1", version=9, done=5, rows=9) if draw(st.booleans()) else None
    score = Score(
        district="ganquan",
        year=2026,
        item=about.code,
        levels=levels,
        register=register,
        findings=findings,
    )
    return score, about


@settings(max_examples=1500, deadline=None)
@given(scores(), st.sampled_from(LEVELS), st.booleans())
def test_lines_add_up_and_the_sources_are_exactly_the_facts_that_counted(
    case: tuple[Score, Item], level: Level, drawn: bool
) -> None:
    score, about = case
    result = score_at(score, about, level, PERIOD, UNITS, drawn=drawn)
    assert sum(line.thousandths for line in leaves(result.line)) == result.score
    facts = facts_at(score, about, level, UNITS, drawn=drawn)
    sources = sources_at(score, about, level, UNITS, drawn=drawn)

    held = score.levels.get("city" if level == "province" and not drawn else level)
    known = {"ganquan": "organisation", "r-1": "register"}
    known |= dict.fromkeys(score.findings, "finding")
    if held is not None:
        known[held.task] = "task" if held.task == f"t-{level}" else "carried"
    assert all(known.get(source.id) == source.kind for source in sources)
    assert len({(source.kind, source.id) for source in sources}) == len(sources)

    read = {wanted.name for wanted in about.inputs}
    assert {name for source in sources for name in source.feeds} == read & set(facts)
    evidence = {id for source in sources for id in source.evidence}
    assert evidence <= {f"e-{each}" for each in LEVELS} | {f"e-{id}" for id in score.findings}

    for id in score.findings:
        without = {k: v for k, v in score.findings.items() if k != id}
        less = facts_at(_with(score, findings=without), about, level, UNITS, drawn=drawn)
        assert (less != facts) == any(source.id == id for source in sources)
    if score.register is not None:
        less = facts_at(_with(score, register=None), about, level, UNITS, drawn=drawn)
        named = any(source.kind == "register" for source in sources)
        assert named or _read(less, read) == _read(facts, read)
    if held is not None:
        bare = {k: v for k, v in score.levels.items() if v.task != held.task}
        less = facts_at(_with(score, levels=bare), about, level, UNITS, drawn=drawn)
        named = any(source.kind in ("task", "carried") for source in sources)
        assert named or _read(less, read) == _read(facts, read)


def _with(score: Score, **changes: Any) -> Score:
    import msgspec

    changed: Score = msgspec.structs.replace(score, **changes)
    return changed


def _read(facts: dict[str, Any], read: set[str]) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if name in read}


def test_every_operator_that_gives_points_is_tried() -> None:
    """The whole algebra: those of the 74 items and every worked example."""
    tried = {type(rule) for rule in OPERATORS}
    assert tried >= {op for op in rules.OPERATORS.values() if issubclass(op, Points)}


def test_a_register_is_named_with_its_rows_and_where_to_see_them() -> None:
    about = item("B04")
    score = Score(
        district="ganquan",
        year=2026,
        item="B04",
        register=Counted(register="r-1", version=9, done=5, rows=9),
        levels={
            "self": Marked(
                task="t-1", version=3, measures={"ratio": Ratio(numerator=1, denominator=9)}
            )
        },
    )
    [source] = sources_at(score, about, "self", {})
    assert (source.kind, source.done, source.rows, source.link) == (
        "register",
        5,
        9,
        "/registers/r-1",
    )


def test_a_finding_is_named_with_the_steps_that_it_reached() -> None:
    found = FindingKept(
        kind="found", fault="缺页", unit="xinfang", late=True, named=2, evidence=("e-9",)
    )
    score = Score(district="ganquan", year=2026, item="H05", findings={"f-1": found})
    [source] = sources_at(score, item("H05"), "city", {})
    assert source.occurrences == ("found", "late", "twice")
    assert (source.evidence, source.unit, source.feeds) == (("e-9",), "xinfang", ("faults",))


def test_a_carried_mark_says_whose_it_is() -> None:
    mark = Marked(task="t-1", version=5, measures={"done": Flag(value=True)}, by="wang")
    score = Score(district="ganquan", year=2026, item="B03", levels={"city": mark})
    assert sources_at(score, item("B03"), "province", {}) == ()
    [source] = sources_at(score, item("B03"), "province", {}, drawn=False)
    assert (source.kind, source.id, source.level, source.by) == ("carried", "t-1", "city", "wang")


@pytest.mark.parametrize("level", LEVELS)
def test_the_organisation_is_a_source_of_what_it_counts(level: Level) -> None:
    score = Score(district="ganquan", year=2026, item="B06")
    [source] = sources_at(score, item("B06"), level, UNITS)
    assert (source.kind, source.id, source.feeds) == ("organisation", "ganquan", ("townships",))


def test_a_finding_keeps_what_makes_it_worse() -> None:
    visits = OPERATORS.index(next(rule for rule in OPERATORS if getattr(rule, "times", None)))
    made = of_rule(visits, OPERATORS[visits])
    found = FindingKept(kind="集体访+重复", fault="x", unit="u")
    score = Score(district="d", year=2026, item=made.code, findings={"f-1": found})
    faults = facts_at(score, made, "city", {})["faults"]
    assert isinstance(faults, Tally)
    assert [entry.kind for entry in faults.entries] == ["集体访+重复"]
