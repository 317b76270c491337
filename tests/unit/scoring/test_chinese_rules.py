"""Rules as offices write them: read where a clause fits, refused with help where none does.

Thirty-seven rules of published standards in Chinese, and sentences as offices say them.
"""

import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.measures import Measure
from services.scoring import evaluate, rules
from services.scoring.rules.node import Points
from services.scoring.standards import persons
from services.scoring.wording import prose
from tests.unit.scoring.support import amounts, no, ratio, tally, yes

Facts = Mapping[str, Measure]


def read(text: str, points: str, **answers: str) -> Points:
    def ask(topic: str, _text: str, _options: tuple[str, ...], default: str) -> str:
        return answers.get(topic, default)

    return prose.read(text, points, ask)


def unanswered(topic: str, text: str, _options: tuple[str, ...], default: str) -> str:
    """Nobody answers: a question without a default leaves the rule unread."""
    if not default:
        raise prose.Unreadable(f"{topic}: {text}")
    return default


def asked(text: str, points: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def ask(topic: str, _text: str, _options: tuple[str, ...], default: str) -> str:
        found[topic] = default
        return default

    prose.read(text, points, ask)
    return found


def score(text: str, points: str, facts: Facts, **answers: str) -> int:
    rule = read(text, points, **answers)
    thousandths = int(float(points) * 1000)
    assert evaluate.faults(rule, thousandths) == ()
    assert rules.decode(rules.encode(rule)) == rule
    return evaluate.evaluate(rule, facts, points=thousandths).score


OTHERS: list[tuple[str, str, str, Facts, int]] = [
    (
        "09",
        "抽查3条公交线路各5个站，每辆车不少于2条公益广告，其中1条为指定内容，每缺一条扣4分",
        "20",
        tally("指定内容:车1/a", "其他:车1/b", "其他:车2/a:2", name="公益广告") | amounts(车数="3"),
        8000,  # the second lacks the named kind, the third both
    ),
    ("15", "满意率75%以上为A，70%以上为B，70%以下为C，50%以下亮红灯", "2", ratio(76, 100), 2000),
    (
        "16",
        "4项标准全部达到为A，3项为B，其余为C，权重2.2",
        "2.2",
        yes("standard_1", "standard_2", "standard_3", "standard_4"),
        2200,
    ),
    ("17", "区域环境噪声60分贝以下为A，65分贝以下为B", "2", amounts(区域环境噪声="60"), 2000),
    (
        "21",
        "非正常上访个人每人次扣5分，集体每批次扣10分，重复上访加倍",
        "30",
        tally("非正常上访个人", "集体+重复上访"),
        5000,
    ),
    (
        "22",
        "复查撤销每件扣20分，发回重办每件扣10分，有新诉求的除外",
        "40",
        tally("复查撤销", "发回重办", "发回重办+有新诉求"),
        10000,
    ),
    ("24", "黄牌两次发函并扣1分，红牌扣2分并约谈单位", "4", yes("fault_1", "fault_2"), 1000),
    (
        "30",
        "没有此项任务的单位，分值移入其他项，其余按月排名",
        "7",
        amounts(place="1", of="9"),
        7000,
    ),
    ("31", "发生群体性事件的列末位", "1", yes("lost_1"), 0),
    ("32", "其他考评低于85分的不得申报，否则按20%计入", "20", amounts(其他考评="90.5"), 18100),
    ("33", "无兵员的村全年不得分，有合格预备对象的除外", "6", yes("lost_1", "spared_1"), 6000),
    ("逐级且有底线", "达到98%得满分，每低1个百分点扣0.1分，低于80%不得分", "2", ratio(79, 100), 0),
    ("36", "全省前五名加5至1分，后五名扣5至1分", "5", amounts(place="13", of="14"), -4000),
]
READ: list[tuple[str, str, str, Facts, int]] = [
    ("01", "联络员明确、基层组织健全的得1分", "1", yes("done"), 1000),
    ("02", "岗位津贴未落实的不得分", "3", no("done"), 0),
    (
        "03",
        "自有用房、设备、按人口配备人员、村级信息员各2.5分",
        "10",
        yes("part_1", "part_2", "part_3"),
        7500,
    ),
    (
        "04",
        "机构制度健全1分，年度计划和长远规划1分，办十件实事1.5分，军警民联线1分，"
        "城乡教育覆盖率按比例得0.5分",
        "5",
        yes("part_1", "part_2", "part_3") | ratio(2, 3, "ratio_5"),
        3833,
    ),
    (
        "05 车程",
        "车程15分钟以内得0.5分，15—30分钟得0.3分，30分钟以上不得分",
        "0.5",
        amounts(车程="20"),
        300,
    ),
    (
        "06",
        "每年党委会议不少于2次，每少一次扣2.5分，以会议记录为唯一依据",
        "5",
        amounts(count="1"),
        2500,
    ),
    ("07", "每年培训不少于2次，每少一次扣0.5分", "1", amounts(count="0"), 0),
    ("08", "每次会议得1分，最高6分", "6", amounts(count="4"), 4000),
    ("10", "完成率×分值", "10", ratio(7, 9), 7778),
    ("11", "抽查合格数÷抽查数×分值", "1", ratio(46, 50), 920),
    ("12", "达到98%得满分，每低1个百分点扣0.5分，扣完为止", "2", ratio(965, 1000), 1000),
    ("13", "登记率100%，每少一人扣0.1分，扣完为止", "0.5", tally("case:村甲:3"), 200),
    (
        "14",
        "化解率低于85%扣1分，未开展的扣2分，无接待记录的扣2分",
        "4",
        ratio(5, 6) | no("fault_1") | yes("fault_2"),
        1000,
    ),
    ("18", "每少一个乡镇扣0.1分", "2", amounts(count="9", townships="12"), 1700),
    ("19", "抚恤金截留、迟发、挪用每笔扣2分", "6", tally("case", "case"), 2000),
    ("20", "每缺席一次扣3分，扣完为止", "10", tally("case:甲:4"), 0),
    (
        "23",
        "材料迟报、错报每件扣0.5分，不实的每件扣2分",
        "4",
        tally("材料迟报、错报", "材料迟报、错报", "不实"),
        1000,
    ),
    (
        "26",
        "化解积案每件加2分，重复信件每件加1分",
        "5",
        tally("化解积案", "化解积案", "重复信件:x:3", name="claims"),
        5000,
    ),
    (
        "28",
        "大学毕业生每人加0.2分，在校大学生每人加0.15分，大专生每人加0.1分，最高0.3分",
        "0.3",
        tally("大学毕业生", "在校大学生", name="claims"),
        300,
    ),
    (
        "34",
        "资料占40%，现场占40%，问卷占20%",
        "100",
        amounts(资料="90", 现场="80", 问卷="70"),
        82000,
    ),
    ("35", "现场占85%，问卷占15%", "100", amounts(现场="96.756", 问卷="88"), 95443),
    # and what the task names
    ("每有一起", "每有一起扣1分", "2", tally("case"), 1000),
    ("达到", "达到98%得满分", "2", ratio(49, 100), 1000),
    ("全部完成", "全部完成得满分，否则不得分", "2", yes("done"), 2000),
    ("每次", "每次得1分，最高6分", "6", amounts(count="9"), 6000),
    ("每少一次", "每少一次扣0.5分", "2", amounts(count="3"), 1500),
    (
        "升级",
        "发现问题扣0.3分，逾期未整改扣0.75分，两次通报扣1.5分",
        "1.5",
        tally("late:A", "found:A", "found:B"),
        450,
    ),
    ("先比率后扣分", "100%得满分，每退兵一人扣0.5分", "2", ratio(9, 10) | tally("case"), 1300),
    (
        "就高",
        "国家级加1分，省级加0.5分，市级加0.25分，同一荣誉就高计一次，最高2分",
        "2",
        tally("municipal:X", "national:X", "municipal:Y", name="claims"),
        1250,
    ),
    ("分档", "95%以上得满分，80%以上得60%，否则不得分", "2", ratio(228, 252), 1200),
    ("全或无", "每年不少于4次，否则不得分", "1", amounts(count="3"), 0),
    ("评定", "酌情加分，最高2分", "2", amounts(mark="1.25"), 1250),
    ("得满分", "每年召开4次得满分，每少一次扣0.25分", "1", amounts(count="3"), 750),
    ("每季度", "每季度至少召开一次，每少一次扣0.25分", "1", amounts(count="3"), 750),
    ("每月", "每月报送1篇得满分，每少一篇扣0.1分", "1.2", amounts(count="10"), 1000),
    ("两说", "落实的得满分，未落实的不得分", "1", yes("done"), 1000),
    ("低于不得分", "完成率×分值，低于60%不得分", "2", ratio(59, 100), 0),
    ("低于以上", "完成率×分值，低于60%不得分", "2", ratio(60, 100), 1200),
    ("全角", "完成率　×　分值。", "2", ratio(1, 2), 1000),
    *OTHERS,
]


@pytest.mark.parametrize("case", READ, ids=[each[0] for each in READ])
def test_a_sentence_scores_as_its_rule_worked_by_hand(
    case: tuple[str, str, str, Facts, int],
) -> None:
    _, text, points, facts, expected = case
    assert score(text, points, facts) == expected


UNREAD: list[tuple[str, str, str, str]] = [
    ("25", "同一问题一次未整改或两次不合格的通报批评，逐级升级", "2", "ladder"),
    (
        "29",
        "项目每评定一个得1分，未评定一个扣1分，没有方案的扣1至5分，没有项目但印发办法的得3分",
        "5",
        "choose",
    ),
]


@pytest.mark.parametrize("case", UNREAD, ids=[each[0] for each in UNREAD])
def test_what_no_clause_says_is_refused_with_the_operator_that_could(
    case: tuple[str, str, str, str],
) -> None:
    _, text, points, operator = case
    with pytest.raises(prose.Unreadable) as refused:
        read(text, points)
    assert rules.OPERATORS[operator].NAME in str(refused.value)
    assert operator in prose.hints(text)
    assert set(prose.hints(text)) <= set(rules.OPERATORS)


def test_all_thirty_seven_are_here_or_are_no_sentence() -> None:
    """27 marks persons and is refused; 37 is the standard's year, not a rule."""
    names = [*(each[0] for each in READ), *(each[0] for each in UNREAD)]
    here = {int(name[:2]) for name in names if name[:2].isdecimal()}
    assert here == set(range(1, 38)) - {27, 37}
    assert persons.refusal("士官评分：服役12年以内每年3分") is not None


@pytest.mark.parametrize(
    ("text", "points", "questions"),
    [
        ("每少一次扣0.5分", "2", {"needed": "4"}),
        ("超过80%得满分", "2", {"empty": "zero", "below": "zero"}),
        ("每逾期一天扣0.1分，最多扣1分", "2", {"unrecorded": "none"}),
        ("完成率×3分", "2", {"empty": "zero", "points": "points"}),
        ("每年不少于4次得满分", "2", {"below": "zero"}),
        ("达到98%得满分", "2", {"empty": "zero", "below": "linear"}),
        ("达到95%得满分，80%以下不得分", "2", {"empty": "zero", "below": "linear"}),
        ("每低1个百分点扣0.5分，98%以上得满分", "2", {"empty": "zero", "part": "whole"}),
        ("每件加2分", "5", {"cap": "5"}),
        ("每有一起扣1分", "2", {"unrecorded": "none"}),
        ("全部完成得满分，否则不得分", "2", {}),
    ],
)
def test_what_a_sentence_leaves_open_is_asked(
    text: str, points: str, questions: dict[str, str]
) -> None:
    assert asked(text, points) == questions


def test_between_two_stated_rates_the_answer_decides() -> None:
    text = "达到95%得满分，80%以下不得分"
    assert score(text, "2", ratio(875, 1000)) == 1000
    assert score(text, "2", ratio(875, 1000), below="zero") == 0


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("低于80%得1分", "2"),
        ("未达到80%得1分", "2"),
        ("最多扣减2分", "2"),
        ("达到98%得满分，最高1分", "2"),
        ("达到95%得满分，达到80%得60%，60%以下不得分", "2"),
        ("完成率×分值，每年不少于4次，每少一次扣0.5分", "2"),
        ("看情况给分", "2"),
        ("否则不得分，每有一起扣1分", "2"),
        ("制度健全", "2"),
        ("每发生一起扣1分完成率×分值", "2"),
        ("以上否则不得分满分", "2"),
        ("制度健全得1分人员到位得1分", "2"),
        ("登记率100%，每年不少于2次，每少一次扣0.5分", "1"),
        ("每年不少于4次，每次得1分，最高6分", "6"),
        ("列入预算得1分，拨付得1分，否则不得分", "2"),
        ("，".join(["每次得1分"] * 90), "2"),
        ("每次" * 60 + "扣", "2"),
        ("x" * 600, "2"),
        ("完" * 600, "2"),
    ],
)
def test_a_sentence_that_could_be_misread_is_not_read(text: str, points: str) -> None:
    with pytest.raises(prose.Unreadable):
        prose.read(text, points, unanswered)


