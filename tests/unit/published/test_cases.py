"""Cases from what offices, phones and other programs' users published, by their number: T task
tables, G registers, S standards and rules, F files, X exports, E evidence; P: what held before.
"""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from contracts.orders.scoring import TryRule
from contracts.secrecy import is_marked
from contracts.sheets import Workbook
from gateway.sheets.protocol import Head
from services.evidence.checks.examine import inspect
from services.evidence.piece.media import JPEG, MP4
from services.evidence.refusals import TypeNotAllowed
from services.scoring.standards.exporting import workbook
from services.scoring.standards.importing import import_workbook
from services.scoring.standards.trying import try_rule
from services.tasks.dates.workdays import after_working_days
from services.tasks.organisation.naming import unit_words
from services.tasks.registers.exporting import sheet_of
from services.tasks.registers.register import RegisterRow
from tests.published import district
from tests.published.district import CODES
from tests.support import office
from tests.support.office import book, packed
from tests.unit.evidence.checks.test_checks import LIMITS
from tests.unit.evidence.support import declared, manifest_of
from tests.unit.gateway.test_sheets_writing import file_of
from tests.unit.published import files
from tests.unit.published.files import HEADER, TASKS, dated, opened, sheet, wrong
from tests.unit.scoring.support import the_sample

TABLE = ("项号", "工作任务", "责任单位", "完成时限")
POINTS = ("编号", "名称", "责任单位", "地点", "日期", "姓名", "备注")


def dues(table: Workbook, **more: Any) -> dict[str, str]:
    """Item -> its day, of a table that needs nothing more."""
    reading = district.tasks(table, **more)
    assert not reading.faults, reading.faults
    assert not reading.asking.open, reading.asking.open
    return {row.item: row.due.isoformat() for row in reading.rows}


def added(table: Workbook, **answers: str) -> list[dict[str, Any]]:
    told = district.register(table, answers)
    assert not told["faults"], told["faults"]
    assert not told["open"], told["questions"]
    rows: list[dict[str, Any]] = told["added"]
    return rows


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in told.items() if name != "unit_name"}


def exported(table: Workbook) -> Workbook:
    """The register that a table becomes, as it leaves."""
    rows = tuple(msgspec.convert(_row(told), RegisterRow) for told in added(table))
    register = replace(district.REGISTER, rows=rows)
    return sheet_of(register, rows, unit_words(district.UNITS.values(), district.WORDS))


def faults(table: Workbook) -> list[tuple[int, str]]:
    return [(one["row"], one["column"]) for one in district.register(table)["faults"]]


def is_the_table(table: Workbook) -> bool:
    return table.sheets[0].rows == (HEADER, *TASKS)


# -- task tables ---------------------------------------------------------------------------------


def test_t01_a_day_shown_without_its_year_is_of_the_campaigns() -> None:
    table = sheet(TABLE, ("A03", "x", "双拥办", dated(46233)), formats=('m"月"d"日"',))
    assert table.sheets[0].cell(2, 4) == "7月30日"
    assert dues(table) == {"A03": "2027-07-30"}


def test_t03_a_stage_of_the_campaigns_year_ends_on_its_last_day() -> None:
    head = ("阶段", "工作任务", "责任单位", "时间")
    rows = (
        ("宣传动员", "双拥领导小组每年召开全体会议", "双拥办", "2027年7月18日-2027年7月25日"),
        ("抓好落实", "双拥专题片制作播出", "宣传部", "2027年7月25日至2027年8月1日"),
        ("总结", "督查、通报、限期整改和问责制度执行", "双拥办", "2027年8月"),
    )
    ends = {"A01": "2027-07-25", "B02": "2027-08-01", "A04": "2027-08-31"}
    assert dues(sheet(head, *rows)) == dues(sheet(head, *rows), defaults=True) == ends


def test_t04_a_hidden_row_is_told_and_asked_about() -> None:
    body = "".join(office.row(*cells) for cells in (HEADER, TASKS[0]))
    hidden = office.row(*TASKS[1]).replace("<row>", '<row r="3" hidden="1">')
    reading = district.tasks(opened(packed(book(office.worksheet(body, hidden)))))
    assert any("第3行是隐藏的" in note.text for note in reading.notes)
    assert [one.id for one in reading.asking.open] == ["hidden:表"]
    assert [row.item for row in reading.rows] == ["A01"]


