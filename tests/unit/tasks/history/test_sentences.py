"""A history reads as sentences: who, when, from where and why."""

import re
from dataclasses import replace as with_
from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any, get_args

import pytest

from contracts.measures import Entry as Occurrence
from contracts.measures import Flag, Measures, Quantity, Ratio, Tally
from contracts.orders.tasks import (
    Accept,
    Confirm,
    DecideExtension,
    HandOver,
    Object,
    Prioritise,
    RequestExtension,
    Return,
    Rule,
    Submit,
    Urge,
)
from services.tasks.history.entry import MAX_FIGURES, Entry, What, figures
from services.tasks.history.sentences import TABLES, Names, Who, accounts, sentence, told, units_in
from services.tasks.life.charging import accept, object_, rule
from services.tasks.life.extending import decide_extension, request_extension
from services.tasks.life.handing import hand_over
from services.tasks.life.review import Handing, confirm, fall_overdue, give_back, submit
from services.tasks.life.urging import prioritise, urge
from services.tasks.task.task import Task
from tests.unit.tasks.cast import (
    DIRECTORY,
    DUE_ENDS,
    FENG,
    LI,
    NOW,
    QIAN,
    SUN,
    WANG,
    WHOLE,
    assigned,
    given,
)

AT = datetime(2026, 5, 10, 1, 12, tzinfo=UTC)
NAMES = Names(
    units={"publicity": "宣传部", "education": "教育局", "culture": "文旅局"},
    persons={
        "sun": Who(name="孙明", unit="publicity", roles=("unit",)),
        "li": Who(name="李强", unit="education", roles=("unit",)),
        "he": Who(name="何静", unit="education", roles=("unit",)),
        "qian": Who(name="钱进", roles=("district_office",)),
        "zhao": Who(name="赵云", roles=("city_office",)),
        "wang": Who(name="王霞", roles=("reviewer",)),
        "feng": Who(name="冯远", roles=("reviewer",)),
        "zheng": Who(name="郑平", roles=("inspector",)),
    },
)


def step(what: What, **changes: Any) -> Entry:
    return Entry(**{"at": AT, "what": what, "by": "sun", "unit": "publicity", **changes})


EXAMPLES: list[tuple[Entry, str, str]] = [
    (
        step("submitted", pieces=2, became="count=3", why="四次会议记录"),
        "2026年5月10日 09:12，宣传部 孙明提交结果，佐证2件，数量 3：四次会议记录。",
        "2026-05-10 09:12, 孙明 (宣传部) handed in the result, 2 pieces of evidence, count 3: "
        "四次会议记录.",
    ),
    (
        step("submitted", late=True, became="plan=yes; ratio=3/4"),
        "2026年5月10日 09:12，宣传部 孙明逾期提交结果，plan 是，比率 3/4。",
        "2026-05-10 09:12, 孙明 (宣传部) handed in the result late, plan yes, ratio 3/4.",
    ),
    (
        step("confirmed", by="wang", unit="", level="district", was="count=3", became="count=2"),
        "2026年5月10日 09:12，审核组 王霞在区级审核中将数据由“数量 3”核定为“数量 2”。",
        "2026-05-10 09:12, 王霞 (review) amended the figures from “count 3” to “count 2” at "
        "district level.",
    ),
    (
        step("confirmed", by="feng", unit="", level="city"),
        "2026年5月10日 09:12，审核组 冯远在市级审核中确认结果。",
        "2026-05-10 09:12, 冯远 (review) confirmed the result at city level.",
    ),
    (
        step("confirmed", level="self"),
        "2026年5月10日 09:12，宣传部 孙明在牵头单位审核中确认结果。",
        "2026-05-10 09:12, 孙明 (宣传部) confirmed the result at lead-unit level.",
    ),
    (
        step("returned", by="wang", level="district", why="照片看不清。"),
        "2026年5月10日 09:12，审核组 王霞在区级审核中退回结果：照片看不清。",
        "2026-05-10 09:12, 王霞 (review) returned the result at district level: 照片看不清.",
    ),
    (
        step("upheld", by="qian", unit="education", was="publicity", became="education"),
        "2026年5月10日 09:12，双拥办 钱进裁定异议成立，任务由宣传部改由教育局牵头。",
        "2026-05-10 09:12, 钱进 (district office) upheld the objection; the task passed from "
        "宣传部 to 教育局.",
    ),
    (
        step("upheld", by="zhao", unit="education"),
        "2026年5月10日 09:12，市双拥办 赵云裁定异议成立，任务改由教育局牵头。",
        "2026-05-10 09:12, 赵云 (city office) upheld the objection; the task passed to 教育局.",
    ),
    (
        step("urged", by="zheng", why="只差三天"),
        "2026年5月10日 09:12，督查组 郑平催办宣传部：只差三天。",
        "2026-05-10 09:12, 郑平 (inspection) urged 宣传部: 只差三天.",
    ),
    (
        step("prioritised", by="qian", was="ordinary", became="urgent", why="抽查提前"),
        "2026年5月10日 09:12，双拥办 钱进将优先级由普通改为特急：抽查提前。",
        "2026-05-10 09:12, 钱进 (district office) changed the priority from ordinary to urgent: "
        "抽查提前.",
    ),
    (
        step("extension-granted", by="qian", was="2026-06-30", became="2026-07-20"),
        "2026年5月10日 09:12，双拥办 钱进同意延期，期限由2026年6月30日改为2026年7月20日。",
        "2026-05-10 09:12, 钱进 (district office) granted the extension from 2026-06-30 to "
        "2026-07-20.",
    ),
    (
        step("handed-over", was="sun", became="he", why="调离"),
        "2026年5月10日 09:12，宣传部 孙明将任务由孙明移交何静：调离。",
        "2026-05-10 09:12, 孙明 (宣传部) handed the task over from 孙明 to 何静: 调离.",
    ),
    (
        step("succeeded", by="zhao", was="publicity", became="culture", why="机构改革"),
        "2026年5月10日 09:12，市双拥办 赵云因机构调整，将任务由宣传部转由文旅局承接：机构改革。",
        "2026-05-10 09:12, 赵云 (city office) passed the task from 宣传部 to 文旅局, which "
        "followed it: 机构改革.",
    ),
    (
        step("overdue", by="", why="期限 2026-06-30"),
        "2026年5月10日 09:12，系统标记任务逾期，结果尚未提交：期限 2026-06-30。",
        "2026-05-10 09:12, The system marked the task overdue; nothing was handed in: 期限 "
        "2026-06-30.",
    ),
]


