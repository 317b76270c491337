"""A rule tried before it is written: read aloud, worked on chosen cases, refused with reasons."""

import msgspec
import pytest

from contracts.measures import Ratio
from contracts.orders.scoring import TryRule
from services.scoring import rules
from services.scoring.evaluate import evaluate
from services.scoring.refusals import RuleRefused, RuleUnreadable
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.conditions import Bounds, Within
from services.scoring.rules.share import Share
from services.scoring.standards import trying
from services.scoring.standards.figures import figures
from services.scoring.standards.searching import Search, best
from services.scoring.wording.grammar import grammar
from tests.unit.scoring.support import ratio
from tests.unit.scoring.test_chinese_rules import READ
from tests.unit.scoring.test_real_rules import REAL


def tried(rule: str, points: str = "2", **more: object) -> dict:  # type: ignore[type-arg]
    ask = TryRule(rule=rule, points=points, **more)  # type: ignore[arg-type]
    answer: dict = trying.try_rule(ask, None)  # type: ignore[type-arg]
    return answer


def scores(answer: dict) -> dict[str, int]:  # type: ignore[type-arg]
    return {case["name"]: case["score"] for case in answer["cases"]}


def test_a_sentence_gives_its_tree_its_reading_and_three_cases() -> None:
    answer = tried("达到98%得满分，每低1个百分点扣0.5分")
    assert answer["rule"]["op"] == "steps"
    assert answer["reading"][0]["text"].endswith("不足一级按一级扣，扣完为止")
    assert [wanted["name"] for wanted in answer["inputs"]] == ["ratio"]
    assert {q["id"] for q in answer["questions"]} == {"empty", "part"}
    assert scores(answer)["full"] == 2000 and scores(answer)["empty"] == 0
    assert 0 < scores(answer)["middle"] < 2000


def test_given_facts_are_worked_alone() -> None:
    answer = tried("完成率×分值", facts=ratio(1, 4))
    assert scores(answer) == {"given": 500}


def test_an_answer_is_followed() -> None:
    answer = tried("达到98%得满分", answers={"below": "zero"}, facts=ratio(97, 100))
    assert scores(answer) == {"given": 0}
    assert {q["id"]: q["settled"] for q in answer["questions"]}["below"]


def test_a_tree_with_faults_is_read_and_not_worked() -> None:
    tree = '{"op":"parts","of":[{"label":"甲","points":"1","rule":{"op":"award"}}]}'
    answer = tried(tree)
    assert answer["cases"] == []
    assert "合计 1 分，与满分 2 分不符" in answer["faults"][0]["text"]


@pytest.mark.parametrize("name", REAL)
def test_a_real_rule_is_read_aloud_node_by_node_and_worked(name: str) -> None:
    real = REAL[name]
    tree = rules.encode(real.rule).decode()
    answer = tried(tree, f"{real.points / 1000:g}")
    assert all(node["text"] for node in answer["reading"])
    for case in answer["cases"]:
        assert sum(line["thousandths"] for line in case["line"]["children"]) == case["score"]
    assert scores(answer)["full"] >= scores(answer)["empty"] or "visits" in name


@pytest.mark.parametrize("case", READ, ids=[each[0] for each in READ])
def test_the_best_case_of_a_sentence_is_its_full_mark(case: tuple) -> None:  # type: ignore[type-arg]
    _, text, points, *_ = case
    answer = tried(text, points)
    assert scores(answer)["full"] == answer["points"]


def test_the_same_rule_gives_the_same_cases() -> None:
    assert tried("每少一个乡镇扣0.1分") == tried("每少一个乡镇扣0.1分")


def test_what_cannot_be_read_names_the_operators_that_help() -> None:
    with pytest.raises(RuleUnreadable) as refused:
        tried("项目每评定一个得1分，没有项目但印发办法的得3分")
    assert "choose" in refused.value.extra["operators"]


def test_a_rule_that_punishes_a_person_or_counts_app_use_is_refused() -> None:
    for text in ("未完成的扣发个人绩效奖金", "每日打卡得2分", '{"op":"award","label":"干部排名"}'):
        with pytest.raises(RuleRefused):
            tried(text)