def test_t06_of_two_levels_that_lead_the_office_says_which_is_its_own() -> None:
    head = ("序号", "工作任务", "省牵头单位", "市牵头单位", "配合单位", "完成时限")
    body = ("1", "双拥专题片制作播出", "省委宣传部", "宣传部", "教育局", "10月底前")
    (asked,) = district.tasks(sheet(head, body)).asking.open
    assert (asked.id, asked.default) == ("column:lead", "市牵头单位")
    reading = district.tasks(sheet(head, body), {"column:lead": "市牵头单位"})
    assert [row.lead for row in reading.rows] == [CODES["宣传部"]]


@pytest.mark.parametrize("name", ["区委宣传部", "中共西山区委宣传部", "西山区委宣传部"])
def test_t08_an_office_of_the_partys_committee_is_known_with_it_or_without(name: str) -> None:
    body = ("1", "双拥专题片制作播出", name, "区教育局、团区委", "10月底前")
    reading = district.tasks(sheet(("序号", "工作任务", "牵头单位", "配合单位", "完成时限"), body))
    assert reading.rows[0].lead == CODES["宣传部"] and not reading.asking.open
    told = district.register(sheet(POINTS, ("p-1", "标语", name, "", "", "", "")))
    assert told["added"][0]["unit"] == CODES["宣传部"]


@pytest.mark.parametrize(
    "when", ["7月25日上午11:00", "7月25日17:00前", "7月25日下班前", "7月25日(星期日)前"]
)
def test_t10_a_place_and_an_hour_are_no_part_of_the_day(when: str) -> None:
    text = f"1、走访慰问驻区部队；时间：{when} 地点：训练基地 责任单位：双拥办 参加人员：各负责人"
    reading = district.tasks(sheet(("八一慰问活动方案",), (text,)))
    assert {row.item: row.due for row in reading.rows} == {"C01": date(2027, 7, 25)}
    told = [note.text for note in reading.notes]
    assert "“地点：训练基地”未读取" in told and "“参加人员：各负责人”未读取" in told


@pytest.mark.parametrize(
    ("when", "odd"),
    [
        *(("9月30日（周五）", True), ("9月30日（周四）", False), ("9月30日星期五前", True)),
        *(("9月24日至9月30日（周四）", False), ("9月24日至9月30日（周五）", True)),
        *(
            ("2027年9月26日（星期天）", False),
            ("9月26日(周 日)", False),
            ("9月26日（周六）17:00前", True),
        ),
    ],
)
def test_a_weekday_that_is_not_the_days_is_told_and_the_day_holds(when: str, odd: bool) -> None:
    row = ("A03", "x", "双拥办", when)
    reading = district.tasks(sheet(TABLE, row))
    (read,) = reading.rows
    assert f"{read.due:%m-%d}" in ("09-30", "09-26") and not reading.faults
    told = [note for note in reading.notes if "不是星期" in note.text]
    assert [(note.row, note.column) for note in told] == ([(2, "D")] if odd else [])


def test_a_registers_weekday_that_is_not_the_days_is_told_beside_its_row() -> None:
    rows = (
        ("p-1", "点位", "宣传部", "", "2027年9月30日（周五）", "", ""),
        ("p-2", "点位", "宣传部"),
    )
    told = district.register(sheet(POINTS, *rows))
    assert told["added"][0]["on"] == "2027-09-30"
    assert [note["row"] for note in told["notes"] if "是星期四，不是星期五" in note["text"]] == [2]


# -- registers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["yyyy-mm-dd", 'm"月"d"日"', "d-mmm", "yyyy/m/d", "mmm-yy"])
def test_g01_a_code_that_became_a_date_is_a_fault_that_says_so(shape: str) -> None:
    rows = (dated(46233), "人民广场", "宣传部"), ("7-31", "火车站", "宣传部")
    table = sheet(("编号", "名称", "责任单位"), *rows, formats=(shape,))
    for answers in ({}, {"odd-keys": "number"}):
        told = district.register(table, answers)
        (fault,) = told["faults"]
        assert (fault["row"], fault["column"]) == (2, "A") and "改成了日期" in fault["text"]
        assert not told["questions"]


