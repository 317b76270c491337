"""The trade's words on caps, honours, vetoes, escalation and moved points, each as a test."""

from datetime import date

import pytest
from msgspec.structs import replace

from contracts.measures import Entry, Measure, Tally
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Done
from services.scoring.rules.gates import NotApplicable
from services.scoring.rules.occurrences import HighestOnce
from services.scoring.rules.weighted import Weighted
from services.scoring.scores.bonuses import double_claims
from services.scoring.scores.item import ItemScore, score_item
from services.scoring.scores.totals import total
from services.scoring.standards.publishing import Published
from services.scoring.standards.standard import Item
from services.scoring.standards.summaries import summary
from tests.unit.scoring.support import Facts, amounts, small_standard, tally, the_sample, yes

STANDARD = the_sample()
ITEMS = {item.code: item for item in STANDARD.items}


def scored(**facts: Facts) -> dict[str, ItemScore]:
    return {code: score_item(ITEMS[code], given) for code, given in facts.items()}


def honours(*entries: tuple[str, str]) -> dict[str, Measure]:
    """Level and honour."""
    made = tuple(Entry(kind=kind, ref=ref, at=date(2026, 3, 1)) for kind, ref in entries)
    return {"claims": Tally(entries=made)}


# Bonus


def test_a_bonus_item_keeps_its_own_cap_under_the_cap_of_all() -> None:
    """T02, T03, T04 and T07 each ask 4 × 0.5 and keep 1.5; T01 and T05 add 2 + 2: 10 in all."""
    four = tally("claim", "claim", "claim", "claim", name="claims")
    scores = scored(
        T01=amounts(mark="2"),
        T02=four,
        T03=four,
        T04=four,
        T05=honours(("national", "A"), ("national", "B")),
        T06=honours(("national", "C"), ("national", "D")),
        T07=four,
        T08=tally("claim", "claim", name="claims"),
    )
    whole = total(STANDARD, scores)
    assert {code: each.score for code, each in scores.items()}["T02"] == 1500
    assert sum(each.score for each in scores.values()) == 12_500
    assert whole.bonus == 10_000
    assert {each.why for each in whole.adjustments} == {"bonus_cap"}


def test_the_best_level_of_an_honour_counts_once() -> None:
    scores = scored(T05=honours(("municipal", "X"), ("national", "X"), ("provincial", "X")))
    assert scores["T05"].score == 1000


def test_an_honour_claimed_under_two_items_is_flagged_at_both_and_counted_once() -> None:
    scores = scored(T05=honours(("provincial", "X")), T06=honours(("national", "X")))
    whole = total(STANDARD, scores)
    assert [flag.item for flag in whole.flags] == ["T05", "T06"]
    for flag in whole.flags:
        assert flag.signal.matter == "double_claim"
        assert "“X”在 T05、T06 重复申报，只在 T06 计一次" in flag.signal.text
    assert whole.bonus == 750


def test_two_honours_under_two_items_are_no_double_claim() -> None:
    scores = scored(T05=honours(("national", "X")), T06=honours(("national", "Y")))
    assert double_claims(STANDARD, scores) == ()
    assert total(STANDARD, scores).bonus == 1750


def test_an_honour_under_three_items_counts_where_it_is_worth_most() -> None:
    small = small_standard(
        T01=(2000, HighestOnce(input="claims", levels={"national": "0.5"})),
        T02=(2000, HighestOnce(input="claims", levels={"national": "1"})),
        T03=(2000, HighestOnce(input="claims", levels={"national": "0.75"})),
    )
    standard = replace(small.standard, once_across=("T01", "T02", "T03"))
    facts = honours(("national", "X"))
    whole = total(standard, small.scores({"T01": facts, "T02": facts, "T03": facts}))
    assert (whole.bonus, len(whole.flags)) == (1000, 3)


# Vetoes


@pytest.mark.parametrize("topic", [veto.topic for veto in STANDARD.vetoes])
def test_a_veto_stands_outside_the_total(topic: str) -> None:
    scores = scored(A05=yes("done"), T01=amounts(mark="1"))
    vetoed = total(STANDARD, scores, [topic])
    assert (vetoed.score, vetoed.eligible) == (2500, False)
    assert vetoed.grounds and vetoed.grounds[0].startswith("一票否决：")


