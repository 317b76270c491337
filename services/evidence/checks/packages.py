"""XLSX and DOCX: a zip that is nothing else, whose parts are each of an allowed kind."""

import io
import struct
import zipfile
import zlib
from collections.abc import Container, Iterator
from typing import IO

import msgspec

from services.evidence.checks import allowed, parts
from services.evidence.checks.markup import Attributes, Count, Markup, read
from services.evidence.checks.passive import Drawing, Passive
from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.piece.media import DOCX, XLSX
from services.evidence.piece.verdict import Facts

TYPES = "[content_types].xml"
RATIO = 200
"""Times that a member may grow when unpacked …"""

RATIO_FROM = 8 * 1024 * 1024
"""… once it is larger than this: small members of repeated text grow more, and do no harm."""

CHUNK = 1024 * 1024
END = struct.Struct("<4s4H2IH")
LOCATOR = b"PK\x06\x07"
LOCAL = struct.Struct("<4s22x2H")
MAX_ENTRY = 512
"""Bytes of the directory for each member that is allowed."""

ENCRYPTED, DESCRIBED = 0x1, 0x8
DESCRIPTION = 24
"""Bytes that may follow a member whose size was not known when it was begun."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def look(file: IO[bytes], media_type: str, limits: Limits) -> Finding:
    """Raises: Reject."""
    try:
        _must_be_bare(file, limits)
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            _must_be_modest(members, limits)
            _must_lie_side_by_side(file, members, package.start_dir)
            unpacked = _Package(package, members, media_type, limits).look()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as fault:
        raise Reject("unreadable", str(fault)) from fault
    tools = {"zlib": zlib.ZLIB_RUNTIME_VERSION}
    return Finding(facts=Facts(members=len(members)), tools=tools, unpacked=unpacked)


# -- the archive -----------------------------------------------------------------------------------


def _must_be_bare(file: IO[bytes], limits: Limits) -> None:
    """The archive begins with the first byte and ends with the last, and its directory is counted
    before anything reads it.
    """
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise Reject("type-mismatch")
    size = file.seek(0, 2)
    file.seek(max(0, size - END.size - 20))
    tail = file.read()
    if len(tail) < END.size + 20:
        raise Reject("unreadable")
    mark, *_, on_disk, count, length, start, comment = END.unpack(tail[-END.size :])
    if mark != b"PK\x05\x06" or comment or tail.startswith(LOCATOR):
        raise Reject("unreadable", "ZIP")
    if count > limits.members or length > limits.members * MAX_ENTRY:
        raise Reject("decompression-bomb", "ZIP")
    if on_disk != count or start + length + END.size != size:
        raise Reject("type-mismatch", "ZIP")


def _must_be_modest(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise Reject("decompression-bomb")
    names = [_name(member) for member in members]
    if len(set(names)) != len(names):
        raise Reject("type-mismatch", "ZIP")
    for member in members:
        if member.flag_bits & ENCRYPTED:
            raise Reject("encrypted")
        if member.compress_type not in METHODS:
            raise Reject("unreadable", member.filename)
        if not member.orig_filename.isprintable() or ".." in _name(member).split("/"):
            raise Reject("type-mismatch", member.filename)


def _name(member: zipfile.ZipInfo) -> str:
    """Names of parts are compared without regard to case; some programs write backslashes."""
    return member.filename.lower().replace("\\", "/").lstrip("/")


def _must_lie_side_by_side(file: IO[bytes], members: list[zipfile.ZipInfo], end: int) -> None:
    """No byte of the archive is outside of a member: nothing hides between two of them."""
    at, spare = 0, 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if not at <= member.header_offset <= at + spare:
            raise Reject("type-mismatch", "ZIP")
        file.seek(member.header_offset)
        header = file.read(LOCAL.size)
        if len(header) < LOCAL.size:
            raise Reject("unreadable", "ZIP")
        _mark, name, extra = LOCAL.unpack(header)
        at = member.header_offset + LOCAL.size + name + extra + member.compress_size
        spare = DESCRIPTION if member.flag_bits & DESCRIBED else 0
    if not at <= end <= at + spare:
        raise Reject("type-mismatch", "ZIP")


# -- its parts -------------------------------------------------------------------------------------


class _Types:
    """Rules for the list of kinds: by a part's name, or by the ending of names."""

    watched: Container[str] = frozenset(("extension", "partname", "contenttype"))

    def __init__(self) -> None:
        self._by_name: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> bool:
        told = dict(attributes)
        if len(told) < len(attributes) or name not in ("types", "default", "override"):
            raise Reject("unreadable", TYPES)
        kind = told.get("contenttype", "").partition(";")[0].strip().lower()
        key = told.get("extension" if name == "default" else "partname", "").lower()
        known = self._by_ending if name == "default" else self._by_name
        if name != "types" and known.setdefault(key, kind) != kind:
            raise Reject("type-mismatch", TYPES)
        return False

    def text(self, name: str, text: str) -> None:
        pass

    def of(self, part: str) -> str:
        """The kind of a part, or nothing."""
        ending = part.rpartition("/")[2].rpartition(".")[2]
        return self._by_name.get("/" + part) or self._by_ending.get(ending, "")


