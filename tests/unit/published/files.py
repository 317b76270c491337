"""The files of the published cases, made part by part: each is as odd as the one it stands for."""

import io
import struct
from collections.abc import Sequence

from PIL import Image, ImageSequence, TiffImagePlugin

from contracts.sheets import Workbook
from gateway.sheets.protocol import Limits
from gateway.sheets.reading import read
from tests.support import office
from tests.support.office import Members, book, inline, packed, row, worksheet

HEADER = ("序号", "考评项目", "工作任务", "责任单位", "配合单位", "完成时限")
TASKS = (
    ("1", "组织领导", "双拥领导小组每年召开全体会议", "双拥办", "人武部", "12月底前"),
    ("2", "宣传教育", "主要路段设置宣传标语", "宣传部", "城管局", "7月30日前"),
)
PLAIN = worksheet(*(row(*cells) for cells in (HEADER, *TASKS)))


def opened(raw: bytes, name: str = "表.xlsx") -> Workbook:
    reply = read(name, raw, Limits())
    assert reply.workbook is not None
    return reply.workbook


def sheet(*rows: Sequence[str | float], formats: tuple[str, ...] = (), **parts: str) -> Workbook:
    """Texts, numbers, or cells as markup. ``formats``: of cell styles from 1 on."""
    made = worksheet(*(row(*cells) for cells in rows), **parts)
    return opened(packed(book(made, styles=office.styles(*formats))))


def dated(serial: float, style: int = 1) -> str:
    return f'<c s="{style}"><v>{serial}</v></c>'


def wrong(text: str) -> str:
    return f'<c t="e"><v>{text}</v></c>'


def text_of(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    return "".join(separator.join(cells) + "\r\n" for cells in rows)


def backslashed() -> bytes:
    return packed({name.replace("/", "\\"): part for name, part in book(PLAIN).items()})


def pictured() -> Workbook:
    formula = '<c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    cells = ("编号", "名称", "责任单位", "照片"), ("P-01", "人民广场北口", "宣传部", formula)
    return sheet(*cells)


def phonetic() -> Members:
    """A name with its reading above it, as a Japanese or Chinese keyboard leaves it."""
    run = f"<is><t>{TASKS[0][2]}</t><rPh sb='0' eb='2'><t>SHUANGYONG</t></rPh></is>"
    cells = [inline(text) for text in TASKS[0]]
    cells[2] = f'<c t="inlineStr">{run}</c>'
    body = row(*HEADER), f"<row>{''.join(cells)}</row>", row(*TASKS[1])
    return book(worksheet(*body))


def blank_rows(count: int) -> bytes:
    """A table with formatted rows of nothing below it."""
    more = "".join(f'<row r="{n}"><c s="1"/><c s="1"/></row>' for n in range(4, 4 + count))
    return packed(
        book(PLAIN.replace("</sheetData>", f"{more}</sheetData>"), styles=office.styles("0"))
    )


# -- pictures ------------------------------------------------------------------------------------


def jpeg(exif: bytes = b"", mode: str = "RGB", **options: object) -> bytes:
    image = Image.linear_gradient("L").resize((160, 120)).convert(mode)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, **options)
    return out.getvalue()


def gps(*angles: tuple[float, float, float], turned: int = 1) -> bytes:
    """Exif with a shutter's time and a place; nan stands as 0/0."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif.get_ifd(0x8769)[0x9003] = "2027:05:01 09:30:00"
    place = exif.get_ifd(0x8825)
    for at, (sign, angle) in enumerate(zip(("N", "E"), angles, strict=True)):
        place[1 + 2 * at] = sign
        place[2 + 2 * at] = tuple(TiffImagePlugin.IFDRational(*_ratio(part)) for part in angle)
    return exif.tobytes()


def _ratio(value: float) -> tuple[int, int]:
    return (0, 0) if value != value else (int(value), 1)


def double_header() -> bytes:
    """The Exif header twice, as a maker's phones write it."""
    return b"Exif\0\0" + gps((36, 3, 30), (103, 49, 0))


def several() -> bytes:
    """Two pictures in one file (MPO)."""
    first, second = (Image.new("RGB", (160, 120), colour) for colour in ("red", "blue"))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert len([*ImageSequence.Iterator(Image.open(out))]) == 2
    return out.getvalue()


def motion() -> bytes:
    """A photo with its moving part behind it."""
    film = (box(b"ftyp", b"mp42\0\0\0\0isom"), box(b"moov", bytes(8)), box(b"mdat", bytes(8)))
    return jpeg(gps((36, 3, 30), (103, 49, 0))) + b"".join(film)


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def video(*more: bytes) -> bytes:
    head = box(b"ftyp", b"mp42\0\0\0\0mp42isom")
    return b"".join((head, box(b"moov", box(b"mvhd", bytes(100))), box(b"mdat", bytes(64)), *more))


def core_extra() -> bytes:
    """Properties with an element that no standard knows."""
    kind = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    core = (
        f'<cp:coreProperties xmlns:cp="{kind}" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dcterms:odd>2027</dcterms:odd></cp:coreProperties>"
    )
    return packed(book(PLAIN) | {"docProps/core.xml": core})
