"""The 74 rows: they import whole, and one item of each kind scores as worked out by hand."""

from collections.abc import Mapping
from datetime import date

import pytest

from contracts.measures import Entry, Measure, Tally
from services.scoring.sample import sample
from services.scoring.scores.item import fact_faults, score_item
from services.scoring.standards.standard import decode, encode, fingerprint
from tests.unit.scoring.support import amounts, no, ratio, tally, the_sample, words, yes

STANDARD = the_sample()


def test_the_sample_is_66_base_items_of_100_points_and_8_bonus_items_capped_at_10() -> None:
    base = [item for item in STANDARD.items if not item.bonus]
    assert (len(base), sum(item.points for item in base)) == (66, 100_000)
    assert (len(STANDARD.items) - len(base), STANDARD.bonus_cap) == (8, 10_000)


def test_the_six_veto_topics_are_part_of_the_standard() -> None:
    assert [veto.topic for veto in STANDARD.vetoes] == [
        "disabled-transfer",
        "ex-soldiers",
        "conscription",
        "disputes",
        "office",
        "forgery",
    ]


def test_the_table_is_imported_as_it_always_was() -> None:
    assert fingerprint(STANDARD) == (
        "91b4aaae8d173b5706d22bec1271c2b4d6b7e612138955051adde2a290143008"
    )


def test_the_fingerprint_survives_json_and_changes_with_a_point() -> None:
    again = decode(encode(STANDARD))
    assert fingerprint(again) == fingerprint(STANDARD)
    text = encode(STANDARD).replace(b'"points":2000', b'"points":2001', 1)
    assert fingerprint(decode(text)) != fingerprint(STANDARD)


def test_what_the_prose_leaves_open_is_asked_and_its_default_recorded() -> None:
    asked = {question.id: question for question in sample().questions}
    assert asked["B04.empty"].answer == "zero" and not asked["B04.empty"].settled
    assert asked["T01.price"].answer == "marker"
    assert asked["standard.once_across"].answer == "T05,T06"
    assert STANDARD.answers == {id: question.answer for id, question in asked.items()}
    assert STANDARD.once_across == ("T05", "T06")


def test_people_read_chinese_names_of_parts_kinds_and_inputs() -> None:
    paid = STANDARD.item("A06")
    recruits = STANDARD.item("C04")
    assert paid and [each.label for each in paid.inputs] == ["列入预算", "拨付到位"]
    assert recruits and recruits.inputs[1].kinds == {"case": "退兵"}


def test_a_ratio_with_a_list_comes_from_its_register() -> None:
    signs, survey, boards = (STANDARD.item(code) for code in ("B04", "B09", "B06"))
    assert signs and survey and boards
    assert (signs.register, signs.inputs[0].source) == ("点位表", "register")
    assert (survey.register, survey.inputs[0].source) == ("", "submission")
    assert boards.register == "标牌台账"
    assert [each.source for each in boards.inputs] == ["register", "organisation"]
    assert boards.cooperating == ("各乡镇(街道)",)


