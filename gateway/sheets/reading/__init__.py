"""A file's bytes as a ``Workbook``; runs in the confined process only.

What a file is, its content says, not its name. What is no table that we read is named, with what
to do about it.
"""

import io
import re
import zipfile

from contracts.sheets import Workbook
from gateway.sheets.grid import Room
from gateway.sheets.protocol import Limits, Refused, Reply
from gateway.sheets.reading import docx, package, text, xls, xlsx
from gateway.sheets.reading.parts import Parts, local

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""A compound file: of the programs before 2007, or one with a password."""
BEFORE = 1024
"""Bytes that may stand before a package: what a web page has written into the download."""
READERS = {"workbook": (xlsx.read, "xlsx"), "document": (docx.read, "docx")}
"""By the root of the main part."""
SAVE_AS = "请用 WPS 或 Excel 打开后另存为 .xlsx 再提交。"
KINDS = (
    (re.compile(rb"%PDF-"), "这是 PDF 文件，请提交它的 Word 或 Excel 原件。"),
    (
        re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM(?s:..)\x00\x00"),
        "这是图片，请提交表格原件，或把内容录入表格。",
    ),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), "这是压缩包，请解压后提交其中的表格。"),
    (
        re.compile(rb"\{\\rtf"),
        "这是 RTF 文档，请用 WPS 或 Word 打开后另存为 .docx 再提交。",
    ),
    (
        re.compile(rb"\x09[\x00\x02\x04][\x04\x06]\x00"),
        f"这是很旧的 Excel 表格，{SAVE_AS}",
    ),
)
"""How files begin that people take for tables."""


def read(filename: str, raw: bytes, limits: Limits) -> Reply:
    """Raises: Refused; on broken files whatever a library raises."""
    room = Room(limits)
    beside: list[str] = []
    at = raw.find(ZIP, 0, BEFORE)
    if at == 0 or (at > 0 and zipfile.is_zipfile(io.BytesIO(raw))):
        file = io.BytesIO(raw)
        package.look(file, limits)
        parts = Parts(file)
        main = parts.main()
        reader, read_as = READERS[_kind(parts, main)]
        sheets, beside = reader(parts, main, room)
    elif raw.startswith(OLE):
        sheets, read_as = xls.read(raw, room), "xls"
    else:
        _must_be_text(raw)
        sheet, read_as = text.read(filename, raw, room)
        sheets = [sheet]
    if not any(sheet.rows for sheet in sheets):
        raise Refused("not-a-table", "文件里没有表格。" if beside else "表格是空的。")
    book = Workbook(filename=filename, sheets=tuple(sheets), beside=tuple(beside))
    return Reply(workbook=book, read_as=read_as)


def _kind(parts: Parts, main: str) -> str:
    root = parts.tree(main)
    kind = local(root.tag) if root is not None else ""
    if kind not in READERS:
        raise Refused("not-a-table")
    return kind


def _must_be_text(raw: bytes) -> None:
    """Raises: Refused not-a-table."""
    for begin, said in KINDS:
        if begin.match(raw):
            raise Refused("not-a-table", said)