def test_every_operator_is_described_field_by_field_with_an_example() -> None:
    shown = {each["op"]: each for each in grammar()}
    assert set(shown) == set(rules.OPERATORS)
    for op, each in shown.items():
        assert each["about"].endswith("。"), op
        assert all(field["about"] for field in each["fields"]), op
        assert msgspec.json.decode(each["example"]["rule"])["op"] == op
        assert each["example"]["said"], op


@pytest.mark.parametrize("deep", [60, 300, 600])
def test_a_tree_too_deep_to_walk_is_refused(deep: int) -> None:
    text = '{"op":"scale","by":"1","rule":' * deep + '{"op":"award","label":"[{"}' + "}" * deep
    try:
        assert trying.read(text, "1", {}).faults
    except RuleUnreadable as refused:
        assert "嵌套" in str(refused)
        assert deep > 100


# -- hostile rules ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "0" * 20_000,
        "1" * 501,
        "SUM " + "+".join(["a"] * 400),
        "RAT " + "≥" * 2000,
        "每" * 20_000,
        "“" * 501,
        "\ufdfa" * 400,
        "FIX " + " " * 2000 + "x",
    ],
)
def test_a_rule_in_words_that_is_too_long_is_not_read(rule: str) -> None:
    with pytest.raises(RuleUnreadable, match="超过 500 字"):
        tried(rule)


def test_a_clause_that_is_too_long_is_refused() -> None:
    with pytest.raises(RuleUnreadable, match="超过 100 字"):
        tried("每" * 300)


def test_quotes_and_brackets_without_end_are_told_as_bad_json() -> None:
    with pytest.raises(RuleUnreadable, match="JSON"):
        tried("{" + '\\"' * 9000)


@pytest.mark.parametrize("deep", [150, 5000])
def test_lists_within_lists_are_refused(deep: int) -> None:
    with pytest.raises(RuleUnreadable, match="嵌套"):
        tried('{"op":"how_many","of":' + "[" * deep + "]" * deep + "}")


def test_a_product_of_very_many_factors_is_a_fault_and_is_not_worked() -> None:
    five = ",".join(['{"op":"amount","input":"a"}'] * 5)
    one = f'{{"op":"times","of":[{five}]}}'
    many = f'{{"op":"times","of":[{",".join([one] * 5)}]}}'
    whole = f'{{"op":"times","of":[{",".join([many] * 5)}]}}'
    answer = tried(f'{{"op":"linear","of":{whole}}}')
    assert any("相乘" in fault["text"] for fault in answer["faults"])
    assert answer["cases"] == []


def test_the_largest_rule_is_tried_less_often_and_still_has_its_cases() -> None:
    one = '{"op":"award","when":{"op":"done","input":"甲"}}'
    answer = tried(f'{{"op":"sum","of":[{",".join([one] * 40)}]}}')
    assert answer["cases"][0]["name"] == "full"


def test_an_answer_that_is_none_of_the_options_is_refused() -> None:
    with pytest.raises(RuleUnreadable, match="below"):
        tried("达到98%得满分", answers={"below": "perhaps"})


def test_a_bound_is_shown_as_fine_as_it_is_written() -> None:
    fine = Within(number=AmountOf(input="x"), bounds=Bounds(at_least="0.1234"))
    assert "“x” 0.1234 得 1 分" in figures(Award(when=fine), 1000)
    bands = Bands(
        of=Share(input="ratio", empty="zero"),
        bands=(
            Band(at_least="33.3333%", at_most="33.3334%", gives="100%"),
            Band(at_least="0", gives="0"),
        ),
    )
    found = best(bands, 1000)["ratio"]
    assert isinstance(found, Ratio)
    assert evaluate(bands, {"ratio": found}, points=1000).score == 1000


def test_the_search_for_a_middle_case_ends_with_its_trials() -> None:
    within = Within(number=AmountOf(input="a"), bounds=Bounds(at_least="1"))
    search = Search(Award(when=within), 2000)
    search.best()
    search.most = 0
    assert search.middle() is None and search.trials > 0
