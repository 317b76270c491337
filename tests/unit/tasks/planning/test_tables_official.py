"""The table as officials hand it on: the rule's own words, the lead that a ruling named, and back
in without a question."""

import random
from datetime import date

import pytest
from msgspec.structs import replace

from contracts.sheets.asking import Asking
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.present import as_charged
from services.tasks.planning.row import Row
from services.tasks.planning.standard import Standard
from services.tasks.planning.table.diff import compare
from services.tasks.planning.table.reading import Reading, read_table
from services.tasks.planning.table.staff import Staff
from services.tasks.planning.table.writing import write_table
from services.tasks.task.task import Task
from tests.unit.tasks.cast import CAMPAIGN, assigned
from tests.unit.tasks.planning.tables import (
    PERSONS,
    STAFF,
    STANDARD,
    UNITS,
    faults,
    ground,
    item,
    open_questions,
    read,
)

RULES = (
    "纳入规划得0.5分，纳入考核得1分",
    "1、建立机制得1分；2、定期会商得2分。\n未落实不得分",
    "每缺1次扣0.25分，扣完为止",
    "≥95%得满分，80%—95%得60%，其余不得分",
    "(1)有方案(2分)；(2)有总结（3分）",
    "见本办法第三章",
    "",
)
NAMES = (
    "创建",
    "双拥模范城创建",
    "2024—2027年双拥创建",
    "2026 年双拥创建",
    "新一轮（2025年起）创建",
)
TERMS = (
    Row(item="", lead="", person="", cooperating=(), due=date(2026, 9, 30)),
    Row(item="", lead="", person="", cooperating=(), due=date(2026, 9, 30), words="9月底前"),
    Row(
        item="",
        lead="",
        person="",
        cooperating=(),
        due=date(2026, 12, 31),
        words="长期",
        standing=True,
    ),
)


def exported(
    rows: dict[str, Row], standard: Standard = STANDARD, campaign: Campaign = CAMPAIGN
) -> Reading:
    """What the table that is handed out reads as when it is handed in."""
    book = write_table(campaign, "甘州区", standard, rows, STAFF)
    on = ground(standard=standard, held=rows)
    return read_table(book, on, None, Asking({}))


def some_rows(luck: random.Random) -> dict[str, Row]:
    leads = [code for code, unit in UNITS.items() if not unit.closed and STAFF.charged(code)]
    rows = {}
    for one in STANDARD.items:
        lead = luck.choice(leads)
        others = [code for code, unit in UNITS.items() if not unit.closed and code != lead]
        rows[one.code] = replace(
            luck.choice(TERMS),
            item=one.code,
            lead=lead,
            person=luck.choice(STAFF.charged(lead)),
            cooperating=tuple(luck.sample(others, luck.randint(0, len(others)))),
        )
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_the_table_that_is_handed_out_comes_back_without_a_question(seed: int) -> None:
    luck = random.Random(seed)
    items = tuple(replace(one, rule_text=luck.choice(RULES)) for one in STANDARD.items)
    standard, rows = replace(STANDARD, items=items), some_rows(luck)
    campaign = replace(CAMPAIGN, name=luck.choice(NAMES))
    reading = exported(rows, standard, campaign)
    assert not reading.faults and not open_questions(reading)
    assert not reading.notes
    diff = compare(rows, reading.rows, reading.named, STAFF)
    assert not (diff.added or diff.changed or diff.vanished)


@pytest.mark.parametrize("title", ["同名任务", "1、同名任务", "（一）同名任务；（二）另一项任务"])
def test_items_of_one_title_come_back_as_themselves(title: str) -> None:
    standard = Standard(
        name="样表",
        items=(
            item("A01", "组织领导坚强有力", title),
            item("B01", "宣传教育广泛深入", title),
            item("B02", "宣传教育广泛深入", title),
        ),
    )
    rows = {
        code: replace(TERMS[0], item=code, lead=lead, person=person)
        for code, lead, person in (
            ("A01", "dsb", "qian-d"),
            ("B01", "civil", "zhou-c"),
            ("B02", "edu", "li-e"),
        )
    }
    reading = exported(rows, standard)
    assert not reading.faults and not open_questions(reading)
    assert {row.item: row.lead for row in reading.rows} == {
        "A01": "dsb",
        "B01": "civil",
        "B02": "edu",
    }


