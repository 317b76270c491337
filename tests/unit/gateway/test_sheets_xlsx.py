"""Workbooks as offices, phones and exporters write them: what a spreadsheet opens is read."""

import io
import zipfile
from collections.abc import Callable

import pytest

from contracts.sheets import Mark, Sheet, Workbook
from gateway.sheets.protocol import Limits, Refused
from gateway.sheets.reading import read
from tests.support import office
from tests.support.office import Members, book, inline, packed, row, worksheet

HEADER = ("序号", "工作任务", "责任单位")
TASK = ("1", "召开双拥领导小组会议", "双拥办")
PLAIN = worksheet(row(*HEADER), row(1, *TASK[1:]))
SHARED = worksheet(
    "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c></row>",
    "<row><c><v>1</v></c><c t='s'><v>3</v></c><c t='s'><v>4</v></c></row>",
)
AGAIN = inline(TASK[0], ' r="A2"')
TEXTS = "".join(f"<si><t>{text}</t></si>" for text in (*HEADER, *TASK[1:]))
STRINGS = f'<sst xmlns="{office.MAIN}">{TEXTS}</sst>'


def workbook_of(raw: bytes, name: str = "表.xlsx") -> Workbook:
    reply = read(name, raw, Limits())
    assert reply.workbook is not None
    return reply.workbook


def sheet_of(members: Members) -> Sheet:
    return workbook_of(packed(members)).sheets[0]


def one_row(*cells: str, formats: tuple[str, ...] = ()) -> Sheet:
    return sheet_of(book(worksheet(f"<row>{''.join(cells)}</row>"), styles=office.styles(*formats)))


def renamed(change: Callable[[str], str], **members: str) -> Members:
    made = book(SHARED) | {"xl/sharedStrings.xml": STRINGS} | members
    return {change(name): content for name, content in made.items()}


def with_styles(content: str) -> Members:
    return book(PLAIN, styles=f'<styleSheet xmlns="{office.MAIN}">{content}</styleSheet>')


def strict() -> Members:
    """As Excel saves ISO 29500 strict."""

    def changed(text: str | bytes) -> str | bytes:
        assert isinstance(text, str)
        return text.replace(office.MAIN, office.STRICT).replace(office.OFFICE, office.STRICT_OFFICE)

    return {name: changed(content) for name, content in book(PLAIN).items()}


def prefixed() -> Members:
    """Every element with a prefix, as some exporters write."""
    sheet = PLAIN.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    return book(sheet.replace("xmlns=", "xmlns:x="))


def extra(name: str, content: str | bytes) -> Members:
    return book(PLAIN) | {name: content}


def kept_apart() -> Members:
    """Its main part and its sheet under other names and in other places, by absolute targets."""
    return {
        "[Content_Types].xml": office.types(part="/book/workbook2.xml"),
        "_rels/.rels": office.relations(("r", "officeDocument", "/book/workbook2.xml")),
        "book/workbook2.xml": office.workbook(),
        "book/_rels/workbook2.xml.rels": office.relations(
            ("rId1", "worksheet", "/pages/a%20b.xml")
        ),
        "pages/a b.xml": PLAIN,
    }


