"""Task tables of every shape that offices give them: what becomes of each row is known."""

from typing import Any

import pytest

from contracts.sheets import Block, Sheet, Workbook
from services.tasks.planning.table.reading import Reading
from tests.published import district
from tests.published.district import CODES, TITLES

HEAD = ("序号", "工作任务", "责任单位", "配合单位", "完成时限")
ONE = ("1", TITLES["A01"], "双拥办", "人武部", "9月底前")
TWO = ("2", TITLES["B03"], "宣传部", "教育局", "7月底前")
PLANNED = ["A01 双拥办+人武部 09-30", "B03 宣传部+教育局 07-31"]
FATES = ("planned", "asked", "faulted", "left")
NAMES = {code: name for name, code in CODES.items()}


def read(*rows: tuple[str, ...], answers: dict[str, str] | None = None, **more: Any) -> Reading:
    sheet = Sheet(name="表", rows=rows, **more)
    return district.tasks(Workbook(filename="表.xlsx", sheets=(sheet,)), answers)


def planned(reading: Reading) -> list[str]:
    """Of a table that needs nothing more: item, units, day (with --12-31 where it is standing)."""
    assert not reading.faults, reading.faults
    assert not reading.asking.open, reading.asking.open
    return [
        f"{row.item} {'+'.join(NAMES[code] for code in (row.lead, *row.cooperating))} "
        f"{row.due:%m-%d}"
        for row in reading.rows
    ]


def asked(reading: Reading) -> list[str]:
    return [question.id for question in reading.asking.open]


def account(reading: Reading) -> dict[str, int]:
    told = reading.ledger.shown(reading.faults, reading.asking.open_places)
    assert told["rows"] == sum(told[fate] for fate in FATES)
    return {fate: told[fate] for fate in FATES if told[fate]}


def left(reading: Reading) -> list[str]:
    return [one["text"] for one in reading.ledger.shown((), ())["left_out"]]


# -- headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "重点工作", "责任部门", "协助单位", "完成期限"),
        ("序号", "主要任务", "牵头责任单位", "参加单位", "时间节点"),
        ("序号", "任务名称", "责任单位及责任人", "配合单位", "完成时间及要求"),
        ("序号", "任务清单", "牵头单位（责任人）", "配合部门（可多个）", "办结时限"),
        ("序号", "具体任务", "承办部门", "协办部门", "完成日期"),
        ("序号", "目标任务", "主办单位", "参与部门", "要求完成时间"),
        ("序号", "年度重点工作", "牵头（责任）单位", "配合（参与）单位", "起止时间"),
        ("序号", "工作事项", "主责部门", "协作单位", "计划完成时间"),
        ("序 号", "*工作任务(必填)", "责任\n单位", "配 合 单 位", "完成\n时限"),
        ("序号", "任务分解", "落实单位", "协同单位", "工作时限"),
        ("编号", "考核要点", "具体责任单位", "协办单位", "整改时限"),
        ("序号", "双拥工作任务", "实施单位", "配合责任单位", "月份"),
        ("序号", "任务内容及要求", "负责单位", "参与单位", "截止日期"),
    ],
    ids=lambda head: head[2],
)
def test_a_header_is_known_by_how_it_is_composed(head: tuple[str, ...]) -> None:
    assert planned(read(head, ONE, TWO)) == PLANNED


def down(*blocks: tuple[int, int, int, int]) -> tuple[Block, ...]:
    return tuple(Block(*one) for one in blocks)


def test_a_header_of_three_rows_is_read() -> None:
    rows = (
        ("序号", "工作任务", "责任分工", "", "时间安排", "", "", ""),
        ("", "", "牵头单位", "配合单位", "2027年", "", "", ""),
        ("", "", "", "", "一季度", "二季度", "三季度", "四季度"),
        ("1", TITLES["A01"], "双拥办", "人武部", "√", "", "√", ""),
    )
    merged = down((1, 1, 3, 1), (1, 2, 3, 2), (1, 3, 1, 4), (2, 3, 3, 3), (2, 4, 3, 4))
    (row,) = read(*rows, merged=(*merged, *down((1, 5, 1, 8), (2, 5, 2, 8)))).rows
    assert [one.period for one in row.instances] == ["2027-Q1", "2027-Q3"]