@pytest.mark.parametrize(
    "key", ["1-Jan", "1月1日", "Jan-01", "2026/1/1", "2026-1-1 0:00", "1-Jan-26"]
)
def test_g01_a_code_that_became_a_date_is_the_same_fault_in_a_text(key: str) -> None:
    text = f"编号,名称,责任单位\r\n{key},点位,宣传部\r\n1-2,点位,宣传部\r\n"
    assert faults(opened(text.encode(), "台账.csv")) == [(2, "A")]


@pytest.mark.parametrize(
    "key", ["1-2", "7-31", "2026-01", "20260730", "2026-13-01", "Mart-1x", "M-1"]
)
def test_g01_a_code_that_is_no_date_is_the_code(key: str) -> None:
    (row,) = added(sheet(("编号", "名称", "责任单位"), (key, "点位", "宣传部")))
    assert row["key"] == key


def test_g02_a_code_is_as_its_cell_shows_it() -> None:
    rows = ((dated(n), name, "宣传部") for n, name in ((1, "人民广场"), (2, "火车站")))
    told = added(sheet(("编号", "名称", "责任单位"), *rows, formats=("000",)))
    assert [row["key"] for row in told] == ["001", "002"]


def test_g03_an_error_value_is_a_fault_at_its_cell() -> None:
    row = ("P-01", wrong("#N/A"), "宣传部", wrong("#REF!"))
    assert faults(sheet(("编号", "名称", "责任单位", "地点"), row)) == [(2, "B"), (2, "D")]


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "########"])
def test_g03_an_error_value_that_was_saved_as_text_is_the_same_fault(value: str) -> None:
    rows = ("编号", "名称", "责任单位", "地点"), ("P-01", value, "宣传部", f" {value}")
    assert faults(opened(files.text_of(rows).encode("gb18030"), "台账.csv")) == [(2, "B"), (2, "D")]
    assert faults(sheet(*rows)) == [(2, "B"), (2, "D")]


@pytest.mark.parametrize("name", ["#1点位", "#号点", "#"])
def test_g03_a_name_with_a_sharp_is_no_error_value(name: str) -> None:
    assert not faults(sheet(("编号", "名称", "责任单位"), ("P-01", name, "宣传部")))


def test_g05_designations_of_troops_are_treated_alike() -> None:
    words = ("48军战士", "412团战士", "360部队战士")
    rows = ((f"1-{n}", "烈士墓", "退役军人局", "", "", "", word) for n, word in enumerate(words))
    assert faults(sheet(POINTS, *rows)) == [(2, "G"), (3, "G"), (4, "G")]


def test_g06_the_published_name_of_a_monument_is_no_secret_file() -> None:
    name = "秘密联络点旧址"
    assert not is_marked(name) and is_marked("秘密★1年")


# -- rules and standards -------------------------------------------------------------------------


def test_s02_what_no_record_means_is_asked_for_every_wording_of_a_deduction() -> None:
    for rule in ("无规划扣3分，无创建氛围扣3分", "每次扣3分"):
        answer = try_rule(TryRule(rule=rule, points="8"), None)
        assert "unrecorded" in {one["id"] for one in answer["questions"]}


def test_s03_a_standard_as_published_is_a_draft_that_asks() -> None:
    head = ("考 评\n项 目", "序号", "考 评 内 容", "分值", "评 分 标 准", "考评得分")
    body = (
        ("一、组织领导坚强有力(3)", "1", "双拥工作写进发展规划", "2", "每做到一项得0.5分。"),
        ("", "2", "双拥活动经费列入预算", "1", "列入预算且有凭证的得1分。"),
    )
    found = district.standard(sheet(("双拥模范城考评标准",), head, *body))
    assert found.standard is not None
    assert [item.code for item in found.standard.items] == ["A01", "A02"]
    asked = {one.id for one in found.questions if not one.settled}
    assert {"A01.side", "A01.kind", "A01.lead", "A01.evidence"} <= asked
    assert any("“考评得分”一列未读取" in note for note in found.notes)


def test_g02_a_code_that_an_exporter_kept_as_text_is_the_text() -> None:
    text = '编号,名称,责任单位\r\n="001",点位,宣传部\r\n"=""002""",点位,宣传部\r\n'
    assert [row["key"] for row in added(opened(text.encode(), "台账.csv"))] == ["001", "002"]
    assert faults(opened(text.replace('"001"', "1+1").encode(), "台账.csv")) == [(2, "A")]