def test_each_row_shows_the_rule_in_the_words_of_the_standard() -> None:
    rule = "纳入规划得0.5分，纳入考核得1.5分"
    first, *rest = STANDARD.items
    standard = replace(STANDARD, items=(replace(first, rule_text=rule), *rest))
    rows = {
        "A01": replace(TERMS[0], item="A01", lead="dsb", person="qian-d", rule="旧表所写"),
        "A02": replace(TERMS[0], item="A02", lead="arms", person="jun-a", rule="旧表所写"),
    }
    sheet = write_table(CAMPAIGN, "甘州区", standard, rows, STAFF).sheets[0]
    assert [row[4] for row in sheet.rows[4:6]] == [rule, "旧表所写"]


def ruled(lead: str, person: str, **changes: object) -> Task:
    held = assigned(due=TERMS[0].due)
    return replace(held, **{"lead": lead, "person": person, "cooperating": ("civil",), **changes})


def test_after_a_ruling_the_table_names_the_new_lead_and_who_helps() -> None:
    row = replace(TERMS[1], item="A01", lead="reform", person="ding-r", cooperating=("dsb",))
    (now,) = as_charged({"A01": row}, {"A01": ruled("arms", "jun-a")}).values()
    assert (now.lead, now.person, now.cooperating) == ("arms", "jun-a", ("civil",))
    sheet = write_table(CAMPAIGN, "甘州区", STANDARD, {"A01": now}, STAFF).sheets[0]
    assert sheet.rows[4][5:8] == ("甘州区人武部", "甘州区民政局", "军武")
    assert not exported({"A01": now}).asking.open


def test_a_day_that_was_moved_replaces_its_words() -> None:
    row = replace(TERMS[1], item="A01", lead="dsb", person="qian-d")
    moved = ruled("dsb", "qian-d", due=date(2026, 10, 15))
    (now,) = as_charged({"A01": row}, {"A01": moved}).values()
    assert (now.due, now.words) == (date(2026, 10, 15), "")
    standing = replace(TERMS[2], item="A01", lead="dsb", person="qian-d")
    (still,) = as_charged({"A01": standing}, {"A01": moved}).values()
    assert still.words == "长期"


def test_a_row_whose_task_is_yet_to_come_stands_as_it_was_ruled() -> None:
    row = replace(TERMS[0], item="A01", lead="dsb", person="qian-d")
    assert as_charged({"A01": row}, {}) == {"A01": row}


def test_the_answer_says_which_points_the_row_states() -> None:
    header = ("考评内容", "分值", "评分标准", "责任单位")
    cells = ("双拥工作纳入发展规划", "2", "纳入规划得0.5分，纳入考核得1分", "双拥办")
    whole = read(header, cells, answers={"points:分解表!2": "points"})
    assert not whole.notes and not faults(whole)
    parts = read(header, cells, answers={"points:分解表!2": "parts"})
    assert [note.text for note in parts.notes] == ["A01 在考评标准中为2分，以标准为准"]


def test_an_empty_answer_takes_back_what_was_kept() -> None:
    header = ("考评内容", "分值", "评分标准", "责任单位")
    cells = ("双拥工作纳入发展规划", "2", "纳入规划得0.5分，纳入考核得1分", "双拥办")
    kept = read(header, cells, answers={"points:分解表!2": "points"}).asking.kept
    assert not open_questions(read(header, cells, answers=kept))
    assert open_questions(read(header, cells, answers={**kept, "points:分解表!2": ""})) == [
        "points:分解表!2"
    ]


def test_points_that_were_published_so_are_asked_about_no_more() -> None:
    rule = "纳入规划得0.5分，纳入考核得1分"
    first, *rest = STANDARD.items
    on = ground(standard=replace(STANDARD, items=(replace(first, rule_text=rule), *rest)))
    header = ("考评内容", "分值", "评分标准", "责任单位")
    assert not open_questions(read(header, (first.title, "2", rule, "双拥办"), on=on))


def test_a_district_without_that_person_any_more_asks_who_is_charged() -> None:
    row = replace(TERMS[0], item="A01", lead="edu", person="gone")
    few = {account: person for account, person in PERSONS.items() if account != "gone"}
    book = write_table(CAMPAIGN, "甘州区", STANDARD, {"A01": row}, STAFF)
    on = ground(held={"A01": row}, staff=Staff(district="甘州区", units=UNITS, persons=few))
    assert open_questions(read_table(book, on, None, Asking({}))) == ["person:edu:gone"]
