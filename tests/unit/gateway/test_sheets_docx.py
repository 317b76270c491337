"""The tables of a Word document come as the page shows them, each with its heading."""

import pytest

from contracts.sheets import Block, Mark, Sheet, Workbook
from gateway.sheets.protocol import Limits, Refused
from gateway.sheets.reading import read
from tests.support.office import cell, document, packed, paragraph, run, table, types

HEADER = ("序号", "工作任务", "责任单位")
FIRST = ("1", "召开会议", "双拥办")
SECOND = ("2", "设置标语", "宣传部")
STYLES = (
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="List"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    "</w:numPr></w:pPr></w:style>"
    '<w:style w:styleId="Under"><w:name w:val="Under"/><w:basedOn w:val="List"/></w:style>'
)
MIDDLE = '<w:jc w:val="center"/>'


def numbers(*levels: tuple[str, str], more: str = "") -> str:
    """A list 1 with (format, text) of each level, and list 2 that begins anew at 5."""
    made = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (format, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="5"/></w:lvlOverride></w:num>{more}'
    )


def numbered(text: str = "", level: int = 0, number: int = 1) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(*filter(None, (text,)), properties=listed)


def book(*blocks: str, **parts: str) -> Workbook:
    reply = read("方案.docx", document(*blocks, **parts), Limits())
    assert reply.workbook is not None and reply.read_as == "docx"
    return reply.workbook


def one(*blocks: str, **parts: str) -> Sheet:
    (sheet,) = book(*blocks, **parts).sheets
    return sheet


def test_the_tables_come_in_order_each_with_the_heading_above_it() -> None:
    found = book(
        "关于分解任务的通知",
        "各单位要高度重视，按时完成。",
        "附件1",
        paragraph("组织领导", style="2"),
        "填报单位：双拥办",
        table(HEADER, FIRST),
        paragraph("宣传教育", properties=MIDDLE),
        "（单位：项）",
        table(HEADER, SECOND),
        "三、其他任务",
        table(("事项", "时间"), ("走访", "八一前")),
        "备注：以上不含驻军。",
        styles=STYLES,
    )
    assert [(sheet.name, sheet.title) for sheet in found.sheets] == [
        ("表1", "组织领导"),
        ("表2", "宣传教育"),
        ("表3", "三、其他任务"),
    ]
    assert found.sheets[0].rows == (HEADER, FIRST) and found.sheets[2].cell(2, 1) == "走访"
    assert found.beside[0] == "关于分解任务的通知" and found.beside[-1] == "备注：以上不含驻军。"
    assert len(found.beside) == 9


def test_merged_cells_are_blocks_and_columns_are_where_cells_begin() -> None:
    sheet = one(
        table(
            (cell("项目", span=2), "分值"),
            (cell("甲", merge="restart"), "一", "3"),
            (cell(merge="continue"), "二", "2"),
            (cell(merge="continue"), cell("合计", span=2)),
        )
    )
    assert sheet.rows == (("项目", "", "分值"), ("甲", "一", "3"), ("", "二", "2"), ("", "合计"))
    assert set(sheet.merged) == {Block(1, 1, 1, 2), Block(2, 1, 4, 1), Block(4, 2, 4, 3)}


def test_borders_that_were_dragged_by_a_little_are_one_column() -> None:
    """Word then counts four columns: the second is two millimetres wide."""
    sheet = one(
        table(
            ("序号", cell("任务", span=2), "单位"),
            (cell("1", span=2), "开会", "双拥办"),
            grid=(500, 110, 3000, 2000),
        )
    )
    assert sheet.rows == (("序号", "任务", "单位"), ("1", "开会", "双拥办"))
    assert not sheet.merged


def test_a_row_may_begin_further_to_the_right() -> None:
    late = table(HEADER, ("召开会议", "双拥办")).replace(
        "<w:tr><w:tc><w:tcPr></w:tcPr>" + paragraph("召开会议"),
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:tcPr></w:tcPr>'
        + paragraph("召开会议"),
    )
    assert one(late).rows[1] == ("", "召开会议", "双拥办")


@pytest.mark.parametrize("between", [(), ("",), ("续表",), ("（续表1）",)])
def test_a_table_that_goes_on_over_the_page_is_one_without_the_repeated_header(
    between: tuple[str, ...],
) -> None:
    found = book(table(HEADER, FIRST), *between, table(HEADER, SECOND))
    (sheet,) = found.sheets
    assert sheet.rows == (HEADER, FIRST, SECOND)
    assert "表1的第3行起" in found.beside[-1]


def test_rows_that_go_on_without_a_header_are_joined_where_they_count_on() -> None:
    grid = (500, 3000, 2000)
    assert one(table(HEADER, FIRST, grid=grid), "", table(SECOND, grid=grid)).rows[2] == SECOND
    other = table(("姓名", "职务", "电话"), ("张三", "主任", ""), grid=grid)
    assert len(book(table(HEADER, FIRST, grid=grid), "", other).sheets) == 2
    assert len(book(table(HEADER, FIRST), "二、宣传", table(HEADER, SECOND)).sheets) == 2


def test_a_table_in_a_cell_is_a_sheet_of_its_own_that_says_where_it_stands() -> None:
    inner = table(("月份", "内容"), ("7月", "走访"))
    first, second = book(table(("事项", "安排"), ("八一", cell("如下", inner)))).sheets
    assert first.rows == (("事项", "安排"), ("八一", "如下"))
    assert (second.name, second.title) == ("表2（在表1第2行B列内）", "如下")
    assert second.rows == (("月份", "内容"), ("7月", "走访"))


