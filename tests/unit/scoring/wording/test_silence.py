"""Where a rule in words is silent it asks; an answer changes the tree."""

from collections.abc import Mapping

import pytest

from contracts.measures import Measure
from services.scoring import evaluate
from services.scoring.rules.node import Points
from services.scoring.wording import prose
from tests.unit.scoring.support import amounts, ratio, tally, yes

Facts = Mapping[str, Measure]


def read(text: str, points: str, **answers: str) -> Points:
    def ask(topic: str, _text: str, _options: tuple[str, ...], default: str) -> str:
        return answers.get(topic, default)

    return prose.read(text, points, ask)


def score(text: str, points: str, facts: Facts, **answers: str) -> int:
    rule = read(text, points, **answers)
    return evaluate.evaluate(rule, facts, points=int(float(points) * 1000)).score


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("无规划扣3分，无创建氛围扣3分", "8"),
        ("未制定方案的，扣1分", "2"),
        ("每发现一处扣0.1分", "2"),
        ("发现一处扣0.1分", "2"),
        ("迟报的，每次扣0.5分", "2"),
        ("办结率低于90%扣1分", "2"),
        ("办结率90%以下扣1分", "2"),
        ("发生事故的不得分", "2"),
        ("领导机构不健全、分管领导不明确，各扣1分", "2"),
        ("被媒体曝光的酌情扣1—2分", "2"),
        ("登记率100%，每少一人扣0.1分", "2"),
        ("每2次扣1分", "2"),
        ("每次扣1分，最多扣1分", "2"),
        ("黄牌两次扣1分", "2"),
        ("完成率×分值，发生事故的不得分", "2"),
        ("达到98%得满分，每有一起投诉扣0.5分", "2"),
    ],
)
def test_every_way_to_deduct_asks_what_no_record_means(text: str, points: str) -> None:
    asked: list[str] = []

    def ask(topic: str, _text: str, _options: tuple[str, ...], default: str) -> str:
        asked.append(topic)
        return default

    prose.read(text, points, ask)
    assert "unrecorded" in asked
    assert score(text, points, {}, unrecorded="zero") == 0


@pytest.mark.parametrize(
    ("text", "points", "facts", "answers", "expected"),
    [
        ("无规划扣3分，无创建氛围扣3分", "8", yes("fault_1"), {"unrecorded": "zero"}, 5000),
        ("迟报每件扣0.5分，不实的每件扣2分", "4", tally("迟报:1", "不实:1"), {}, 2000),
        (
            "迟报每件扣0.5分，不实的每件扣2分",
            "4",
            tally("迟报:1")
            | tally("不实:1", name="faults_2")
            | {"faults_1": tally("迟报:1")["faults"]},
            {"both": "each"},
            1500,
        ),
        ("达到100%得满分，每低1%扣0.5分", "4", ratio(99, 100), {}, 3500),
        ("达到50%得满分，每低1%扣0.5分", "4", ratio(49, 100), {"percent": "relative"}, 3000),
        ("达到90%得满分，每高1个百分点扣0.5分", "4", ratio(92, 100), {}, 3000),
        ("达到90%得满分，每高1个百分点扣0.5分", "4", ratio(92, 100), {"side": "below"}, 4000),
        ("80%以上得满分，60%—80%得1分", "2", ratio(80, 100), {}, 2000),
        ("80%以上得满分，60%—80%得1分", "2", ratio(80, 100), {"edge": "low"}, 1000),
        ("发现一处扣0.5分", "2", tally("case", "case"), {}, 1000),
        ("发现一处扣0.5分", "2", yes("fault_1"), {"each": "once"}, 1500),
        (
            "国家级加2分，省级加1分，最高5分",
            "5",
            tally("national:a", "provincial:a", name="claims"),
            {},
            2000,
        ),
        ("完成率×3分", "2", ratio(1, 2), {}, 1000),
        (
            "覆盖率按比例得1分，有方案得1分",
            "2",
            ratio(0, 0, "ratio_1") | yes("part_2"),
            {"empty.ratio_1": "full"},
            2000,
        ),
        (
            "每个乡镇不少于2次，每少一次扣0.5分",
            "4",
            tally("会:甲/1:4", "会:乙/1:1", name="count") | amounts(townships="2"),
            {},
            3500,
        ),
    ],
)
def test_an_answer_changes_what_is_read(
    text: str, points: str, facts: Facts, answers: dict[str, str], expected: int
) -> None:
    assert score(text, points, facts, **answers) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("每个村有阵地得0.5分，最高2分", "每个村有阵地"),
        ("省级以上媒体发表每篇加0.5分，最高2分", "省级以上媒体发表"),
        ("同一事项三次未办结扣1分", "同一事项三次未办结"),
        ("连续两年获得先进的得2分", "连续两年获得先进"),
        ("未做到每个村有阵地的扣1分", "未做到每个村有阵地"),
        ("一次未报-0.5分", "未报"),
        ("每年5日前报送得2分", "每年5日前（含当日）报送"),
    ],
)
def test_a_name_is_kept_whole(text: str, named: str) -> None:
    assert any(need.label == named for need in evaluate.needs(read(text, "2")))


def test_a_price_for_each_number_of_times_counts_once() -> None:
    text = "会议缺席的，一次扣0.5分，两次扣1分"
    assert [score(text, "2", amounts(count=n)) for n in "0123"] == [2000, 1500, 1000, 1000]


