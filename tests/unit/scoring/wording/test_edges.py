"""Sentences at the edge of what can be read: each is read as it means or refused for its reason."""

import pytest

from services.scoring.evaluate import needs
from services.scoring.rules.node import Condition, Points
from services.scoring.wording.asking import Unreadable
from services.scoring.wording.shapes import boxes, misfits
from tests.unit.scoring.support import amounts, ratio, yes
from tests.unit.scoring.test_chinese_rules import asked, read, score

REFUSED = [
    ("4", "2个项目加0.5分，最高4分", {}, "没有写明每次得多少分"),
    ("4", "1个项目加0.5分，最高4分", {"each": "once"}, "只计一次的，请写成"),
    ("4", "每个项目加0.5分，最高4分，最高5分", {}, "写了几个不同的最高分"),
    ("2", "组织健全得2分，机构、制度各得1分", {}, "各部分合计超过 2 分"),
    ("4", "每年走访不少于二三次，每少一次扣1分", {}, "读不懂数字“二三”"),
    ("6", "第1名得6分，每后退2名扣0.5分", {}, "没有写明从第几名、多少分算起"),
    ("2", "每辆车不少于2条，每辆车不少于3条", {}, "一项只能有一个每处应有的数量"),
    ("2", "每辆车张贴标语不少于2条，每少一次扣1分", {}, "说的不是同一个数"),
    ("2", "满意率达到90%得1分，知晓率达到80%得50%", {}, "没有写明这一部分的分值"),
    ("4", "低于90%的按比例计分，达到95%得满分", {}, "没有写明 90% 至 95% 之间得多少分"),
    (
        "4",
        "完成率达到90%得满分，每高1个百分点加0.1分，最高3分",
        {"over": "yes"},
        "“最高3分”低于本项分值",
    ),
    ("4", "第一名加1分，最高加1分", {"beside.2": "改写"}, "与其余各句接不上，没有读入"),
    ("6", "国家级、省级、市级表彰的，分别加3分、2分，最高6分", {}, "“分别”没有读入"),
    ("6", "50平方米以上加0分", {}, "没有写明哪一档得分"),
    ("6", "完" * 501, {}, "超过 500 字"),
]


@pytest.mark.parametrize(("points", "text", "answers", "why"), REFUSED, ids=lambda x: str(x)[:30])
def test_what_the_words_do_not_say_is_refused_for_its_reason(
    points: str, text: str, answers: dict[str, str], why: str
) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text, points, **answers)


def test_a_band_gives_up_its_end_to_a_lesser_one_where_the_answer_is_low() -> None:
    text = "投诉率10%以下得3分，10%-20%得2分"
    assert score(text, "3", ratio(1, 10), edge="high") == 3000
    assert score(text, "3", ratio(1, 10), edge="low") == 2000


@pytest.mark.parametrize(
    "text", ["每年走访不少于4次，每少一次扣0.5分，最多扣5分", "每发生一次事故扣1分，最多扣5分"]
)
def test_a_cap_of_deductions_above_the_points_is_asked_about_with_both_figures(text: str) -> None:
    assert asked(text, "3")["points"] == "points"
    assert "points" not in asked(text.replace("5分", "2分"), "3") or "0.2" in text


def test_what_bars_from_applying_leaves_nothing_and_a_gate_without_a_share_the_whole() -> None:
    barred = "达到98%得满分，弄虚作假的不得申报"
    assert score(barred, "3", ratio(98, 100) | yes("barred_1")) == 0
    assert score(barred, "3", ratio(98, 100)) == 3000
    gate = "其他考评低于85分的不得申报"
    assert score(gate, "3", amounts(其他考评="85")) == 3000
    assert score(gate, "3", amounts(其他考评="84")) == 0


def test_points_move_to_the_items_that_the_answer_names() -> None:
    text = "达到98%得满分，没有驻军的，移入其他项"
    assert read(text, "3", to="A01、A02").to == ("A01", "A02")  # type: ignore[attr-defined]


def test_levels_and_other_kinds_are_priced_by_their_own_words() -> None:
    tree = read("县级批示每次加0.5分，省级每次加2分，最高4分", "4")
    assert tree.rule.prices == {"县级批示": "0.5", "省级": "2"}  # type: ignore[attr-defined]