WORKED: list[tuple[str, str, Mapping[str, Measure], int]] = [
    ("FIX", "A05", yes("done"), 1500),
    ("FIX not done", "A05", no("done"), 0),
    ("SUM 0.25+0.25+1, the last missing", "A04", yes("part_1", "part_2"), 500),
    (
        "SUM 元旦0.5+春节0.5+八一1, without 春节",
        "F01",
        yes("part_1", "part_3") | no("part_2"),
        1500,
    ),
    ("CNT ≥2, one: 1.5 − 0.75", "A02", amounts(count="1"), 750),
    ("CNT from a tally, a meeting told twice", "A02", tally("m:1", "m:1", name="count"), 750),
    ("CNT ≥12, nine: 1.5 − 3 × 0.125", "B02", amounts(count="9"), 1125),
    ("CNT all-or-none", "A03", amounts(count="0"), 0),
    ("CNT per township: 1.5 − 2 × 0.25", "B06", amounts(count="4", townships="6"), 1000),
    ("RAT bands, 228/252 = 90.48 %: 60 % of 2", "B04", ratio(228, 252), 1200),
    ("RAT bands, 240/252 = 95.24 %", "B04", ratio(240, 252), 2000),
    ("RAT bands, 79.99 %", "B04", ratio(7999, 10000), 0),
    ("RAT 0 of 0", "B04", ratio(0, 0), 0),
    ("RAT linear to 0 at 60 %: 1.5 × 0.25 ÷ 0.4 = 0.9375", "B07", ratio(17, 20), 938),
    ("RAT linear: 1 × 5/7 = 0.714", "B08", ratio(5, 7), 714),
    ("RAT linear, full at 90 %: 1 × 0.75 ÷ 0.9 = 0.833", "C08", ratio(3, 4), 833),
    ("RAT 100 % or nothing", "D01", ratio(99, 100), 0),
    ("RAT+DED: 2 × 0.9 − 0.5", "C04", ratio(9, 10) | tally("case:recruit-1"), 1300),
    ("RAT+DED floors at 0", "C04", ratio(1, 10) | tally("case"), 0),
    # 2 × 0.95 ÷ 0.98 = 1.938775…, less 1
    ("RAT+DED full at 98 %", "H01", ratio(95, 100) | tally("case"), 939),
    ("DED: 2.5 − 2 × 0.5", "D05", tally("case", "case"), 1500),
    ("DED of which nothing is recorded", "D05", {}, 2500),
    # A was found, then late (0.75); B was found (0.3): 1.5 − 1.05
    ("ESC: highest step of each fault", "H05", tally("found:A", "late:A", "found:B"), 450),
    ("ESC: a second bulletin takes step 3, once", "H05", tally("late:A", "twice:A", "twice:A"), 0),
    ("BON marked", "T01", amounts(mark="1.25"), 1250),
    ("BON 0.5 per class, four: cap 1.5", "T02", tally(*["claim"] * 4, name="claims"), 1500),
    # one experience at its best level 1, another 0.25
    (
        "BON best level once each",
        "T05",
        tally("municipal:X", "national:X", "municipal:Y", name="claims"),
        1250,
    ),
    (
        "BON honours cap 1.5",
        "T06",
        tally("national:X", "national:Y", "municipal:Z", name="claims"),
        1500,
    ),
]


@pytest.mark.parametrize("worked", WORKED, ids=[each[0] for each in WORKED])
def test_an_item_scores_as_worked_out_by_hand(
    worked: tuple[str, str, Mapping[str, Measure], int],
) -> None:
    _, code, facts, score = worked
    item = STANDARD.item(code)
    assert item
    assert fact_faults(item, facts) == ()
    assert score_item(item, facts).score == score


def test_the_explanation_tells_rule_inputs_and_arithmetic() -> None:
    item = STANDARD.item("B04")
    assert item
    told = words(score_item(item, ratio(228, 252)).line)
    assert "228/252 = ≈90.476%，达到“≥80%”，计 1.2 分" in told
    assert '"inputs":["ratio"]' in told


def test_without_facts_an_item_says_so() -> None:
    item = STANDARD.item("B04")
    assert item
    scored = score_item(item, {})
    assert scored.score == 0
    assert [signal.matter for signal in scored.signals] == ["missing"]
    assert "无事实，按 0 分计" in words(scored.line)


def test_a_fact_of_the_wrong_kind_is_refused_at_the_door_and_scores_nothing() -> None:
    item = STANDARD.item("B04")
    assert item
    wrong = amounts(ratio="0.9")
    assert [fault.input for fault in fact_faults(item, wrong)] == ["ratio"]
    assert [fault.input for fault in fact_faults(item, yes("box"))] == ["box"]
    assert "完成数大于应有数" in fact_faults(item, ratio(3, 2))[0].text
    meetings = STANDARD.item("A02")
    assert meetings and "不能为负数" in fact_faults(meetings, amounts(count="-1"))[0].text
    scored = score_item(item, wrong)
    assert (scored.score, scored.signals[0].matter) == (0, "misfit")


def test_an_upheld_appeal_restores_the_points() -> None:
    item = STANDARD.item("H05")
    assert item
    before = score_item(item, tally("late:A", "found:B"))
    after = score_item(item, tally("found:B"))
    assert (before.score, after.score) == (450, 1200)


def test_a_finding_never_raises_a_score() -> None:
    for item in STANDARD.items:
        if any(need.name == "faults" for need in item.inputs):
            kind = next(kind for need in item.inputs for kind in need.kinds)
            found = Tally(entries=(Entry(kind=kind, ref="F-1", at=date(2025, 3, 1)),))
            assert score_item(item, {"faults": found}).score <= score_item(item, {}).score
