"""Office documents part by part: as people's programs write them, and as somebody made them up."""

from typing import Any

from tests.unit.evidence import files

OFFICE = files.OFFICE
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
OPEN = "application/vnd.openxmlformats-officedocument."
RELATION = f"{OFFICE}/officeDocument/2006/relationships/"
NAMES = (
    f'xmlns:w="{OFFICE}/wordprocessingml/2006/main" xmlns:r="{RELATION[:-1]}" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    f'xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, tuple[str, bytes]]
"""Content type and content by name."""


def xml(text: str) -> bytes:
    return (HEAD + text).encode()


def relation(kind: str, target: str, *, external: bool = False, base: str = RELATION) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{abs(hash((kind, target)))}" Type="{base}{kind}" ' + (
        f'Target="{target}"{mode}/>'
    )


def relations(*told: str) -> bytes:
    names = f'xmlns="{OFFICE}/package/2006/relationships"'
    return xml(f"<Relationships {names}>{''.join(told)}</Relationships>")


def word(inside: str = "<w:p/>") -> bytes:
    return xml(f"<w:document {NAMES}><w:body>{inside}</w:body></w:document>")


def sheet(inside: str = "<sheetData/>") -> bytes:
    names = f'xmlns="{OFFICE}/spreadsheetml/2006/main" xmlns:r="{RELATION[:-1]}"'
    return xml(f"<worksheet {names}>{inside}</worksheet>")


def document(parts: Parts | None = None, *, body: bytes = b"", rels: bytes = b"") -> bytes:
    """A document with these further parts."""
    main: Parts = {"word/document.xml": (WORD + "document.main+xml", body or word())}
    return _package("word/document.xml", main | (parts or {}), rels)


def workbook(
    parts: Parts | None = None, *, cells: str = "", book: str = "", compress: bool = True
) -> bytes:
    """A workbook of one sheet with these cells; ``book`` stands beside its list of sheets."""
    names = f'xmlns="{OFFICE}/spreadsheetml/2006/main" xmlns:r="{RELATION[:-1]}"'
    sheets = '<sheets><sheet name="点位" sheetId="1" r:id="s1"/></sheets>'
    main: Parts = {
        "xl/workbook.xml": (
            SHEET + "sheet.main+xml",
            xml(f"<workbook {names}>{sheets}{book}</workbook>"),
        ),
        "xl/worksheets/sheet1.xml": (
            SHEET + "worksheet+xml",
            sheet(f'<sheetData><row r="1">{cells}</row></sheetData>'),
        ),
    }
    return _package("xl/workbook.xml", main | (parts or {}), b"", compress)


def _package(main: str, parts: Parts, rels: bytes, compress: bool = True) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items()
    )
    types = xml(
        f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )
    folder, _, name = main.rpartition("/")
    members: dict[str, Any] = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(relation("officeDocument", main)),
        **({f"{folder}/_rels/{name}.rels": rels} if rels else {}),
        **{name: content for name, (_, content) in parts.items()},
    }
    return files.package(members, compress=compress)


def field(*pieces: str, inner: str = "") -> str:
    """A field whose instruction comes in these pieces; ``inner`` fields stand in its result."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + runs
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + f"<w:r><w:t>1</w:t></w:r>{inner}"
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def formula(text: str) -> str:
    return f'<c r="A1"><f>{text}</f><v>1</v></c>'
