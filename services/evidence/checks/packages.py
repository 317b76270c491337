"""XLSX and DOCX: a zip whose members are counted, unpacked within limits, and free of macros."""

import re
import zipfile
import zlib
from typing import IO

from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.domain.media import DOCX, XLSX
from services.evidence.domain.verdict import Facts

MAIN = {
    XLSX: b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    DOCX: b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
"""The content type of the main part: what tells a workbook from a document, or from neither."""

TYPES = "[Content_Types].xml"
ACTIVE_MEMBER = re.compile(
    r"(vba(project|data)|/macrosheets/|/dialogsheets/|/activex/|/oleobject\d*\.bin"
    r"|\.(exe|dll|js|jse|vbs|vbe|wsf|bat|cmd|ps1|jar|hta|scr|lnk|com|msi)$)"
)
ACTIVE_TYPE = re.compile(rb"macroenabled|vbaproject|activex", re.IGNORECASE)
FAR_TEMPLATE = re.compile(
    rb"<[^>]*(attachedTemplate|oleObject|/frame)[^>]*TargetMode\s*=\s*[\"']External|"
    rb"<[^>]*TargetMode\s*=\s*[\"']External[^>]*(attachedTemplate|oleObject|/frame)",
    re.IGNORECASE,
)
RATIO = 200
"""Times that a member may grow when unpacked …"""

RATIO_FROM = 8 * 1024 * 1024
"""… once it is larger than this: small members of repeated text grow more, and do no harm."""

CHUNK = 1024 * 1024
MAX_XML = 4 * 1024 * 1024
"""Bytes of a member that is looked into."""

ENCRYPTED = 0x1


def look(file: IO[bytes], media_type: str, limits: Limits) -> Finding:
    """Raises: Reject (type-mismatch, macro, encrypted, unreadable, decompression-bomb)."""
    try:
        _must_be_bare(file)
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            _must_be_modest(members, limits)
            _unpack(package, members, limits)
            _must_be(package, media_type)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as fault:
        raise Reject("unreadable") from fault
    tools = {"zlib": zlib.ZLIB_RUNTIME_VERSION}
    return Finding(facts=Facts(members=len(members)), tools=tools)


def _must_be_bare(file: IO[bytes]) -> None:
    """The archive begins with the first byte and ends with the last: nothing hides around it."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise Reject("type-mismatch")
    file.seek(-22, 2)
    if file.read(4) != b"PK\x05\x06":
        raise Reject("unreadable")


def _must_be_modest(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise Reject("decompression-bomb")
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names) or min((m.header_offset for m in members), default=0):
        raise Reject("type-mismatch")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Reject("encrypted")
    if any(ACTIVE_MEMBER.search("/" + name) for name in names):
        raise Reject("macro")


def _unpack(package: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Read every member to its end, where its checksum is compared.

    What comes out is counted, not what the directory claims.
    """
    total = 0
    for member in members:
        size = 0
        with package.open(member) as content:
            while chunk := content.read(CHUNK):
                size += len(chunk)
                total += len(chunk)
                grown = size > RATIO_FROM and size > RATIO * max(member.compress_size, 1)
                if total > limits.unpacked or grown:
                    raise Reject("decompression-bomb")


def _must_be(package: zipfile.ZipFile, media_type: str) -> None:
    names = set(package.namelist())
    if TYPES not in names:
        raise Reject("type-mismatch")
    types = _text(package, TYPES)
    if ACTIVE_TYPE.search(types):
        raise Reject("macro")
    if MAIN[media_type] not in types:
        raise Reject("type-mismatch")
    for name in names:
        if name.lower().endswith(".rels") and FAR_TEMPLATE.search(_text(package, name)):
            raise Reject("macro")


def _text(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > MAX_XML:
        raise Reject("decompression-bomb")
    return package.read(name)