def test_a_column_that_begins_is_no_end() -> None:
    head = ("序号", "工作任务", "责任单位", "开始时间", "结束时间")
    reading = read(head, ("1", TITLES["A01"], "双拥办", "3月", "9月底前"))
    assert planned(reading) == ["A01 双拥办 09-30"]
    assert "“开始时间”一列未读取" in [note.text for note in reading.notes]


# -- what stands between the rows ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("between", "why"),
    [
        (("一、宣传教育", "", "", "", ""), "类别标题"),
        (("宣传教育", "", "", "", ""), "类别标题"),
        (("表二：宣传类",), "类别标题"),
        (HEAD, "表头重复"),
        (("序号", "工作任务", "责任单位"), "表头重复"),
        (("合计", "", "", "", ""), "合计"),
        (("", "小计", "", "", ""), "合计"),
        (("2", "", "", "", ""), "只有序号，没有内容"),
        (("（2）",), "只有序号，没有内容"),
        (("备注：以下为新增",), "附注"),
    ],
    ids=lambda one: str(one)[:20],
)
def test_what_is_no_task_is_left_out_by_its_name(between: tuple[str, ...], why: str) -> None:
    reading = read(HEAD, ONE, between, TWO)
    assert planned(reading) == PLANNED
    assert left(reading) == [why] and account(reading) == {"planned": 2, "left": 1}


@pytest.mark.parametrize(
    "below",
    [
        (("注：1.各单位按时完成",), ("2.请报双拥办",)),
        (("填表人：李强", "", "审核人：王"), ("本表一式三份。",)),
        (("（此件公开发布）",), ("2027年1月5日",)),
        (("说明：长期坚持的不写时限。", "", "", "", ""), ("3",)),
    ],
    ids=str,
)
def test_all_notes_below_a_table_are_notes(below: Any) -> None:
    reading = read(HEAD, ONE, TWO, *below)
    assert planned(reading) == PLANNED and account(reading) == {"planned": 2, "left": 2}


def test_a_heading_across_the_table_groups_what_stands_below_it() -> None:
    wide = down((2, 1, 2, 5), (4, 1, 4, 5))
    reading = read(HEAD, ("组织领导",), ONE, ("宣传教育",), TWO, merged=wide)
    assert [row.category for row in reading.rows] == ["组织领导", "宣传教育"]


def test_another_table_below_is_read_by_its_own_header() -> None:
    other = ("序号", "牵头单位", "工作任务", "完成时限")
    reading = read(HEAD, ONE, (), ("附表2",), other, ("1", "宣传部", TITLES["B03"], "7月底前"))
    assert planned(reading) == ["A01 双拥办+人武部 09-30", "B03 宣传部 07-31"]
    assert account(reading) == {"planned": 2, "left": 1}


def test_hidden_rows_of_two_tables_of_a_sheet_are_asked_about_apart() -> None:
    other = ("序号", "牵头单位", "工作任务", "完成时限")
    rows = (HEAD, ONE, other, ("1", "宣传部", TITLES["B03"], "7月底前"))
    assert asked(read(*rows, hidden_rows=(2, 4))) == ["hidden:表", "hidden:表!3"]


@pytest.mark.parametrize(
    "same", ["同上", "同 上", "同上。", "（同上）", "〃", "″", "''", "“", "同前"]
)
def test_the_same_as_above_is_read_however_it_is_written(same: str) -> None:
    reading = read(HEAD, ONE, ("2", TITLES["B03"], same, same, same))
    assert planned(reading) == ["A01 双拥办+人武部 09-30", "B03 双拥办+人武部 09-30"]
    assert "同上，读作“双拥办”" in [note.text for note in reading.notes]


def test_cells_that_are_merged_down_hold_for_each_row() -> None:
    merged = down((2, 3, 3, 3), (2, 5, 3, 5))
    reading = read(HEAD, TWO, ("3", TITLES["B02"], "", "", ""), merged=merged)
    assert planned(reading) == ["B02 宣传部 07-31", "B03 宣传部+教育局 07-31"]