ODD: dict[str, Callable[[], Members]] = {
    "an empty fill": lambda: with_styles("<fills><fill/></fills><cellXfs><xf/></cellXfs>"),
    "colours and fonts that are none": lambda: with_styles(
        '<fonts><font><color rgb="blue"/><family val="99"/><sz val=""/></font></fonts>'
        '<cellXfs><xf numFmtId="x" fontId="77"><alignment horizontal="middle"/></xf></cellXfs>'
    ),
    "styles that are empty": lambda: book(PLAIN, styles=""),
    "no styles at all": lambda: book(PLAIN, styles=None),
    "backslashes": lambda: renamed(lambda name: name.replace("/", "\\")),
    "other letters": lambda: renamed(lambda name: name.replace("sharedStrings", "SharedStrings")),
    "all small letters": lambda: renamed(str.lower),
    "slashes in front": lambda: renamed(lambda name: name if "Types" in name else f"/{name}"),
    "no relations of the package": lambda: {
        name: content for name, content in book(PLAIN).items() if name != "_rels/.rels"
    },
    "no relations of the workbook": lambda: (
        book(PLAIN, **{"xl/workbook": office.workbook()})
        | {"xl/_rels/workbook.xml.rels": office.relations()}
    ),
    "other places and names": kept_apart,
    "strict": strict,
    "prefixes": prefixed,
    "a folder as a member": lambda: extra("xl/_rels/", ""),
    "content types that say nothing": lambda: (
        book(PLAIN) | {"[Content_Types].xml": f'<Types xmlns="{office.PACKAGE}/content-types"/>'}
    ),
    "a template": lambda: (
        book(PLAIN)
        | {
            "[Content_Types].xml": office.types(
                office.SHEET_TYPE.replace("sheet.main", "template.main")
            )
        }
    ),
    "broken names": lambda: book(
        PLAIN,
        **{
            "xl/workbook": office.workbook().replace(
                "</sheets>",
                "</sheets><definedNames><definedName>#REF!</definedName></definedNames>",
            )
        },
    ),
    "protection": lambda: book(
        PLAIN,
        **{"xl/workbook": office.workbook(more='<workbookProtection lockStructure="1"/>')},
    ),
    "rules that are none": lambda: book(
        PLAIN.replace(
            "</sheetData>",
            '</sheetData><dataValidations><dataValidation type="?" sqref="*"/></dataValidations>'
            '<conditionalFormatting sqref=""><cfRule type="none" dxfId="-1"/>'
            "</conditionalFormatting><autoFilter ref='A1'><filterColumn colId='x'/></autoFilter>",
        )
    ),
    "a dimension of one cell": lambda: book(
        PLAIN.replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    ),
    "a dimension of everything": lambda: book(
        PLAIN.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    ),
    "a pivot cache that is broken": lambda: extra("xl/pivotCache/pivotCacheRecords1.xml", "<x"),
    "a drawing that is missing": lambda: extra(
        "xl/worksheets/_rels/sheet1.xml.rels",
        office.relations(("rId1", "drawing", "../drawings/drawing1.xml")),
    ),
    "properties that are broken": lambda: extra("docProps/custom.xml", "<Properties><property"),
    "a theme that is none": lambda: extra("xl/theme/theme1.xml", "<a:theme/>"),
    "UTF-16 parts": lambda: (
        book(PLAIN)
        | {"xl/worksheets/sheet1.xml": PLAIN.replace("UTF-8", "UTF-16").encode("utf-16")}
    ),
    "byte order marks": lambda: {
        name: "\ufeff" + str(content) for name, content in book(PLAIN).items()
    },
    "shared texts without a relation": lambda: book(SHARED) | {"xl/sharedStrings.xml": STRINGS},
    "columns whose widths are empty": lambda: book(
        PLAIN.replace("<sheetData>", '<cols><col min="" max="x" width=""/></cols><sheetData>')
    ),
    "the same cell twice": lambda: book(
        worksheet(
            row(*HEADER),
            f'<row r="2"><c r="A2"><v>7</v></c>{AGAIN}{"".join(map(inline, TASK[1:]))}</row>',
        )
    ),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_workbook_that_a_spreadsheet_opens_is_read(kind: str) -> None:
    assert sheet_of(ODD[kind]()).rows == (HEADER, TASK)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"<br/>notice: x<br/>"])
def test_what_a_web_page_writes_before_the_package_does_not_hide_it(before: bytes) -> None:
    assert workbook_of(before + packed(book(PLAIN))).sheets[0].rows == (HEADER, TASK)