def test_a_weekly_rank_counts_every_week_or_as_it_is_answered() -> None:
    text = "每周排名后三名的扣1分"
    weeks = tally("case", "case")
    assert score(text, "3", weeks) == 1000
    last = amounts(place="9", of="9")
    assert score(text, "3", last, every="once") == 2000
    assert score(text, "3", amounts(place="1", of="9"), every="once") == 3000


def test_two_rates_are_two_numbers() -> None:
    text = "办结率低于90%扣1分，满意率低于80%扣1分"
    low = ratio(9, 10) | ratio(7, 10, "ratio_2")
    assert score(text, "3", low) == 2000


@pytest.mark.parametrize(
    "text",
    [
        "每年会议不少于4次，培训每少一次扣0.5分",
        "达到95%得满分，完成率×分值",
        "办结率达到90%得满分，满意率每低1个百分点扣0.5分",
        "每年不少于4次，每少一篇扣0.5分",
    ],
)
def test_what_speaks_of_two_things_is_not_read_as_one(text: str) -> None:
    with pytest.raises(prose.Unreadable):
        read(text, "2")


@pytest.mark.parametrize(
    "fault",
    [
        *("未制定方案、未召开会议", "未制定方案或未召开会议", "未按时上报且未说明原因"),
        *("机构不健全、制度不落实", "有方案但无总结", "弄虚作假、不如实上报"),
        *("逾期未完成", "多次未参加", "经督促仍未整改", "长期未落实", "全部未完成"),
        *("应建未建", "尚未建立", "从未召开会议", "拒不整改", "发现问题未整改", "无法提供资料"),
        *("工作不力", "因工作不力被通报", "履职不到位造成事故", "非因不可抗力未完成"),
    ],
)
def test_a_fault_that_has_no_plain_opposite_keeps_its_own_words(fault: str) -> None:
    rule = read(f"{fault}的不得分", "2")
    (need,) = evaluate.needs(rule)
    assert need.label == fault
    assert score(f"{fault}的不得分", "2", yes(need.name)) == 0
    assert score(f"{fault}的不得分", "2", {}, unrecorded="zero") == 0


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        ("岗位津贴未落实", "岗位津贴落实"),
        ("机构、人员、经费未落实", "机构、人员、经费落实"),
        ("没有方案和总结", "有方案和总结"),
        ("不符合要求", "符合要求"),
    ],
)
def test_what_is_plainly_not_done_is_recorded_as_done(fault: str, kept: str) -> None:
    (need,) = evaluate.needs(read(f"{fault}的不得分", "2"))
    assert need.label == kept


@pytest.mark.parametrize("full", ["满分", "2分"])
@pytest.mark.parametrize(
    "falls", ["每后退一名扣0.2分", "每后移一名扣0.2分", "每下移一位扣0.2分", "以后每名递减0.2分"]
)
def test_each_place_further_down_costs_from_what_the_first_has(full: str, falls: str) -> None:
    text = f"排名第一的得{full}，{falls}"
    places = [score(text, "2", amounts(place=n, of="9")) for n in "1234"]
    assert places == [2000, 1800, 1600, 1400]


@pytest.mark.parametrize("of_each", ["各部门", "所有部门", "每个部门"])
def test_what_each_of_them_must_reach_is_counted_for_each(of_each: str) -> None:
    text = f"{of_each}每年不少于2次，每少一次扣0.5分"
    one_did_all = tally("会:甲/1:4", name="count") | amounts(**{"部门数": "2"})
    assert score(text, "4", one_did_all) == 3000


@pytest.mark.parametrize(
    "text",
    [
        "会议、培训、调研各不少于2次，每少一次扣0.5分",
        "每年春节、八一各走访1次，每少一次扣1分",
        "春节和八一期间各走访不少于1次，每少一次扣1分",
    ],
)
def test_several_that_are_each_to_be_reached_are_no_single_number(text: str) -> None:
    with pytest.raises(prose.Unreadable, match="各自要达到"):
        read(text, "4")


def test_a_number_without_a_name_has_a_chinese_one() -> None:
    assert "amount" not in read("60-80分得1分，80分以上得2分", "2").said()
    assert "judged" not in read("视情扣0.5至1分", "2").said()


@pytest.mark.parametrize(
    ("every", "a_year"),
    [("旬", 36), ("学期", 2), ("双月", 6), ("季度", 4), ("半年", 2), ("个月", 12)],
)
def test_every_period_is_so_many_a_year(every: str, a_year: int) -> None:
    text = f"每{every}不少于1次，每少一次扣0.1分"
    assert score(text, "4", amounts(count=str(a_year))) == 4000
    assert score(text, "4", amounts(count=str(a_year - 1))) == 3900


def test_so_many_a_day_are_no_places_and_the_number_of_a_year_is_not_made_up() -> None:
    with pytest.raises(prose.Unreadable, match="全年应有多少"):
        read("每日巡查不少于1次，每少1次扣0.1分", "2")


@pytest.mark.parametrize("fewer", ["不足1次", "仅开展1次", "只召开一次", "少于一次"])
def test_too_few_is_so_or_is_not_and_costs_once(fewer: str) -> None:
    rule = read(f"{fewer}的扣0.5分，无总结的扣0.5分", "2")
    named = {need.label: need.name for need in evaluate.needs(rule)}
    assert fewer in named
    assert score(f"{fewer}的扣0.5分，无总结的扣0.5分", "2", yes(named[fewer])) == 1500