# -- files ---------------------------------------------------------------------------------------

EMPTY_FILL = f'<styleSheet xmlns="{office.MAIN}"><fills><fill/></fills><cellXfs><xf/></cellXfs>'
FILTERS = (
    '<autoFilter ref="A1:F3"><filterColumn colId="0"><customFilters><customFilter operator='
    '"notEqual" val=" "/></customFilters></filterColumn></autoFilter>'
)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("f01_an_empty_fill.xlsx", packed(book(files.PLAIN, styles=f"{EMPTY_FILL}</styleSheet>"))),
        ("f04_backslashes_in_names.xlsx", files.backslashed()),
        ("f07_unicode_text.csv", files.text_of((HEADER, *TASKS), "\t").encode("utf-16")),
        ("p01_a_reading_above_a_name.xlsx", packed(files.phonetic())),
        (
            "p02_a_dimension_of_one_cell.xlsx",
            packed(book(files.PLAIN.replace("<sheetData>", '<dimension ref="A1"/><sheetData>'))),
        ),
        ("p03_no_styles.xlsx", packed(book(files.PLAIN, styles=None))),
        (
            "p04_an_active_filter.xlsx",
            packed(book(files.PLAIN.replace("</worksheet>", f"{FILTERS}</worksheet>"))),
        ),
        ("p05_an_odd_property.xlsx", files.core_extra()),
        (
            "p08_a_line_that_names_the_separator.csv",
            f"sep=,\r\n{files.text_of((HEADER, *TASKS))}".encode("gb18030"),
        ),
        ("p18_nine_thousand_blank_rows.xlsx", files.blank_rows(9000)),
    ],
    ids=lambda one: one.partition(".")[0] if isinstance(one, str) else "",
)
def test_a_file_that_a_spreadsheet_opens_is_read(name: str, raw: bytes) -> None:
    assert is_the_table(opened(raw, name))


def test_f08_a_picture_in_a_cell_is_told_and_its_row_is_taken() -> None:
    told = district.register(files.pictured())
    assert [row["key"] for row in told["added"]] == ["P-01"] and not told["faults"]
    assert [(note["row"], note["text"]) for note in told["notes"]] == [
        (1, "“照片”一列未读取"),
        (2, "图片未读取"),
    ]


def test_f09_a_day_with_an_hour_is_that_day() -> None:
    row = ("P9", "点9", "宣传部", "", dated(46576.395833333336), "", "")
    (one,) = added(sheet(POINTS, row, formats=("yyyy-mm-dd hh:mm",)))
    assert one["on"] == "2027-07-08"


def test_p06_days_counted_from_1904_are_those_days() -> None:
    body = office.worksheet(office.row(*POINTS), office.row("P1", "a", "宣传部", "", dated(44771)))
    main = office.workbook(more='<workbookPr date1904="1"/>')
    raw = packed(book(body, styles=office.styles("yyyy-mm-dd"), **{"xl/workbook": main}))
    assert opened(raw).sheets[0].cell(2, 5) == "2026-07-30"


def test_p07_characters_beyond_the_basic_plane_are_kept_and_names_masked() -> None:
    head = ("编号", "名称", "责任单位", "姓名")
    text = files.text_of((head, ("P-01", "𫠜圪村", "宣传部", "𬭚某")))
    (row,) = added(opened(text.encode("gb18030"), "a.csv"))
    assert (row["label"], row["who"]) == ("𫠜圪村", "𬭚*")


def test_x01_long_codes_leave_as_text() -> None:
    codes = ("620702001001", "62070200100100", "0012", "06932169358293")
    rows = ((code, "社区", "宣传部", code, "", "", code) for code in codes)
    (out,) = exported(sheet(POINTS, *rows)).sheets
    raw = file_of("xlsx", Head(name="台账"), *out.rows)
    shown = load_workbook(io.BytesIO(raw)).active
    assert shown is not None
    for line, code in enumerate(codes, 2):
        cells = [shown.cell(line, at) for at in (1, 4)]
        assert [(one.value, one.data_type) for one in cells] == [(code, "s")] * 2


# -- evidence ------------------------------------------------------------------------------------


def facts(raw: bytes, media_type: str = JPEG) -> Any:
    return inspect(io.BytesIO(raw), media_type, LIMITS).facts


