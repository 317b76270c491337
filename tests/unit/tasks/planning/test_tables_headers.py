"""Every header of a real decomposition table is known for what it means."""

import pytest

from contracts.sheets.asking import Asking
from contracts.sheets.headers import Header
from services.tasks.planning.table.gathering import table_rows
from services.tasks.planning.table.headers import find_header, meaning
from tests.unit.tasks.planning.tables import block, book, one, read, sheet, sound

SEEN = {
    "category": "项目 考评项目 测评项目 考核项目 类别",
    "number": "序号 序 编号 项号",
    "text": (
        "考评内容 内容 测评内容 考核要点 工作任务 工作内容 重点工作内容 "
        "目标任务 目标任务(要求) 考核内容"
    ),
    "indicator": "指标名称 考核指标 二级指标",
    "points": "分值 标准分 基本分 标准分值",
    "weight": "权数 权重",
    "rule": "评分标准 考评标准 测评标准 记分标准 扣分标准",
    "item_rule": "考核内容及计分标准",
    "evidence": "评分指导点 佐证材料 待审材料 材料要求",
    "method": "测评方法 考评方式",
    "lead": "牵头单位 主责单位 主办单位 考核牵头 市考核牵头单位 主要责任单位",
    "doing": "责任单位 承办单位 承办单位/部门 责任科室",
    "cooperating": ("配合单位 协办单位 参与单位 协作单位 协同配合单位 责任(配合)单位 考核配合单位"),
    "leader": "责任领导 牵头领导 分管领导",
    "person": "责任人",
    "contact": "联络员",
    "records": "资料员",
    "supervisor": "督办人",
    "due": "完成时限 完成时间 要求完成时间 时间 时间安排 整改时限",
    "q1": "一季",
    "q2": "二季",
    "q3": "三季",
    "q4": "四季",
    "marker": "考评单位 考核单位",
    "marked": "被考评单位",
    "mark": "自评分 考评分 得分 考评得分 实得分 扣分上限 实际扣分",
    "note": "进度情况 形象进度 落实情况 备注",
}
HEADERS = [(word, field) for field, words in SEEN.items() for word in words.split()]


@pytest.mark.parametrize(("header", "field"), HEADERS)
def test_a_header_means_its_field(header: str, field: str) -> None:
    assert meaning(header) == field


@pytest.mark.parametrize(("header", "field"), HEADERS)
def test_a_header_written_vertically_or_spaced_out_means_the_same(header: str, field: str) -> None:
    assert meaning("\n".join(header)) == field
    assert meaning(" ".join(header)) == field
    assert meaning(header.replace("(", "（").replace(")", "）")) == field


def header_of(*rows: tuple[str, ...]) -> Header:
    found = find_header(sheet(*rows))
    assert found is not None
    return found


def test_titles_unit_lines_and_periods_stand_above_the_header() -> None:
    found = header_of(
        ("附件1",),
        ("甘州区双拥模范城创建任务分解表",),
        ("考评单位：　　　　被考评单位：",),
        ("考评单位：2026年度",),
        ("2026年3月1日",),
        ("序号", "工作任务", "责任单位"),
        ("1", "双拥工作纳入发展规划", "双拥办"),
    )
    assert (found.first, found.last) == (6, 6)


def test_two_header_rows_are_one_header() -> None:
    found = header_of(
        ("序号", "考评内容", "责任分工", "", "时间安排", "", "", ""),
        ("", "", "牵头单位", "配合单位", "一季", "二季", "三季", "四季"),
        ("1", "双拥工作纳入发展规划", "双拥办", "", "", "√", "", ""),
    )
    assert (found.first, found.last) == (1, 2)
    assert found.columns == {
        "number": 1,
        "text": 2,
        "lead": 3,
        "cooperating": 4,
        "q1": 5,
        "q2": 6,
        "q3": 7,
        "q4": 8,
    }


def test_the_outermost_column_of_contents_is_the_category() -> None:
    columns = header_of(("考核内容", "序号", "工作任务", "责任单位")).columns
    assert (columns["category"], columns["text"]) == (1, 3)


