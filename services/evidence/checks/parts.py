"""Parts of an office document that are not markup: each is what it is said to be, or refused."""

import struct
from collections.abc import Callable

from services.evidence.checks import allowed, jpeg, png, tails
from services.evidence.checks.protocol import Reject

MAX_BINARY = 64 * 1024 * 1024
MAX_PRINTER = 1024 * 1024
ALIGNED = 3
"""Bytes that some programs leave behind a small picture of the first page."""

PAGES = (b"<script", b"<html", b"<body", b"<iframe", b"<?php")
FOREIGN = (
    *(b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"PK\x03\x04", b"PK\x05\x06", b"{\\rtf", b"%PDF"),
    *(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"),
)
"""How programs, archives and other documents begin."""

WMF_SPARE = 64
"""Bytes by which the size in a header may differ."""

SFNT_TABLES = frozenset(
    b"BASE CBDT CBLC CFF  COLR CPAL DSIG EBDT EBLC GDEF GPOS GSUB HVAR JSTF LTSH MATH MVAR OS/2 "
    b"PCLT STAT VDMX VORG avar cmap cvt  fpgm fvar gasp glyf gvar hdmx head hhea hmtx kern loca "
    b"maxp meta mort morx name post prep sbix vhea vmtx"[at : at + 4]
    for at in range(0, 255, 5)
)
OBFUSCATED = 32
"""Bytes at the start of an embedded font that are mixed with a key."""


def look(data: bytes, kind: str, pixels: int, where: str) -> None:
    """``kind``: the content type in small letters. Raises: Reject."""
    if kind in allowed.PICTURES:
        PICTURES[allowed.PICTURES[kind]](data, pixels, where)
    elif kind == allowed.FONT:
        _font(data, where)
    elif kind in allowed.PRINTER:
        _printer(data, where)
    else:
        raise Reject(allowed.code_of(kind), f"{where}: {kind[:80]}")


def _jpeg(data: bytes, pixels: int, _where: str) -> None:
    first = jpeg.walk(data, 0, pixels)
    if first.at + ALIGNED < len(data):
        tails.must_be_known(data, first.at, pixels)


def _png(data: bytes, pixels: int, _where: str) -> None:
    png.walk(data, pixels)


def _gif(data: bytes, pixels: int, where: str) -> None:
    """Blocks up to the trailer, which is the last byte."""
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 14:
        raise Reject("type-mismatch", where)
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    _must_be_small(width, height, pixels, where)
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    try:
        while data[at] != 0x3B:
            if data[at] == 0x21:
                at += 2
            elif data[at] == 0x2C:
                flags = data[at + 9]
                at += 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
            else:
                raise Reject("broken-image", where)
            while data[at]:
                at += 1 + data[at]
            at += 1
    except IndexError as fault:
        raise Reject("broken-image", where) from fault
    if at + 1 != len(data):
        raise Reject("type-mismatch", where)


def _bmp(data: bytes, pixels: int, where: str) -> None:
    if len(data) < 54 or data[:2] != b"BM":
        raise Reject("type-mismatch", where)
    size, offset, header = struct.unpack_from("<I4xII", data, 2)
    width, height, _planes, bits, packed = struct.unpack_from("<iiHHI", data, 18)
    _must_be_small(abs(width), abs(height), pixels, where)
    rows = (abs(width) * bits + 31) // 32 * 4 * abs(height)
    if size != len(data) or header < 40 or packed not in (0, 3) or offset + rows + 4 < size:
        raise Reject("type-mismatch", where)


def _tiff(data: bytes, _pixels: int, where: str) -> None:
    if data[:4] not in (b"II*\0", b"MM\0*"):
        raise Reject("type-mismatch", where)


def _emf(data: bytes, _pixels: int, where: str) -> None:
    """Records up to the last byte, the header first."""
    at = 0
    if len(data) < 88 or data[:4] != b"\1\0\0\0" or data[40:44] != b" EMF":
        raise Reject("type-mismatch", where)
    while at + 8 <= len(data):
        _kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or size % 4:
            raise Reject("broken-image", where)
        at += size
    if at != len(data):
        raise Reject("broken-image", where)


def _wmf(data: bytes, _pixels: int, where: str) -> None:
    placeable = 22 if data[:4] == b"\xd7\xcd\xc6\x9a" else 0
    header = data[placeable : placeable + 18]
    if len(header) < 18 or header[:4] not in (b"\1\0\x09\0", b"\2\0\x09\0"):
        raise Reject("type-mismatch", where)
    (words,) = struct.unpack_from("<I", header, 6)
    if abs(words * 2 - (len(data) - placeable)) > WMF_SPARE:
        raise Reject("broken-image", where)


def _must_be_small(width: int, height: int, pixels: int, where: str) -> None:
    if width * height > pixels:
        raise Reject("decompression-bomb", where)


def _printer(data: bytes, where: str) -> None:
    """A driver's own settings: small, and not another kind of file."""
    head = data[:1024].lower()
    if len(data) > MAX_PRINTER or data.lstrip()[:8].startswith(FOREIGN):
        raise Reject("embedded", where)
    if any(mark in head for mark in PAGES):
        raise Reject("embedded", where)


def _font(data: bytes, where: str) -> None:
    """The directory of tables behind the obfuscated bytes names tables of fonts only."""
    tags = [data[at : at + 4] for at in range(12 + 16 * 2, 12 + 16 * 8, 16)]
    if len(data) <= OBFUSCATED or not all(tag in SFNT_TABLES for tag in tags):
        raise Reject("embedded", where)


PICTURES: dict[str, Callable[[bytes, int, str], None]] = {
    "jpeg": _jpeg,
    "png": _png,
    "gif": _gif,
    "bmp": _bmp,
    "tiff": _tiff,
    "emf": _emf,
    "wmf": _wmf,
}