# Escalation


def test_a_second_bulletin_takes_the_third_step_once() -> None:
    first = scored(H05=tally("found:A"))["H05"].score
    late = scored(H05=tally("found:A", "late:A"))["H05"].score
    second = scored(H05=tally("found:A", "late:A", "twice:A"))["H05"].score
    third = scored(H05=tally("found:A", "late:A", "twice:A", "twice:A"))["H05"].score
    assert (first, late, second, third) == (1200, 750, 0, 0)
    both = scored(H05=tally("twice:A", "found:B"))["H05"]
    assert both.uncapped == "-0.3" and both.score == 0


# Points that move


def test_points_of_what_does_not_apply_move_where_the_standard_says_by_points() -> None:
    away = NotApplicable(when=Done(input="none"), rule=Award(), to=("A02", "A03"))
    small = small_standard(
        A01=(4000, away),
        A02=(3000, Award()),
        A03=(1000, Award(when=Done(input="done"))),
    )
    facts = {"A01": yes("none"), "A02": {}, "A03": {"done": yes("x")["x"]}}
    assert total(small.standard, small.scores(facts)).score == 8000
    none = {"A01": yes("none"), "A02": {}, "A03": {}}
    assert total(small.standard, small.scores(none)).score == 6000


# Weights


def test_a_grade_times_its_weight_is_rounded_once() -> None:
    small = small_standard(A01=(2200, Weighted(rule=Award(gives="33.33333"), full="100")))
    assert small.scores({"A01": {}})["A01"].score == 733


def test_a_weighted_honour_is_still_seen_as_a_double_claim() -> None:
    rule = HighestOnce(input="claims", levels={"national": "50"})
    small = small_standard(
        T01=(2000, Weighted(rule=rule, full="100")), T02=(1000, Weighted(rule=rule, full="100"))
    )
    standard = replace(small.standard, once_across=("T01", "T02"))
    facts = honours(("national", "X"))
    whole = total(standard, small.scores({"T01": facts, "T02": facts}))
    assert (whole.bonus, len(whole.flags)) == (1000, 2)


# What others are told of an item


def told(code: str) -> tuple[bool, str, int, tuple[str, ...]]:
    found = summary(ITEMS[code])
    return found.register, found.measure, found.yearly, found.occasions


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("B04", (True, "ratio", 0, ())),
        ("B09", (False, "", 0, ())),
        ("A02", (True, "count", 2, ())),
        ("A03", (True, "count", 1, ())),
        ("A08", (True, "count", 4, ())),
        ("B02", (True, "count", 12, ())),
        ("B06", (True, "count", 0, ())),
        ("E03", (True, "count", 0, ())),
        ("F01", (False, "", 0, ("元旦", "春节", "八一"))),
        ("E02", (False, "", 0, ())),
        ("C04", (True, "ratio", 0, ())),
        ("D03", (False, "", 0, ())),
        ("T02", (False, "", 0, ())),
    ],
)
def test_others_are_told_what_an_items_register_gives_and_how_often(
    code: str, expected: tuple[bool, str, int, tuple[str, ...]]
) -> None:
    assert told(code) == expected


def test_every_ratio_and_count_of_the_sample_has_a_register_but_surveys() -> None:
    for item in STANDARD.items:
        counted = item.rule_text.startswith(("RAT", "CNT"))
        survey = any(each.kind == "SUR" for each in item.evidence)
        assert bool(item.register) == (counted and not survey), item.code
        assert summary(item).register == (summary(item).measure != "")


def test_a_register_is_named_after_its_list_or_its_item() -> None:
    names = {code: ITEMS[code].register for code in ("B04", "B05", "B06", "B08", "C07")}
    assert names == {
        "B04": "点位表",
        "B05": "屏幕台账",
        "B06": "标牌台账",
        "B08": "中学新生军训台账",
        "C07": "社会组织和企业拥军台账",
    }


def test_a_weight_is_told_with_the_item() -> None:
    item: Item = replace(ITEMS["A01"], weight=2000)
    assert summary(item).weight == 2000


def test_a_state_without_a_successor_is_what_it_was() -> None:
    assert Published(standard=STANDARD).supersedes == ""