def test_a_package_written_as_a_stream_is_read() -> None:
    """Sizes come after each member, as where nothing can be written twice."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    file = Stream()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in book(PLAIN).items():
            with package.open(name, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    assert workbook_of(file.getvalue()).sheets[0].rows == (HEADER, TASK)


def test_texts_are_whole_without_how_they_are_read() -> None:
    strings = (
        f'<sst xmlns="{office.MAIN}"><si><r><t>人民</t></r><r><rPr><b/></rPr><t>广场</t></r>'
        "<rPh sb='0' eb='2'><t>renmin</t></rPh><phoneticPr fontId='1'/></si>"
        "<si><t>上_x000D_\n下_x005F_x0041_</t></si><si/></sst>"
    )
    sheet = worksheet("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c></row>")
    found = sheet_of(book(sheet) | {"xl/sharedStrings.xml": strings})
    assert found.rows == (("人民广场", "上\n下_x0041_"),)


def test_a_text_that_is_missing_is_named_by_its_cell() -> None:
    sheet = worksheet(row("a"), "<row><c r='B7' t='s'><v>9</v></c></row>")
    with pytest.raises(Refused) as no:
        sheet_of(book(sheet))
    assert (no.value.fault.faults[0].row, no.value.fault.faults[0].column) == (7, "B")
    assert "第7行B列" in no.value.fault.detail and "另存" in no.value.fault.detail


def test_cells_without_a_place_follow_one_another() -> None:
    sheet = worksheet(
        row("a", "b"), '<row r="4"><c r="C4"><v>1</v></c><c><v>2</v></c></row>', row(3)
    )
    assert sheet_of(book(sheet)).rows == (("a", "b"), (), (), ("", "", "1", "2"), ("3",))


@pytest.mark.parametrize(
    ("cell", "text", "what"),
    [
        ("<c t='str'><f>A1&amp;1</f><v>甲1</v></c>", "甲1", "formula"),
        ("<c><f>SUM(1,2)</f><v>3</v></c>", "3", "formula"),
        ("<c t='b'><f>1=1</f><v>1</v></c>", "是", "formula"),
        ("<c><f>SUM(1,2)</f></c>", "=SUM(1,2)", "uncounted"),
        ("<c><f>SUM(1,2)</f><v></v></c>", "=SUM(1,2)", "uncounted"),
        ("<c t='e'><v>#N/A</v></c>", "#N/A", "error"),
        ("<c t='e'><f>1/0</f><v>#DIV/0!</v></c>", "#DIV/0!", "error"),
        ('<c t=\'str\'><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', "", "picture"),
        ("<c t='str'><f>_xlfn.IMAGE(\"http://x\")</f><v></v></c>", "", "picture"),
        ("<c t='e' vm='1'><v>#VALUE!</v></c>", "", "picture"),
        ("<c><v>110101199003071000</v></c>", "110101199003071000", "rounded"),
        ("<c><v>1.23456789012346E+17</v></c>", "123456789012346000", "rounded"),
        ("<c><v>123456789012345</v></c>", "123456789012345", None),
        ("<c><v>0.30000000000000004</v></c>", "0.3", None),
        ("<c t='d'><v>2027-07-30T09:30:00</v></c>", "2027-07-30", None),
        ("<c t='n'><v>不是数</v></c>", "不是数", None),
        ("<c><v>NaN</v></c>", "NaN", None),
        ("<c t='x'><v>甲</v></c>", "甲", None),
    ],
)
def test_a_cell_tells_what_it_is(cell: str, text: str, what: str | None) -> None:
    sheet = one_row(inline("a"), cell)
    assert sheet.cell(1, 2) == text
    assert sheet.marks == ((Mark(1, 2, what),) if what else ())  # type: ignore[arg-type]


def test_a_formula_that_says_nothing_is_an_empty_cell() -> None:
    sheet = one_row(inline("a"), "<c t='str'><f>IF(1,\"\")</f><v></v></c>")
    assert sheet.rows == (("a",),) and not sheet.marks


def test_numbers_are_as_their_cells_show_them() -> None:
    codes = ("000", "0%", 'm"月"d"日"', 'yyyy"年"m"月"', "yyyy/m/d h:mm")
    numbers = (1, 0.6, 46233, 46600, 46233.4)
    cells = (f'<c s="{n}"><v>{value}</v></c>' for n, value in enumerate(numbers, 1))
    assert one_row(*cells, formats=codes).rows == (
        ("001", "60%", "7月30日", "2027年8月", "2026-07-30"),
    )


def test_days_may_count_from_1904() -> None:
    more = office.workbook(more='<workbookPr date1904="true"/>')
    sheet = worksheet('<row><c s="1"><v>44771</v></c></row>')
    made = book(sheet, **{"xl/workbook": more, "styles": office.styles("yyyy-mm-dd")})
    assert sheet_of(made).rows == (("2026-07-30",),)


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="3" max="9" width="0"/></cols>'
    sheet = worksheet(
        row("a", "b", "c"),
        row("甲", "1").replace("<row>", "<row hidden='1'>"),
        row("乙", "2").replace("<row>", "<row ht='0' customHeight='1'>"),
        "<row hidden='1'><c/></row>",
        before=columns,
    )
    listed = (
        "<sheet name='表' sheetId='1' r:id='rId1' state='visible'/>",
        "<sheet name='旧' sheetId='2' r:id='rId3' state='veryHidden'/>",
        "<sheet name='图' sheetId='3' r:id='rId4'/>",
    )
    made = book(sheet, **{"xl/workbook": office.workbook(listed)}) | {
        "xl/_rels/workbook.xml.rels": office.relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId3", "worksheet", "worksheets/old.xml"),
            ("rId4", "chartsheet", "chartsheets/sheet1.xml"),
        ),
        "xl/worksheets/old.xml": worksheet(row("去年")),
        "xl/chartsheets/sheet1.xml": "<chartsheet/>",
    }
    first, second = workbook_of(packed(made)).sheets
    assert (first.hidden, first.hidden_rows, first.hidden_columns) == (False, (2, 3), (2, 3))
    assert first.cell(2, 1) == "甲"
    assert (second.name, second.hidden, second.rows) == ("旧", True, (("去年",),))


def test_pictures_over_cells_are_marked_and_text_boxes_stand_beside() -> None:
    sheet = PLAIN.replace("</sheetData>", '</sheetData><drawing r:id="rId1"/>')
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{office.DRAWING}/spreadsheetDrawing"'
        f' xmlns:a="{office.DRAWING}/main">'
        "<xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>1</xdr:row></xdr:from>"
        "<xdr:pic/></xdr:twoCellAnchor>"
        "<xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>9</xdr:row></xdr:from>"
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>填表</a:t></a:r><a:r><a:t>说明</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    made = book(sheet) | {
        "xl/worksheets/_rels/sheet1.xml.rels": office.relations(
            ("rId1", "drawing", "../drawings/drawing1.xml")
        ),
        "xl/drawings/drawing1.xml": drawing,
    }
    found = workbook_of(packed(made))
    assert found.sheets[0].marks == (Mark(2, 4, "picture"),)
    assert found.beside == ("填表说明",)


NAMED: dict[str, tuple[bytes, str]] = {
    "a binary workbook": (
        packed(
            book(PLAIN)
            | {
                "[Content_Types].xml": office.types(
                    "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
                )
            }
        ),
        ".xlsb",
    ),
    "a workbook of OpenDocument": (
        packed(
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
        ),
        ".ods",
    ),
    "a workbook of Numbers": (packed({"Index/Document.iwa": "x"}), "Numbers"),
    "an archive": (packed({"任务分解表.xlsx": packed(book(PLAIN))}), "压缩包"),
    "another archive": (b"Rar!\x1a\x07\x01\x00", "压缩包"),
    "a page": (b"%PDF-1.7\n", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "图片"),
    "a web page": (b"\xef\xbb\xbf<html xmlns:x='urn'><table><tr><td>1</td></tr></table>", "HTML"),
    "a bare table of a web page": (
        "<table><tr><td>编号</td></tr></table>".encode("gb18030"),
        "HTML",
    ),
    "a workbook as XML": (
        b"<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>",
        "XML",
    ),
    "a web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHT"),
    "rich text": (b"{\\rtf1\\ansi", "RTF"),
    "a package cut off": (packed(book(PLAIN))[:-200], "不完整"),
    "a part that is no XML": (packed(book(PLAIN[:-40])), "不完整"),
    "a sheet that is missing": (
        packed({n: c for n, c in book(PLAIN).items() if "sheet1" not in n}),
        "第1个工作表",
    ),
    "no sheet": (packed(book(PLAIN, **{"xl/workbook": office.workbook(())})), "没有工作表"),
}


@pytest.mark.parametrize("kind", NAMED)
def test_what_is_no_table_that_we_read_is_named_with_what_to_do(kind: str) -> None:
    raw, word = NAMED[kind]
    with pytest.raises(Refused) as no:
        read("表.xls", raw, Limits())
    assert no.value.fault.code == "not-a-table"
    assert word in no.value.fault.detail