def test_contents_beside_no_other_text_are_the_text() -> None:
    columns = header_of(("序号", "考核内容", "责任单位")).columns
    assert columns["text"] == 2 and "category" not in columns


def test_a_responsible_unit_leads_where_no_lead_column_stands_beside_it() -> None:
    alone = read(("工作任务", "责任单位"), ("双拥工作纳入发展规划", "双拥办"))
    assert one(alone).lead == "dsb"
    beside = read(
        ("工作任务", "牵头单位", "责任单位"), ("双拥工作纳入发展规划", "双拥办", "财政局")
    )
    assert (one(beside).lead, one(beside).cooperating) == ("dsb", ("finance",))


def test_weights_are_no_points() -> None:
    table = (("考评内容", "权重", "责任单位"), ("双拥工作纳入发展规划", "0.3", "双拥办"))
    assert one(read(*table)).points == ""


def test_item_and_rule_in_one_column_are_both() -> None:
    table = (("考核内容及计分标准", "责任单位"), ("双拥工作纳入发展规划", "双拥办"))
    assert one(read(*table)).rule == "双拥工作纳入发展规划"


def test_persons_of_different_roles_are_kept_apart() -> None:
    header = ("工作任务", "责任单位", "责任领导", "责任人", "联络员", "资料员", "督办人")
    cells = ("双拥工作纳入发展规划", "区教育局", "王局", "李强", "李勤", "张档", "赵督")
    row = one(read(header, cells))
    assert row.person == "li-e"
    assert row.people == {
        "leader": "王局",
        "person": "李强",
        "contact": "李勤",
        "records": "张档",
        "supervisor": "赵督",
    }


def test_the_one_who_marks_is_not_the_one_marked() -> None:
    table = (
        ("考评单位", "工作任务", "责任单位"),
        ("市双拥办", "双拥工作纳入发展规划", "双拥办"),
    )
    assert one(read(*table)).lead == "dsb"


def test_a_table_without_a_number_column_is_read() -> None:
    assert one(read(("任务", "责任单位"), ("媒体双拥专题专栏", "宣传部"))).item == "B02"


def test_a_sheet_without_a_header_is_refused() -> None:
    reading = read(("姓名", "电话"), ("甲", "乙"))
    assert [(f.row, "表头" in f.text) for f in reading.faults] == [(0, True)]


def test_other_sheets_of_the_workbook_are_passed_over() -> None:
    both = book(("工作任务", "责任单位"), ("媒体双拥专题专栏", "宣传部"))
    notes = sheet(("填表说明：一项一行",))
    rows = table_rows(type(both)(filename="a.xlsx", sheets=(notes, *both.sheets)), Asking({}))
    assert len(rows.rows) == 1 and not rows.faults


def test_ticks_below_the_quarters_are_the_quarters_of_the_task() -> None:
    reading = read(
        ("序号", "考评内容", "责任单位", "时间安排", "", "", ""),
        ("", "", "", "一季", "二季", "三季", "四季"),
        ("", "媒体双拥专题专栏", "宣传部", "", "√", "", "√"),
        merged=(block(1, 4, 1, 7), block(1, 1, 2, 1), block(1, 2, 2, 2), block(1, 3, 2, 3)),
    )
    (row,) = sound(reading)
    assert [part.period for part in row.instances] == ["2026-Q2", "2026-Q4"]


def test_tasks_and_days_are_no_task_table_where_nobody_is_charged() -> None:
    header = ("序号", "工作任务", "完成时限")
    assert find_header(sheet(header, ("1", "双拥工作纳入发展规划", "9月底前"))) is None
    charged = find_header(sheet(header, ("1", "发放优待金，由财政局负责", "9月底前")))
    assert charged is not None and charged.columns["text"] == 2


def test_an_indicator_is_the_text_where_no_other_column_is() -> None:
    columns = header_of(("序号", "考核指标", "责任单位")).columns
    assert columns["text"] == columns["indicator"] == 2
    beside = header_of(("序号", "考核指标", "工作任务", "责任单位")).columns
    assert (beside["indicator"], beside["text"]) == (2, 3)