# -- units ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "units"),
    [
        *(
            (name, "宣传部")
            for name in ("区委宣传部", "中共西山区委宣传部", "宣 传 部", "1.宣传部")
        ),
        *((name, "宣传部") for name in ("宣传部）", "（宣传部", "宣传部（牵头）", "宣传部负责")),
        *(
            (name, "文化广电和旅游局")
            for name in ("文化广电\n和旅游局", "区文旅局", "西山区文旅局")
        ),
        *(
            (name, "教育局+文化广电和旅游局")
            for name in ("教育局牵头，文旅局配合", "教育局和文旅局")
        ),
        *(
            (name, "教育局+财政局")
            for name in ("牵头单位：教育局\n责任单位：财政局", "教育局、财政局（配合）")
        ),
        ("柳溪镇人民政府", "柳溪镇"),
        ("东街街道办", "东街街道"),
        ("区人武部", "人武部"),
        ("西山区人民武装部", "人武部"),
        ("共青团西山区委", "团区委"),
        ("共青团西山区委员会", "团区委"),
    ],
    ids=str,
)
def test_a_unit_is_known_as_offices_write_it(lead: str, units: str) -> None:
    assert planned(read(HEAD, ("1", TITLES["A01"], lead, "", "9月底前"))) == [f"A01 {units} 09-30"]


@pytest.mark.parametrize(
    "lead",
    [
        *(
            "教育局／文旅局",
            "教育局/文旅局",
            "教育局｜文旅局",
            "教育局＼文旅局",
            "教育局 文旅局",
            "1、教育局2、文旅局",
        ),
        *(
            "①教育局②文旅局",
            "（1）教育局（2）文旅局",
            "教育局\n文旅局",
            "教育局，文旅局。",
            "教育局、、文旅局",
        ),
    ],
    ids=repr,
)
def test_of_several_units_in_a_cell_it_is_asked_whether_the_first_leads(lead: str) -> None:
    row = ("1", TITLES["A01"], lead, "", "9月底前")
    assert asked(read(HEAD, row)) == ["first-leads"]
    told = read(HEAD, row, answers={"first-leads": "yes"})
    assert planned(told) == ["A01 教育局+文化广电和旅游局 09-30"]


@pytest.mark.parametrize(
    ("lead", "near"),
    [
        ("县委组织部", "组织部"),
        ("区府办", "区政府办公室"),
        ("教育局等", "教育局"),
        ("教育局基础教育科", "教育局"),
        ("教育局（李强）", "教育局"),
        ("西湖社区居委会", "西湖社区"),
        ("柳溪镇党委政府", "柳溪镇"),
        ("区武装部", "人武部"),
    ],
)
def test_a_name_that_is_near_a_units_is_proposed(lead: str, near: str) -> None:
    (question,) = read(HEAD, ("1", TITLES["A01"], lead, "", "9月底前")).asking.open
    assert (question.id.partition(":")[0], question.default) == ("unit", CODES[near])


# -- prose ---------------------------------------------------------------------------------------


def text(*lines: str, answers: dict[str, str] | None = None) -> Reading:
    return read(*((line,) for line in lines), answers=answers)


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("组织女青年与部队官兵联谊，具体工作由区妇联负责，双拥办配合。", "C02 妇联+双拥办 11-30"),
        ("八一期间，组织女青年与部队官兵联谊，由妇联负责。", "C02 妇联 08-01"),
        ("1.走访慰问驻区部队，由双拥办牵头，财政局配合，8月1日前完成。", "C01 双拥办+财政局 08-01"),
        ("国防教育纳入国民教育体系（教育局负责，9月底前完成）。", "B01 教育局 09-30"),
        ("1.双拥专题片制作播出（宣传部）", "B02 宣传部 11-30"),
        (
            "2、主要路段设置宣传标语。（牵头单位：宣传部；配合单位：教育局）",
            "B03 宣传部+教育局 11-30",
        ),
        ("3.为重点优抚对象体检，卫健局牵头、民政局配合。", "C03 卫生健康局+民政局 11-30"),
        ("督查、通报、限期整改和问责制度执行由双拥办负责落实。", "A04 双拥办 11-30"),
        ("举办少年军校 责任部门：团区委 完成期限：7月底", "B04 团区委 07-31"),
        ("举办少年军校。牵 头 单 位：团区委；时间节点：7月8日", "B04 团区委 07-08"),
    ],
    ids=lambda one: one[:12],
)
def test_a_sentence_names_its_task_and_who_does_it(line: str, task: str) -> None:
    assert planned(text(line)) == [task]


