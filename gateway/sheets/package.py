"""A look into an XLSX package before anything parses it: modest, whole, without active content."""

import re
import zipfile
import zlib
from typing import BinaryIO

from gateway.sheets.protocol import Limits, Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""A compound file: a workbook with a password, or of the format before 2007."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TYPES = "[Content_Types].xml"
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ACTIVE_MEMBER = re.compile(
    r"(vba(project|data)|/macrosheets/|/dialogsheets/|/activex/|/embeddings/|oleobject"
    r"|\.(exe|dll|js|jse|vbs|vbe|wsf|bat|cmd|ps1|jar|hta|scr|lnk|com|msi)$)"
)
ACTIVE_TYPE = re.compile(rb"macroenabled|vbaproject|activex", re.IGNORECASE)
LINKS = re.compile(r"/(externallinks/|connections\.xml$|querytables/)")
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
RATIO = 200
"""Times that a member may grow when unpacked …"""
RATIO_FROM = 8 * 1024 * 1024
"""… once it is larger than this: small members of repeated text grow more, and do no harm."""
CHUNK = 1024 * 1024
LOCKED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError)


def must_be_no_old_file(raw: bytes) -> None:
    """Raises: Refused table-encrypted, table-old-format."""
    if raw.startswith(OLE):
        raise Refused("table-encrypted" if ENCRYPTED in raw else "table-old-format")


def look(file: BinaryIO, limits: Limits) -> None:
    """Raises: Refused not-a-table, table-macro, table-encrypted, table-links, table-bomb."""
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            _must_be_modest(members, limits)
            _must_be_passive(members)
            _unpack(package, members, limits)
            types = package.read(TYPES)
    except (*BROKEN, KeyError) as fault:
        raise Refused("not-a-table") from fault
    if ACTIVE_TYPE.search(types):
        raise Refused("table-macro")
    if MAIN not in types:
        raise Refused("not-a-table")


def _must_be_modest(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise Refused("table-bomb")
    names = {member.filename.lower() for member in members}
    offsets = {member.header_offset for member in members}
    if len(names) != len(members) or len(offsets) != len(members):
        raise Refused("not-a-table")
    if any(member.flag_bits & LOCKED for member in members):
        raise Refused("table-encrypted")


def _must_be_passive(members: list[zipfile.ZipInfo]) -> None:
    names = ["/" + member.filename.lower() for member in members]
    if any(ACTIVE_MEMBER.search(name) for name in names):
        raise Refused("table-macro")
    if any(LINKS.search(name) for name in names):
        raise Refused("table-links")


def _unpack(package: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Read every member to its end: what comes out is counted, not what the directory claims."""
    total = 0
    for member in members:
        size = 0
        with package.open(member) as content:
            while chunk := content.read(CHUNK):
                if not size and any(mark in chunk for mark in DOCTYPES):
                    raise Refused("not-a-table")  # entities that multiply, or fetch
                size += len(chunk)
                total += len(chunk)
                grown = size > RATIO_FROM and size > RATIO * max(member.compress_size, 1)
                if total > limits.unpacked or grown:
                    raise Refused("table-bomb")
