"""A district's total: categories, bonus cap and double claims, vetoes, and the league."""

from datetime import date

from msgspec.structs import replace

from contracts.measures import Entry, Measure, Tally
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Bounds, Done, Happened, Within
from services.scoring.rules.gates import Gate, NotApplicable
from services.scoring.rules.occurrences import HighestOnce
from services.scoring.rules.scale import Scale
from services.scoring.rules.window import Window
from services.scoring.scores.item import ItemScore, mean_of_years, score_item
from services.scoring.scores.totals import Total, ranking, total
from tests.unit.scoring.support import (
    Facts,
    Small,
    amounts,
    ratio,
    small_standard,
    tally,
    the_sample,
    yes,
)

STANDARD = the_sample()


def scored(**facts: Facts) -> dict[str, ItemScore]:
    items = {item.code: item for item in STANDARD.items}
    return {code: score_item(items[code], given) for code, given in facts.items()}


def claims(*entries: tuple[str, str, int]) -> dict[str, Measure]:
    """Kind, honour, and the day of March when it was claimed."""
    made = tuple(Entry(kind=kind, ref=ref, at=date(2025, 3, day)) for kind, ref, day in entries)
    return {"claims": Tally(entries=made)}


def adds_up(whole: Total, scores: dict[str, ItemScore]) -> bool:
    items = sum(each.score for each in scores.values())
    moved = sum(each.thousandths for each in whole.adjustments)
    parts = sum(each.score for each in whole.categories)
    return whole.score == items + moved == parts == whole.base + whole.bonus


def test_the_total_adds_up_by_item_and_by_category() -> None:
    scores = scored(A05=yes("done"), B04=ratio(228, 252), B08=ratio(5, 7), T01=amounts(mark="0.5"))
    whole = total(STANDARD, scores)
    assert (whole.base, whole.bonus, whole.score) == (1500 + 1200 + 714, 500, 3914)
    assert adds_up(whole, scores)
    education = next(each for each in whole.categories if each.category == "宣传教育广泛深入")
    assert (education.score, education.points) == (1914, 13000)
    assert len(whole.unscored) == 70


def test_the_whole_bonus_is_capped_in_the_order_of_claims() -> None:
    """2 + 4 × 1.5 + 2 + 1 = 11 asked (T06 stays away); the last to claim, T04, loses 1."""
    full = claims(*(("claim", f"c{n}", n) for n in range(1, 5)))
    late = claims(*(("claim", f"d{n}", 20 + n) for n in range(1, 5)))
    scores = scored(
        T02=full,
        T03=full,
        T04=late,
        T05=claims(("national", "X", 5), ("national", "Y", 6)),
        T06=claims(("national", "P", 1), ("national", "Q", 1)),
        T07=full,
        T08=full,
    )
    whole = total(STANDARD, scores)
    assert (sum(each.score for each in scores.values()), whole.bonus) == (10500, 10000)
    assert [(each.item, each.why, each.thousandths) for each in whole.adjustments] == [
        ("T04", "bonus_cap", -500)
    ]
    assert adds_up(whole, scores)


def test_a_bonus_without_a_day_of_claim_comes_last() -> None:
    full = claims(*(("claim", f"c{n}", n) for n in range(1, 5)))
    experience = claims(("national", "X", 5), ("national", "Y", 6))
    honours = claims(("national", "P", 1), ("national", "Q", 1))
    scores = scored(
        T01=amounts(mark="2"), T02=full, T03=full, T04=full, T05=experience, T06=honours, T07=full
    )
    whole = total(STANDARD, scores)
    assert [(each.item, each.thousandths) for each in whole.adjustments] == [("T01", -1500)]


def test_one_honour_in_two_items_counts_once_at_its_best_level() -> None:
    scores = scored(
        T05=claims(("provincial", "X", 1)), T06=claims(("national", "X", 1), ("municipal", "Y", 2))
    )
    whole = total(STANDARD, scores)
    # T05 asked 0.5 for X, T06 asks 0.75 for X and 0.25 for Y
    assert [(each.item, each.why, each.thousandths) for each in whole.adjustments] == [
        ("T05", "double_claim", -500)
    ]
    assert whole.bonus == 1000
    assert adds_up(whole, scores)


def test_a_double_claim_of_equal_worth_stays_with_the_first_item() -> None:
    scores = scored(T05=claims(("provincial", "X", 1)), T06=claims(("provincial", "X", 1)))
    assert total(STANDARD, scores).adjustments[0].item == "T06"


def test_dropping_a_double_claim_makes_room_under_the_items_cap() -> None:
    """T06 asks 0.75 + 0.75 + 0.5 = 2, capped 1.5; without X (1 in T05) it still asks 1.25."""
    scores = scored(
        T05=claims(("national", "X", 1)),
        T06=claims(("national", "X", 1), ("national", "Y", 1), ("provincial", "Z", 1)),
    )
    whole = total(STANDARD, scores)
    assert (scores["T06"].score, whole.bonus) == (1500, 1000 + 1250)