def test_what_counts_once_is_claimed_once() -> None:
    tree = read("每个项目加0.5分，只计一次，最高4分", "4")
    assert tree.rule.op == "highest_once"  # type: ignore[attr-defined]
    each = read("1个项目加0.5分，最高4分", "4")
    assert each.rule.op == "occurrences"  # type: ignore[attr-defined]


def test_an_amount_below_its_bound_gives_nothing() -> None:
    text = "面积50平方米以上得4分，面积低于30平方米不得分"
    assert score(text, "4", amounts(面积="50")) == 4000
    assert score(text, "4", amounts(面积="29")) == 0


def test_a_place_of_every_week_may_count_once_in_the_year() -> None:
    assert _op("每周排名前三的加1分", every="once") == "award"
    assert _op("每周排名前三的加1分") != "award"
    assert "every" not in asked("每周排名后三名的扣3-1分", "6")
    assert "every" in asked("每周排名前三的加1分，最高6分", "6")


def _op(text: str, **answers: str) -> str:
    tree: Points = read(text, "6", **answers)
    return str(tree.__struct_config__.tag)


def test_each_rate_that_has_a_name_is_an_input_of_its_own_the_usual_one_too() -> None:
    three = read("入学率达到95%得2分，巩固率达到95%得2分，完成率达到95%得2分", "6")
    assert [need.name for need in needs(three)] == ["ratio", "ratio_2", "ratio_3"]
    for same in ("入学率低于80%扣1分", "低于80%扣1分"):
        one = read(f"入学率达到95%得满分，{same}", "6")
        assert {need.name for need in needs(one)} == {"ratio"}


def test_what_somebody_judges_takes_at_most_the_points() -> None:
    tree = read("有事故的酌情扣分", "3")
    assert [one.then.low for one in tree.of[1:]] == ["-3"]  # type: ignore[attr-defined]


class Odd(Condition, frozen=True, kw_only=True, tag="odd"):
    """A field of a type that no form has a box for."""

    FIELDS = {"share": "份额"}
    share: float


def test_an_operator_that_no_form_could_ask_for_is_told_to_its_author() -> None:
    with pytest.raises(TypeError, match="no box for"):
        boxes(Odd)


def test_a_tree_of_a_form_is_told_at_each_field_that_it_does_not_fit() -> None:
    prices = {"": "-1", "迟报": "很多"}
    rule = {"op": "occurrences", "input": "faults", "prices": prices, "x": 1}
    told = dict(misfits({"op": "limit", "rule": rule, "into_total": "yes"}))
    assert told == {
        "rule.into_total": "应为“是”或“否”",
        "rule.rule.prices[0]": "名称应有 1 至 60 字",
        "rule.rule.prices[1]": "应为数字，可带百分号，如 2、0.5、60%；扣分写负数",
        "rule.rule.x": "没有这个栏目",
    }
    assert dict(misfits({"op": "parts", "of": "甲"})) == {"rule.of": "应为一列，逐个列出"}
    assert dict(misfits({"op": "parts", "of": ["甲"]})) == {"rule.of[0]": "请把这一组填完整"}
    assert dict(misfits({"op": "parts", "of": []})) == {"rule.of": "应有 1 至 40 个"}
    window = {"op": "count", "input": "count", "window": {"first": "昨天"}}
    assert dict(misfits(window, "number")) == {"rule.window.first": "应为日期，如 2026-07-31"}
    empty = {"op": "share", "input": "ratio", "empty": "half"}
    assert dict(misfits(empty, "number")) == {"rule.empty": "请从列出的写法中选一种"}


def test_parts_without_names_are_asked_for_them_and_never_called_by_a_bare_number() -> None:
    rule = read("SUM 0.5+演练0.5+1", "2")
    assert asked("SUM 0.5+演练0.5+1", "2") == {"names": "不起名"}
    assert [need.label for need in needs(rule)] == [
        "标准所列 3 项中的第 1 项",
        "演练",
        "标准所列 3 项中的第 3 项",
    ]
    named = read("SUM 0.5+演练0.5+1", "2", names="列入规划、纳入考核")
    assert [need.label for need in needs(named)] == ["列入规划", "演练", "纳入考核"]
    for wrong in ("列入规划", "列入规划、、纳入考核", "一、二、三"):
        with pytest.raises(Unreadable, match="没有名称的分项有 2 个"):
            read("SUM 0.5+演练0.5+1", "2", names=wrong)