def test_changes_are_read_as_the_page_shows_them() -> None:
    changed = paragraph(
        run("8月"),
        f"<w:del>{run('1').replace('w:t', 'w:delText')}</w:del>",
        f"<w:ins>{run('5')}</w:ins>",
        f"<w:moveFrom>{run('晚')}</w:moveFrom>",
        run("日前"),
        run("（内部掌握）", "<w:vanish/>"),
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>",
    )
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + cell("除") + "</w:tr>"
    made = table(("事项", "时限"), ("走访", cell(changed))).replace("</w:tbl>", f"{gone}</w:tbl>")
    assert one(made).rows == (("事项", "时限"), ("走访", "8月5日前"))


def test_numbers_that_word_counts_stand_before_their_paragraphs() -> None:
    levels = (("chineseCounting", "%1、"), ("decimal", "%1.%2"), ("decimalEnclosedCircle", "%3"))
    sheet = one(
        table(
            ("序号", "任务"),
            (cell(numbered()), cell(numbered("甲", 1), numbered("乙", 1))),
            (cell(numbered()), cell(numbered("丙", 1), numbered("丁", 2), numbered("戊", 2))),
            (cell(numbered(number=2)), cell(paragraph("己", style="Under"))),
        ),
        styles=STYLES,
        numbering=numbers(*levels),
    )
    assert sheet.rows[1:] == (
        ("一、", "一.1甲\n一.2乙"),
        ("二、", "二.1丙\n①丁\n②戊"),
        ("五、", "六、己"),
    )


@pytest.mark.parametrize(
    ("format", "count", "text"),
    [
        ("decimal", 12, "12"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCounting", 20, "二十"),
        ("japaneseCounting", 21, "二十一"),
        ("upperLetter", 3, "C"),
        ("lowerLetter", 27, "aa"),
        ("lowerRoman", 9, "ix"),
        ("upperRoman", 14, "XIV"),
        ("decimalZero", 7, "07"),
        ("decimalEnclosedCircleChinese", 11, "⑪"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 2, "乙"),
        ("chineseLegalSimplified", 3, "叁"),
        ("bullet", 3, ""),
        ("somethingNew", 3, "3"),
    ],
)
def test_numbers_are_written_as_their_list_says(format: str, count: int, text: str) -> None:
    rows = [("甲", cell(numbered())) for _ in range(count)]
    assert one(table(*rows), numbering=numbers((format, "%1"))).cell(count, 2) == text


def test_pictures_boxes_and_notes_are_told() -> None:
    box = (
        "<w:r><mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice><w:drawing><w:txbxContent>"
        + paragraph("填表说明")
        + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        + paragraph("填表说明")
        + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = book(
        table(
            ("点位", "照片"),
            ("广场", cell(paragraph("<w:r><w:drawing/></w:r>"))),
            (cell(paragraph("站前", '<w:r><w:footnoteReference w:id="2"/></w:r>')), "无"),
        ),
        paragraph(box),
        footnotes=f'<w:footnote w:id="2">{paragraph("含东广场")}</w:footnote>',
    )
    assert found.sheets[0].marks == (Mark(2, 2, "picture"),)
    assert found.sheets[0].cell(3, 1) == "站前"
    assert found.beside == ("脚注：含东广场", "填表说明")


def test_signs_and_breaks_within_a_cell_are_kept() -> None:
    mixed = paragraph(
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>",
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        "<w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r>"
        "</w:rubyBase></w:ruby>",
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>",
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:r><w:t>控</w:t></w:r>"
        "</w:sdtContent></w:sdt>",
    )
    assert one(table(("a", cell(mixed)))).cell(1, 2) == "一\n二 三√拼链控"


def test_rows_and_cells_that_word_has_wrapped_are_read() -> None:
    made = table(HEADER, FIRST)
    wrapped = made.replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>").replace(
        "</w:tr>", "</w:tr></w:sdtContent></w:sdt>"
    )
    assert one(f"<w:sdt><w:sdtContent>{wrapped}</w:sdtContent></w:sdt>").rows == (HEADER, FIRST)


def test_an_excess_is_named_by_the_table_and_its_row() -> None:
    with pytest.raises(Refused) as no:
        book(table(HEADER, ("1", "长" * 2001, "x")))
    assert (no.value.fault.faults[0].sheet, no.value.fault.faults[0].row) == ("表1", 2)
    with pytest.raises(Refused) as no:
        book(*[table((f"甲{n}",)) for n in range(41)])
    assert "40 个表格" in no.value.fault.detail
    deep = table(("a",))
    for _ in range(12):
        deep = table((cell(deep),))
    with pytest.raises(Refused) as no:
        book(deep)
    assert "嵌套" in no.value.fault.detail


def test_a_document_without_tables_is_a_sheet_of_its_paragraphs() -> None:
    read_ = book("活动方案", "", "1.走访慰问，由双拥办负责。")
    assert [(one.name, one.rows) for one in read_.sheets] == [
        ("正文", (("活动方案",), ("1.走访慰问，由双拥办负责。",)))
    ]
    assert read_.beside == ()


def test_a_document_of_nothing_says_so_and_one_with_macros_is_refused() -> None:
    with pytest.raises(Refused) as no:
        book("")
    assert no.value.fault.detail == "表格是空的。"
    macros = "application/vnd.ms-word.document.macroEnabled.main+xml"
    with pytest.raises(Refused) as no:
        read(
            "a.docx",
            packed({"[Content_Types].xml": types(macros), "word/document.xml": "x"}),
            Limits(),
        )
    assert no.value.fault.code == "table-macro"


def test_a_large_document_is_read_within_its_limits() -> None:
    sheet = one(table(HEADER, *[(str(n), "召开会议", "双拥办") for n in range(1, 2001)]))
    assert len(sheet.rows) == 2001