def test_several_tasks_in_one_line_are_each_a_task() -> None:
    line = (
        f"1.{TITLES['A01']}。责任单位：双拥办。2.{TITLES['B03']}，由宣传部负责；"
        f"3.{TITLES['B04']}，团区委牵头、教育局配合。"
    )
    ends = ["A01 双拥办 11-30", "B03 宣传部 11-30", "B04 团区委+教育局 11-30"]
    assert planned(text(line)) == ends


def test_a_stage_gives_its_time_to_what_stands_below_it() -> None:
    lines = (
        "第一阶段：动员部署（2027年3月1日—2027年3月31日）",
        "1.双拥领导小组每年召开全体会议，责任单位：双拥办",
        "第二阶段：全面推进（4月1日至9月30日）",
        "2.主要路段设置宣传标语，责任单位：宣传部",
    )
    reading = text(*lines)
    assert planned(reading) == ["A01 双拥办 03-31", "B03 宣传部 09-30"]
    assert "没有另写期限，按文中的“4月1日至9月30日”" in [note.text for note in reading.notes]
    one = text(
        f"（二）总结阶段（8月）。{TITLES['A04']}，由双拥办负责；{TITLES['B02']}，由宣传部负责。"
    )
    assert planned(one) == ["A04 双拥办 08-31", "B02 宣传部 08-31"]


def test_what_a_text_says_besides_is_shown_to_be_copied() -> None:
    reading = text(
        "1.组织女青年与部队官兵联谊",
        "时间：7月28日",
        "地点：体育馆",
        "责任单位：妇联",
        "参加人员：女青年50名",
    )
    assert planned(reading) == ["C02 妇联 07-28"]
    assert account(reading) == {"planned": 3, "left": 2}
    assert [note.value for note in reading.notes] == ["地点：体育馆", "参加人员：女青年50名"]


@pytest.mark.parametrize(
    "line", ["各单位主要负责人要认真负责。", "本方案由双拥办负责解释。", "请各责任单位抓好落实。"]
)
def test_a_sentence_that_charges_nobody_is_no_task(line: str) -> None:
    reading = text("1.走访慰问驻区部队，由双拥办负责。", line)
    assert [row.item for row in reading.rows] == ["C01"]
    assert not text(line).rows and text(line).faults


def test_a_task_of_a_table_may_name_its_units_itself() -> None:
    head = ("序号", "工作内容", "完成时限")
    rows = (
        ("1", f"{TITLES['A01']}，由双拥办负责，人武部配合", "9月底前"),
        ("2", f"{TITLES['B03']}（责任单位：宣传部）", "7月底前"),
    )
    reading = read(head, *rows)
    assert planned(reading) == ["A01 双拥办+人武部 09-30", "B03 宣传部 07-31"]
    assert "责任单位按文中的“双拥办”" in [note.text for note in reading.notes]


def test_a_time_within_the_task_holds_where_no_column_says_one() -> None:
    reading = read(("责任单位", "任务内容"), ("双拥办", f"{TITLES['A01']}（7月底前）"))
    assert planned(reading) == ["A01 双拥办 07-31"]


def test_what_stands_outside_the_tables_of_a_document_is_shown() -> None:
    sheet = Sheet(name="表1", rows=(HEAD, ONE))
    book = Workbook(filename="a.docx", sheets=(sheet,), beside=("工作要求", "由双拥办督办。"))
    reading = district.tasks(book)
    assert reading.beside == ("工作要求", "由双拥办督办。")
    assert "表外共2段文字未读取" in [note.text for note in reading.notes]


@pytest.mark.parametrize("between", ["\n", "；2.", "；", "，"])
def test_a_cell_that_holds_two_tasks_is_asked_about_and_loses_none_in_silence(between: str) -> None:
    row = ("1", f"{TITLES['A01']}{between}{TITLES['B03']}", "双拥办", "", "9月底前")
    reading = read(HEAD, row)
    assert account(reading) == {"asked": 1}
    (question,) = reading.asking.open
    assert question.id == "item:表!2" and "其余请另起一行" in question.text
    assert [option.value for option in question.options[:2]] == ["A01", "B03"]
    (taken,) = read(HEAD, row, answers={"item:表!2": "B03"}).rows
    assert taken.item == "B03"
