"""A look into a package of an office program before anything of it is read: modest, whole, without

active content. ``gateway.sheets.reading.parts`` reads what has passed.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from gateway.sheets.protocol import Limits, Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""A compound file: a workbook with a password, or of the format before 2007."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TYPES = "[content_types].xml"
ACTIVE_MEMBER = re.compile(
    r"(vba(project|data)|/macrosheets/|/dialogsheets/|/activex/|/xl/embeddings/|/xl/.{0,200}oleobject"
    r"|\.(exe|dll|js|jse|vbs|vbe|wsf|bat|cmd|ps1|jar|hta|scr|lnk|com|msi)$)"
)
ACTIVE_TYPE = re.compile(rb"macroenabled|vbaproject|activex", re.IGNORECASE)
BINARY_SHEET = b"sheet.binary"
ODF = "这是 ODF 文件（.ods、.odt），请用 WPS 或 Excel 打开后另存为 .xlsx 或 .docx 再提交。"
IWORK = "这是 Numbers 或 Pages 文件，请导出为 .xlsx 或 .docx 后再提交。"
OTHERS = (("mimetype", ODF), ("index/document.iwa", IWORK), ("index.zip", IWORK))
"""A member that tells what a package is instead."""
ARCHIVE = "这是压缩包，请解压后提交其中的表格。"
BROKEN_FILE = "文件不完整或已损坏，请重新下载，或用 WPS、Excel 打开后另存一份再提交。"
LINKS = re.compile(r"/(externallinks/|connections\.xml$|querytables/)")
CELLS = tuple(
    f"<{prefix}{name}{end}".encode()
    for prefix in ("", "x:")
    for name in ("row", "c", "v", "f", "is", "t", "si", "r")
    for end in (" ", ">", "/")
)
MAX_TAGS = 1_500_000
"""300,000 cells take about a million."""
MAX_OTHERS = 100_000
"""Styles, names, merged blocks …: whatever is no cell."""
LONG = re.compile(rb"<\x00?[^!?<\x00][^<]{65536}")
"""A tag, and the text after it, far beyond what a cell may hold."""
RATIO = 200
"""Times that a member may grow when unpacked …"""
RATIO_FROM = 8 * 1024 * 1024
"""… once it is larger than this: small members of repeated text grow more, and do no harm."""
CHUNK = 1024 * 1024
LOCKED = 0x1
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, LookupError),
    *(EOFError, OSError, RuntimeError),
)


def look(file: BinaryIO, limits: Limits) -> None:
    """Raises: Refused not-a-table, table-macro, table-encrypted, table-links, table-bomb."""
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            _must_be_modest(members, limits)
            _must_be_passive(members)
            _must_unpack_modestly(package, members, limits)
            _must_be_light_markup(package, members)
            types = package.read(_types(members))
    except BROKEN as fault:
        raise Refused("not-a-table", BROKEN_FILE) from fault
    plain = types.replace(b"\0", b"")  # of UTF-16
    if BINARY_SHEET in plain:
        raise Refused("not-a-table", "这是 .xlsb 表格，请另存为 .xlsx 后再提交。")
    if ACTIVE_TYPE.search(plain):
        raise Refused("table-macro")


def plain_name(name: str) -> str:
    """A member's name as it is looked for: some programs write backslashes, or other letters."""
    return name.replace("\\", "/").lstrip("/").lower()


def _types(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Raises: Refused not-a-table (a package of something else)."""
    names = {plain_name(member.filename): member for member in members}
    if TYPES in names:
        return names[TYPES]
    raise Refused("not-a-table", next((text for one, text in OTHERS if one in names), ARCHIVE))


def _must_be_modest(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise Refused("table-bomb")
    names = {plain_name(member.filename) for member in members}
    offsets = {member.header_offset for member in members}
    if len(names) != len(members) or len(offsets) != len(members):
        raise Refused("not-a-table")
    if any(member.flag_bits & LOCKED for member in members):
        raise Refused("table-encrypted")


def _must_be_passive(members: list[zipfile.ZipInfo]) -> None:
    names = ["/" + plain_name(member.filename) for member in members]
    if any(ACTIVE_MEMBER.search(name) for name in names):
        raise Refused("table-macro")
    if any(LINKS.search(name) for name in names):
        raise Refused("table-links")


def _must_unpack_modestly(
    package: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits
) -> None:
    """Read every member to its end: what comes out is counted, not what the directory claims.

    Counted before any of it is read as markup, which takes fifty times as long.
    """
    total = 0
    for member in members:
        size = 0
        for chunk in _chunks(package, member):
            size += len(chunk)
            total += len(chunk)
            grown = size > RATIO_FROM and size > RATIO * max(member.compress_size, 1)
            if total > limits.unpacked or grown:
                raise Refused("table-bomb")


def _must_be_light_markup(package: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    document = any(plain_name(member.filename).startswith("word/") for member in members)
    count = Count(most=MAX_TAGS if document else MAX_OTHERS)
    for member in members:
        markup = Markup(count)
        for chunk in _chunks(package, member):
            markup.feed(chunk)


def _chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(member) as content:
        while chunk := content.read(CHUNK):
            yield chunk


@dataclass
class Count:
    """Tags of all members: of cells, and of what takes the reader a hundred times as long."""

    most: int
    tags: int = 0
    others: int = 0

    def add(self, chunk: bytes) -> None:
        """Raises: Refused table-bomb."""
        tags = chunk.count(b"<") - chunk.count(b"</")
        self.tags += tags
        self.others += tags - sum(map(chunk.count, CELLS))
        if self.tags > MAX_TAGS or self.others > self.most or LONG.search(chunk):
            raise Refused("table-bomb")


class Markup:
    """A member as the reader's own parser will see it, before anything is made of it."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_type

    def feed(self, chunk: bytes) -> None:
        """Raises: Refused not-a-table (entities could multiply, or fetch), table-bomb."""
        if self._parser is None:
            return
        try:
            self._count.add(chunk)
            self._parser.Parse(chunk)
        except expat.ExpatError:
            self._parser = None  # a picture; of XML the reader stops here as well

    @staticmethod
    def _refuse_type(*_: object) -> None:
        raise Refused("not-a-table")