def test_parts_that_do_not_make_the_points_are_a_fault_with_both_figures() -> None:
    rule = read("列入预算得0.75分，拨付到位得0.5分", "1.5")
    assert "合计 1.25 分，与满分 1.5 分不符" in evaluate.faults(rule, 1500)[0][1]


def test_a_hostile_clause_is_refused_at_once() -> None:
    started = time.monotonic()
    for text in (
        "每次" * 49 + "扣",
        "每一" * 49,
        "九" * 99,
        "的" * 99,
        "A" * 90 + "9%",
        "每月次" * 33,
    ):
        with pytest.raises(prose.Unreadable):
            read(f"{text}，每次", "2")
    assert time.monotonic() - started < 5


PIECES = st.sampled_from(
    [
        *"每少一次起扣得加分各的占低个、，；。×未为",
        *("满分", "98%", "80%", "40%", "0.5", "1", "2", "6", "0", "以上", "以下", "达到", "否则"),
        *("不得分", "完成率", "分值", "最高", "国家级", "省级", "乡镇", "不少于", "每季度一次"),
        *("百分点", "资料", "就高", "扣完为止", "酌情", "按比例", "每年", "得满分", "扣1分"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
def test_any_words_are_read_to_a_sound_rule_or_refused(text: str) -> None:
    """What is read keeps to the points of the item: no sentence earns more or less than it may."""
    try:
        rule = read(text, "2")
    except prose.Unreadable:
        return
    if evaluate.faults(rule, 2000):
        return
    assert rules.decode(rules.encode(rule)) == rule
    assert 0 <= evaluate.evaluate(rule, {}, points=2000).score <= 2000


@pytest.mark.parametrize(
    "text",
    [
        "每少一次扣0分",
        "每次加0分,最高6分",
        "达到98%得满分,每低0个百分点扣0.5分",
        "RAT 98% full, -0.5 for each 0% below",
    ],
)
def test_a_price_or_a_step_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(prose.Unreadable, match="不能为 0"):
        prose.read(text, "2", lambda _topic, _text, _options, default: default)
