"""Files of office programs, built part by part, so that they can be as odd as real ones are."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Members = dict[str, str | bytes]


def packed(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def relations(*kinds: tuple[str, str, str]) -> str:
    """(id, last word of the type, target) each."""
    lines = "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for id, kind, target in kinds
    )
    return f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def types(main: str = SHEET_TYPE, part: str = "/xl/workbook.xml") -> str:
    return (
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/></Types>'
    )


def inline(text: str, more: str = "") -> str:
    return f'<c t="inlineStr"{more}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row(*cells: str | float) -> str:
    """Texts and numbers, or cells as markup."""
    made = (
        one
        if isinstance(one, str) and one.startswith("<c")
        else inline(one)
        if isinstance(one, str)
        else f"<c><v>{one}</v></c>"
        for one in cells
    )
    return f"<row>{''.join(made)}</row>"


def worksheet(*rows: str, before: str = "", after: str = "") -> str:
    return (
        f'{DECLARED}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    )


def workbook(
    sheets: Iterable[str] = ("<sheet name='表' sheetId='1' r:id='rId1'/>",), *, more: str = ""
) -> str:
    return (
        f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more}'
        f"<sheets>{''.join(sheets)}</sheets></workbook>"
    )


def styles(*codes: str) -> str:
    """Cell style n has the n-th format; style 0 is General."""
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(codes)
    )
    cells = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    return (
        f'{DECLARED}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{cells}</cellXfs></styleSheet>'
    )


def book(sheet: str, **members: str | bytes | None) -> Members:
    """Parts of a workbook of one sheet; ``members`` by the ends of their names, None: left out."""
    made: Members = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")
        ),
        "xl/styles.xml": styles(),
        "xl/worksheets/sheet1.xml": sheet,
    }
    for end, content in members.items():
        name = next(one for one in made if one.endswith(f"{end}.xml"))
        made.pop(name)
        if content is not None:
            made[name] = content
    return made


# -- Word ---------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    given = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{given}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """Texts, or runs as markup."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    made = "".join(one if one.startswith("<w:") else run(one) for one in runs)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{made}</w:p>"


def cell(*blocks: str, span: int = 1, merge: str | None = None) -> str:
    """Texts, or paragraphs and tables as markup. ``merge``: restart, or continue."""
    made = "".join(one if one.startswith("<w:") else paragraph(one) for one in blocks)
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    high = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{wide}{high}</w:tcPr>{made or paragraph()}</w:tc>"


def table(*rows: Sequence[str], grid: Sequence[int] = ()) -> str:
    """Texts, or cells as markup."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    made = "".join(
        f"<w:tr>{''.join(one if one.startswith('<w:tc>') else cell(one) for one in row)}</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{made}</w:tbl>"


def document(*blocks: str, **parts: str) -> bytes:
    """``parts``: styles, numbering, footnotes as markup within their roots."""
    body = "".join(one if one.startswith("<w:") else paragraph(one) for one in blocks)
    further = {
        f"word/{name}.xml": f'{DECLARED}<w:{name} xmlns:w="{WORD}">{content}</w:{name}>'
        for name, content in parts.items()
    }
    return packed(
        {
            "[Content_Types].xml": types(DOCUMENT_TYPE, "/word/document.xml"),
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(
                *((f"rId{n}", name, f"{name}.xml") for n, name in enumerate(parts))
            ),
            "word/document.xml": f'{DECLARED}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
            f' xmlns:a="{DRAWING}/main"><w:body>{body}<w:sectPr/></w:body></w:document>',
            **further,
        }
    )


# -- Excel before 2007 --------------------------------------------------------------------------

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(**streams: bytes) -> bytes:
    """A compound file: a table of sectors, a directory, then the streams (each padded to 4 KiB)."""
    padded = {
        name: one.ljust(max(4096, -(-len(one) // SECTOR) * SECTOR), b"\0")
        for name, one in streams.items()
    }
    at, chain, entries = 2, [FAT, END], [_entry("Root Entry", 5, END, 0, child=1)]
    for n, (name, content) in enumerate(padded.items(), 1):
        count = len(content) // SECTOR
        further = n + 1 if n < len(padded) else FREE
        entries.append(_entry(name, 2, at, len(content), further=further))
        chain += [*range(at + 1, at + count), END]
        at += count
    entries += [bytes(128)] * (4 - len(entries))
    table = struct.pack("<128I", *(chain + [FREE] * (128 - len(chain))))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        END,
        0,
        END,
        0,
    ) + struct.pack("<109I", 0, *[FREE] * 108)
    return b"".join((head, table, *entries[:4], *padded.values()))


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = FREE, further: int = FREE
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII36xII4x", text, len(text), kind, 1, FREE, further, child, start, size
    )


def old_book(
    rows: Sequence[Sequence[str | float]],
    *,
    codes: Sequence[str] = (),
    looks: Mapping[tuple[int, int], int] = {},
    hidden: Iterable[int] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    locked: bool = False,
) -> bytes:
    """A workbook of BIFF 8. ``looks``: (row, column) → the n-th code, from 1."""
    sheet = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
    for n in hidden:
        sheet.append(_record(0x208, struct.pack("<HHHHHHI", n - 1, 0, 9, 0, 0, 0, 0x20)))
    for r, cells in enumerate(rows):
        for c, value in enumerate(cells):
            place = struct.pack("<HHH", r, c, looks.get((r + 1, c + 1), 0))
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                sheet.append(_record(0x204, place + text))
            else:
                sheet.append(_record(0x203, place + struct.pack("<d", value)))
    if merged:
        blocks = b"".join(struct.pack("<HHHH", *(n - 1 for n in one)) for one in merged)
        sheet.append(_record(0xE5, struct.pack("<H", len(merged)) + blocks))
    sheet.append(_record(0xA))
    name = struct.pack("<BB", 2, 1) + "台账".encode("utf-16-le")
    begin = [
        _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)),
        _record(0x42, b"\xb0\x04"),
    ]
    if locked:
        begin.append(_record(0x2F, bytes(54)))
    for n, code in enumerate(codes):
        text = struct.pack("<HB", len(code), 1) + code.encode("utf-16-le")
        begin.append(_record(0x41E, struct.pack("<H", 164 + n) + text))
    for n in range(len(codes) + 1):
        key = 163 + n if n else 0
        begin.append(_record(0xE0, struct.pack("<HHHBBBBIIH", 0, key, 0, 0, 0, 0, 0, 0, 0, 0)))
    length = sum(map(len, begin)) + 4 + 6 + len(name) + 4
    begin.append(_record(0x85, struct.pack("<IBB", length, 0, 0) + name))
    return compound(Workbook=b"".join((*begin, _record(0xA), *sheet)))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