class _Package:
    def __init__(
        self,
        package: zipfile.ZipFile,
        members: list[zipfile.ZipInfo],
        media_type: str,
        limits: Limits,
    ) -> None:
        self._package = package
        self._members = members
        self._media_type = media_type
        self._limits = limits
        self._count = Count()
        self._unpacked = 0
        self._has_main = False
        self._types = _Types()

    def look(self) -> int:
        """Read every member to its end, where its checksum is compared; to so many bytes they
        unpack. Raises: Reject.
        """
        by_name = {_name(member): member for member in self._members}
        if TYPES not in by_name:
            raise Reject("type-mismatch")
        read(self._whole(by_name[TYPES]), self._types, self._count, TYPES)
        kinds = [self._types.of(name) for name in by_name]
        if allowed.MAIN[self._media_type] not in kinds:
            acting = any(allowed.code_of(kind) == "macro" for kind in kinds)
            raise Reject("macro" if acting else "type-mismatch")
        for name, member in by_name.items():
            if name != TYPES and not (member.is_dir() and not member.file_size):
                self._part(name, member)
        if not self._has_main:
            raise Reject("type-mismatch")
        return self._unpacked

    def _part(self, name: str, member: zipfile.ZipInfo) -> None:
        kind = self._kind(name)
        if kind in allowed.MARKUP[self._media_type]:
            self._markup(name, kind, member)
        elif kind == XLSX and self._media_type == DOCX:
            self._figures(member)
        elif kind in allowed.MAIN.values():
            raise Reject("type-mismatch", name)
        elif kind:
            parts.look(self._whole(member), kind, self._limits.pixels, name)
        else:
            raise Reject(allowed.code_of(name), name)

    def _kind(self, name: str) -> str:
        return allowed.RELATIONS_TYPE if name.endswith(".rels") else self._types.of(name)

    def _figures(self, member: zipfile.ZipInfo) -> None:
        """The workbook of a chart; it can hold no further one."""
        data = io.BytesIO(self._whole(member))
        left = max(0, self._limits.unpacked - self._unpacked)
        look(data, XLSX, msgspec.structs.replace(self._limits, unpacked=left))
        with zipfile.ZipFile(data) as package:
            self._unpacked += sum(one.file_size for one in package.infolist())

    def _rules(self, name: str, kind: str) -> Passive:
        if kind == allowed.SVG:
            return Drawing(name)
        folder, _, own = name.rpartition("_rels/")
        if self._kind(folder + own.removesuffix(".rels")) == allowed.CHART:
            return Passive(name, allowed.CHART_RELATIONS)
        return Passive(name)

    def _markup(self, name: str, kind: str, member: zipfile.ZipInfo) -> None:
        rules = self._rules(name, kind)
        markup = Markup(rules, self._count, name)
        for block in self._blocks(member):
            markup.feed(block)
        markup.close()
        rules.close()
        # Some programs call every part by the main part's kind.
        if kind == allowed.MAIN[self._media_type] and rules.root == allowed.ROOTS[self._media_type]:
            self._has_main = True

    def _whole(self, member: zipfile.ZipInfo) -> bytes:
        if member.file_size > parts.MAX_BINARY:
            raise Reject("decompression-bomb", member.filename)
        return b"".join(self._blocks(member))

    def _blocks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """What comes out is counted, not what the directory claims."""
        size = 0
        with self._package.open(member) as content:
            while block := content.read(CHUNK):
                size += len(block)
                self._unpacked += len(block)
                grown = size > RATIO_FROM and size > RATIO * max(member.compress_size, 1)
                if self._unpacked > self._limits.unpacked or grown:
                    raise Reject("decompression-bomb", member.filename)
                yield block