@pytest.mark.parametrize(("entry", "chinese", "english"), EXAMPLES)
def test_a_step_reads_in_chinese_and_in_english(entry: Entry, chinese: str, english: str) -> None:
    assert sentence(entry, NAMES) == chinese
    assert sentence(entry, NAMES, "en") == english


def test_words_of_a_finding_are_not_those_of_a_task() -> None:
    upheld = step("upheld", by="qian", why="属实")
    assert sentence(upheld, NAMES, of="finding").endswith("裁定申诉成立，撤销该问题：属实。")
    assert "整改逾期，宣传部" in sentence(step("overdue", by=""), NAMES, of="finding")
    assert "登记问题，责任单位宣传部" in sentence(step("raised", by="zheng"), NAMES, of="finding")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("of", ["task", "finding"])
def test_every_word_of_the_history_has_a_sentence_that_fills(lang: Any, of: Any) -> None:
    table = TABLES[lang][of]
    assert set(table) == set(get_args(What)), "a new word needs its sentences in both languages"
    for what, template in table.items():
        assert {name for _, name, _, _ in Formatter().parse(template) if name} <= {
            "unit",
            "level",
            "was",
            "became",
            "moved",
            "late",
            "pieces",
            "figures",
            "change",
        }
        entry = step(what, was="2026-06-30", became="2026-07-20", level="city", why="理由{0}")
        assert "理由{0}" in sentence(entry, NAMES, lang, of)


def test_who_belongs_to_another_unit_today_acted_for_the_unit_of_then() -> None:
    moved = Names(
        units=NAMES.units, persons={"sun": Who(name="孙明", unit="education", roles=("unit",))}
    )
    assert "，宣传部 孙明提交结果" in sentence(step("submitted"), moved)


def test_what_is_not_known_is_called_by_its_id() -> None:
    assert sentence(step("accepted"), Names()) == "2026年5月10日 09:12，publicity sun接受任务。"
    assert sentence(step("urged", by="ghost"), Names()) == (
        "2026年5月10日 09:12，ghost催办publicity。"
    )


def test_the_minute_is_that_of_shanghai() -> None:
    night = step("accepted", at=datetime(2026, 12, 31, 16, 5, tzinfo=UTC))
    assert sentence(night, NAMES).startswith("2027年1月1日 00:05，")