def test_e01_a_position_of_zero_is_none() -> None:
    zero = (0.0, 0.0, 0.0)
    assert facts(files.jpeg(files.gps(zero, zero))).position is None


@pytest.mark.parametrize("said", ["image/jpg", "IMAGE/JPEG", "Image/Jpg"])
def test_e04_a_media_type_knows_no_case_and_jpg_is_jpeg(said: str) -> None:
    assert declared(manifest_of(media_type=said)).manifest.media_type == JPEG


@pytest.mark.parametrize("kind", [b"sefd", b"uuid", b"mmp4", b"XTRA"])
def test_e06_an_unknown_outer_box_is_passed_over(kind: bytes) -> None:
    assert facts(files.video(files.box(kind, b"x" * 32)), MP4)


def test_p09_a_motion_photo_keeps_its_place_and_time() -> None:
    seen = facts(files.motion())
    assert seen.position is not None and seen.taken_at is not None


def test_p10_several_pictures_in_one_file_are_a_picture() -> None:
    assert (facts(files.several()).width, facts(files.several()).height) == (160, 120)


def test_p11_an_exif_header_that_stands_twice_is_read() -> None:
    seen = facts(files.jpeg(files.double_header()))
    assert seen.position is not None and round(seen.position.latitude, 2) == 36.06


def test_p12_a_position_that_is_no_number_is_none() -> None:
    nan = (float("nan"),) * 3
    assert facts(files.jpeg(files.gps(nan, nan))).position is None


def test_p19_a_kind_that_is_not_taken_is_refused_with_those_that_are() -> None:
    for media_type in ("image/avif", "video/quicktime"):
        with pytest.raises(TypeNotAllowed) as no:
            declared(manifest_of(media_type=media_type))
        assert "JPEG" in str(no.value)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_p20_pictures_of_other_colours_are_pictures(mode: str) -> None:
    raw = files.jpeg(mode=mode, progressive=mode == "L")
    assert inspect(io.BytesIO(raw), JPEG, LIMITS).thumbnail


# -- what held before ----------------------------------------------------------------------------


def test_p16_the_words_of_published_deadlines_are_their_days() -> None:
    head = ("序号", "工作内容", "责任单位", "时间")
    rows = (
        ("1", "举办少年军校", "团区委负责，民政局配合", "7月8日"),
        ("2", "为重点优抚对象体检", "民政局负责，武警医院配合", "7月中旬"),
        ("3", "组织女青年与部队官兵联谊", "区妇联负责，双拥办配合", "八一期间"),
        ("4", "主要路段设置宣传标语", "宣传部", "7月28日至8月1日"),
    )
    ends = {"B04": "2027-07-08", "C03": "2027-07-20", "C02": "2027-08-01", "B03": "2027-08-01"}
    assert dues(sheet(head, *rows)) == ends


def test_p17_working_days_follow_the_days_worked_in_place_of_days_off() -> None:
    assert after_working_days(date(2026, 9, 29), 5) == date(2026, 10, 12)


def test_p15_a_register_that_leaves_comes_back_the_same() -> None:
    rows = (("p-1", "东街社区", "宣传部", "东街", "2027-05-01", "张*", "已核"),)
    first = added(sheet(POINTS, *rows))
    (out,) = exported(sheet(POINTS, *rows)).sheets
    again = opened(file_of("xlsx", Head(name="台账"), *out.rows))
    assert added(again) == first


def test_p15_a_standard_that_leaves_comes_back_the_same() -> None:
    out = workbook(the_sample())
    again = import_workbook(out, version=the_sample().version, name=the_sample().name)
    assert again.standard is not None and again.standard.items == the_sample().items
    assert len(again.standard.items) == 74


@pytest.mark.parametrize("odd", ["0", "-1", "x", ""])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_row_or_a_cell_that_says_no_place_is_the_next_one(odd: str, at: int) -> None:
    parts = files.PLAIN.split("<row>")
    before, after = "<row>".join(parts[:at]), "<row>".join(parts[at:])
    celled = after.replace("<c ", f'<c r="A{odd}" ', 1)
    assert is_the_table(opened(packed(book(f'{before}<row r="{odd}">{after}'))))
    assert is_the_table(opened(packed(book(f"{before}<row>{celled}"))))
