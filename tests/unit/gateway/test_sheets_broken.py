"""Whatever a file holds, it ends as a table or as a refusal that says what is wrong."""

import zipfile
from functools import cache
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.problems import TABLE
from gateway.sheets.protocol import Limits, Refused
from gateway.sheets.reading import read
from tests.support import office
from tests.support.office import cell, document, packed, paragraph, row, table

KINDS = ("xlsx", "docx", "csv", "txt")
HEADER = ("序号", "工作任务", "责任单位")


@cache
def sound(kind: str) -> bytes:
    if kind == "xlsx":
        sheet = office.worksheet(
            row(*HEADER),
            row(1, "开会", "<c t='str'><f>A1</f><v>双拥办</v></c>"),
            before='<cols><col min="2" max="2" hidden="1"/></cols>',
            after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        )
        return packed(office.book(sheet, styles=office.styles("000", 'm"月"d"日"')))
    if kind == "docx":
        inner = table(("月", "事"), ("7", "走访"))
        rows = (HEADER, (cell("1", merge="restart"), cell("开会", span=2)), ("2", cell(inner), "x"))
        return document("附件", paragraph("分解表", style="1"), table(*rows, grid=(500, 900, 900)))
    text = '序号,工作任务\n1,"开""会"\n'
    return text.encode("utf-16" if kind == "txt" else "gb18030")


def ends(kind: str, raw: bytes) -> None:
    try:
        assert read(f"表.{kind}", raw, Limits()).workbook is not None
    except Refused as no:
        assert no.fault.detail or TABLE[no.fault.code].advice.zh


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(st.data())
def test_a_file_with_other_bytes_in_it(kind: str, data: st.DataObject) -> None:
    raw = sound(kind)
    at = data.draw(st.integers(0, len(raw)))
    noise = data.draw(st.binary(max_size=20))
    ends(kind, raw[:at] + noise + raw[at + data.draw(st.integers(0, 40)) :])


MARKUP = st.sampled_from(
    [
        *("", " ", "<", ">", "/", '"', "<row/>", "<c/>", "<v>9</v>", "</w:tc>", "<w:tr/>"),
        *("<w:tbl/>", "-1", "999999999999", "1e999", "NaN", "&#0;", "&x;", "restart", "0", "字"),
    ]
)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@settings(deadline=None)
@given(st.data())
def test_a_part_with_other_markup_in_it(kind: str, data: st.DataObject) -> None:
    """Numbers, tags and attributes where nobody expects them; the package itself is sound."""
    with zipfile.ZipFile(BytesIO(sound(kind))) as package:
        members = {name: package.read(name).decode() for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(members)))
    text = members[name]
    at, over = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 12))
    changed = text[:at] + data.draw(MARKUP) + text[at + over :]
    ends(kind, packed(members | {name: changed}))