def test_a_veto_leaves_the_total_and_takes_the_eligibility() -> None:
    scores = scored(A05=yes("done"))
    clean, vetoed = total(STANDARD, scores), total(STANDARD, scores, ["forgery"])
    assert (clean.eligible, clean.score) == (True, 1500)
    assert (vetoed.eligible, vetoed.score) == (False, 1500)
    assert vetoed.grounds == ("一票否决：弄虚作假、伪造材料",)


def test_a_gate_that_stays_shut_takes_the_eligibility() -> None:
    gate = Gate(
        when=Within(number=AmountOf(input="other"), bounds=Bounds(at_least="85")), rule=Award()
    )
    small = small_standard(A01=(1000, gate), A02=(1000, Award(when=Done(input="done"))))
    whole = total(small.standard, small.scores({"A01": amounts(other="80"), "A02": yes("done")}))
    assert (whole.score, whole.eligible) == (1000, False)
    assert "A01 申报门槛" in whole.grounds[0]


def test_points_that_can_move_nowhere_are_not_earned() -> None:
    away = NotApplicable(when=Done(input="none"), rule=Award(), to=("A02",))
    back = NotApplicable(when=Done(input="none"), rule=Award(), to=("A01",))
    small = small_standard(A01=(1000, away), A02=(1000, back))
    whole = total(small.standard, small.scores({"A01": yes("none"), "A02": yes("none")}))
    assert (whole.score, whole.adjustments) == (0, ())


def test_equal_scores_share_a_rank_and_a_district_without_facts_has_none() -> None:
    one, half = total(STANDARD, scored(A05=yes("done"))), total(STANDARD, scored(B08=ratio(1, 2)))
    places = ranking({"east": half, "west": one, "north": None, "south": one})
    assert [(place.district, place.rank) for place in places] == [
        ("south", 1),
        ("west", 1),
        ("east", 3),
        ("north", None),
    ]
    assert places[3].score is None


def test_a_vetoed_district_is_shown_with_its_score_and_as_not_eligible() -> None:
    whole = total(STANDARD, scored(A05=yes("done")), ["disputes"])
    assert (ranking({"east": whole})[0].eligible, ranking({"east": whole})[0].score) == (
        False,
        1500,
    )


def test_years_are_averaged_after_each_is_rounded() -> None:
    assert mean_of_years([1000, 1001]) == 1001
    assert mean_of_years([]) == 0


def test_one_fact_touches_one_item() -> None:
    before = scored(H05=tally("found:A"), A05=yes("done"))
    after = scored(H05=tally("late:A"), A05=yes("done"))
    assert before["A05"] == after["A05"]
    assert total(STANDARD, before).score - total(STANDARD, after).score == 450


def test_a_veto_looks_back_over_its_window_and_no_further() -> None:
    veto = Happened(input="incidents", kinds=("mass",), window=Window(years=4))
    small = small_standard(A01=(1000, Award())).with_veto("mass", veto)
    period = small.standard.period(2025)

    def raised(day: date) -> tuple[str, ...]:
        facts = tally("mass", name="incidents", at=day)
        return small.raised(facts, period)

    assert raised(date(2022, 1, 1)) == raised(date(2025, 12, 31)) == ("mass",)
    assert raised(date(2021, 12, 31)) == raised(date(2026, 1, 1)) == ()


def test_a_dropped_claim_gives_its_item_no_earlier_place_under_the_cap() -> None:
    """Cap 1: X counts in T01 (0.75, day 1), then T03 (day 10) has 0.25 left, Y (day 20) none."""
    small = small_standard(
        T01=(2000, HighestOnce(input="claims", levels={"first": "0.75"})),
        T02=(2000, HighestOnce(input="claims", levels={"second": "0.5"})),
        T03=(2000, HighestOnce(input="claims", levels={"third": "0.5"})),
    )
    small = Small(replace(small.standard, bonus_cap=1000, once_across=("T01", "T02")))
    facts = {
        "T01": claims(("first", "X", 1)),
        "T02": claims(("second", "X", 1), ("second", "Y", 20)),
        "T03": claims(("third", "Z", 10)),
    }
    whole = total(small.standard, small.scores(facts))
    assert [(each.item, each.why, each.thousandths) for each in whole.adjustments] == [
        ("T02", "double_claim", -500),
        ("T03", "bonus_cap", -250),
        ("T02", "bonus_cap", -500),
    ]
    assert whole.bonus == 1000


def test_a_weighted_bonus_still_says_what_it_claims() -> None:
    honours = HighestOnce(input="claims", levels={"national": "2"})
    small = small_standard(T01=(2000, Scale(rule=honours, by="50%")), T02=(2000, honours))
    standard = replace(small.standard, once_across=("T01", "T02"))
    facts = tally("national:X", name="claims")
    whole = total(standard, small.scores({"T01": facts, "T02": facts}))
    assert [(each.item, each.thousandths) for each in whole.adjustments] == [("T01", -1000)]
