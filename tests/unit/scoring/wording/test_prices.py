"""What one price is for: so many together, each in its order, or each at all; names stay whole."""

import pytest

from tests.unit.scoring.wording.sentences import read


@pytest.mark.parametrize(
    "text", ["每百人扣0.1分", "投诉每百件扣0.1分", "每万元加0.1分", "投诉每千人次的扣0.1分"]
)
def test_a_price_for_so_many_in_words_is_no_yes_or_no(text: str) -> None:
    said = read(text, "2")
    assert said.outcome == "refused" and "请写成数字" in said.figures


def test_a_price_for_so_many_in_figures_is_one_for_each_of_them() -> None:
    assert "100 得 1.9 分" in read("投诉每100件扣0.1分", "2").figures


@pytest.mark.parametrize(
    "text",
    [
        *("前3次每次扣0.1分，第4次起每次扣0.3分", "前三起每起扣0.1分，从第四起起每起扣0.3分"),
        *("前3次每次加0.1分，第4次以后每次加0.3分", "第3次开始每次扣0.3分"),
    ],
)
def test_a_price_that_changes_with_the_order_is_refused_with_how_to_put_it(text: str) -> None:
    said = read(text, "2")
    assert said.outcome == "refused" and "按总次数逐档写明" in said.figures


@pytest.mark.parametrize(
    ("text", "four", "two"),
    [
        ("1次扣0.1分，2次扣0.2分，3次扣0.3分，4次扣0.6分", " 4 得 1.4 分", " 2 得 1.8 分"),
        ("1次以上得0.1分，2次以上得0.2分，4次以上得0.6分", " 4 得 0.6 分", " 2 得 0.2 分"),
    ],
)
def test_what_is_then_put_step_by_step_is_read(text: str, four: str, two: str) -> None:
    shown = read(text, "2").figures
    assert four in shown and two in shown


def test_of_open_ranges_the_narrowest_counts_in_whatever_order_they_stand() -> None:
    rising = read("15分钟以内得2分，30分钟以内得1分", "2").figures
    assert rising == read("30分钟以内得1分，15分钟以内得2分", "2").figures
    assert " 15 得 2 分" in rising and " 30 得 1 分" in rising


@pytest.mark.parametrize("text", ["整改不及时每个问题扣0.2分", "整改不及时的，每个问题扣0.2分"])
def test_a_price_of_each_place_is_asked_about_and_for_each_unless_answered(text: str) -> None:
    said = read(text, "2")
    assert "each" in said.questions and "2 次得 1.6 分" in said.figures


@pytest.mark.parametrize("act", ["得1分", "扣1分", "不得分"])
@pytest.mark.parametrize(
    "name", ["高于全市平均", "群众响应", "社会认可", "全员参加", "违反守则", "名额追加"]
)
def test_a_name_keeps_the_character_that_could_begin_the_price(name: str, act: str) -> None:
    assert f"{name}”" in read(f"{name}{act}", "2").figures


@pytest.mark.parametrize("year", ["学年", "自然年", "考评年度", "财年", "年度"])
def test_every_kind_of_a_year_is_a_year(year: str) -> None:
    text = "每{}不少于2次，每少一次扣0.5分"
    assert read(text.format(year), "2").figures == read(text.format("年"), "2").figures


def test_the_years_of_a_school_are_no_years() -> None:
    assert "年级数" in read("每年级不少于2次，每少一次扣0.5分", "2").figures