def test_figures_are_short_whatever_was_handed_in() -> None:
    measures: Measures = {
        "ratio": Ratio(numerator=3, denominator=4),
        "count": Quantity(value="3"),
        "plan": Flag(value=False),
        "visits": Tally(
            entries=(Occurrence(kind="a", ref="1", count=2), Occurrence(kind="b", ref="2"))
        ),
    }
    assert figures(measures) == "count=3; plan=no; ratio=3/4; visits=3"
    many: Measures = {f"measure-number-{n:03d}": Quantity(value="1" * 12) for n in range(40)}
    assert len(figures(many)) == MAX_FIGURES


def whole_life() -> Task:
    """A task through every step that changes it."""
    task: Any = assigned()
    now = NOW

    def then(decide: Any, order: Any, by: Any, found: Any = None) -> None:
        nonlocal task, now
        now += timedelta(hours=1)
        task = decide(task, order, given(by, found, now=now)).state

    staff = with_(DIRECTORY, persons={**DIRECTORY.persons, "he": "education"})
    handing = Handing(sealed=frozenset({"e-1", "e-2"}))
    three: Measures = {"count": Quantity(value="3")}
    then(object_, Object(task="t", reason="不归宣传"), SUN)
    move = Rule(task="t", upheld=True, reason="属教育系统", lead="education", person="li")
    then(rule, move, QIAN, staff)
    then(accept, Accept(task="t"), LI)
    then(urge, Urge(task="t", reason="请抓紧"), QIAN)
    then(prioritise, Prioritise(task="t", priority="urgent", reason="抽查提前"), QIAN)
    then(
        request_extension,
        RequestExtension(
            task="t", until=datetime(2026, 7, 20).date(), reason="停工", progress="过半"
        ),
        LI,
    )
    then(decide_extension, DecideExtension(task="t", granted=True, reason="同意"), QIAN)
    then(hand_over, HandOver(task="t", person="he", reason="调离"), LI, staff)
    then(submit, Submit(task="t", measures=three, evidence=("e-1", "e-2")), LI, handing)
    then(give_back, Return(task="t", reason="照片看不清"), WANG, WHOLE)
    now = DUE_ENDS + timedelta(days=20)
    then(fall_overdue, None, None)
    then(submit, Submit(task="t", measures=three, evidence=("e-1",)), LI, handing)
    then(
        confirm,
        Confirm(task="t", measures={"count": Quantity(value="2")}, reason="一次无签到"),
        WANG,
        WHOLE,
    )
    then(confirm, Confirm(task="t"), FENG, WHOLE)
    return task


def test_a_whole_life_reads_as_sentences() -> None:
    texts = [line["text"] for line in told(whole_life().history, NAMES)]
    acts = [text.partition("，")[2] for text in texts]
    assert acts == [
        "双拥办 钱进交办任务，由宣传部牵头。",
        "宣传部 孙明提出异议：不归宣传。",
        "双拥办 钱进裁定异议成立，任务由宣传部改由教育局牵头：属教育系统。",
        "教育局 李强接受任务。",
        "双拥办 钱进催办教育局：请抓紧。",
        "双拥办 钱进将优先级由普通改为特急：抽查提前。",
        "教育局 李强申请延期，由2026年6月30日延至2026年7月20日：停工（进展：过半）。",
        "双拥办 钱进同意延期，期限由2026年6月30日改为2026年7月20日：同意。",
        "教育局 李强将任务由李强移交何静：调离。",
        "教育局 李强提交结果，佐证2件，数量 3。",
        "审核组 王霞在区级审核中退回结果：照片看不清。",
        "系统标记任务逾期，结果尚未提交：期限 2026-07-20。",
        "教育局 李强逾期提交结果，佐证1件，数量 3。",
        "审核组 王霞在区级审核中将数据由“数量 3”核定为“数量 2”：一次无签到。",
        "审核组 冯远在市级审核中确认结果。",
    ]
    assert all(re.match(r"2026年\d+月\d+日 \d\d:\d\d，", text) for text in texts)
    english = [line["text"] for line in told(whole_life().history, NAMES, "en")]
    assert len(english) == len(texts)
    assert english[-1].endswith("冯远 (review) confirmed the result at city level.")


def test_the_names_that_a_history_needs_are_listed() -> None:
    history = whole_life().history
    assert accounts(history) == {"qian", "sun", "li", "he", "wang", "feng"}
    assert units_in(history) == {"publicity", "education"}
