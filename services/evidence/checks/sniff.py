"""Type by content. libmagic alone misses files that are two things at once: see ``alone``."""

import struct
from collections.abc import Iterable
from typing import IO

import magic

from services.evidence.checks.protocol import Reject
from services.evidence.piece.media import DOCX, HEIC, JPEG, MP4, PDF, PNG, XLSX

VERSION = str(magic.version())  # type: ignore[no-untyped-call]
HEAD = 64 * 1024
"""Bytes that libmagic sees."""

PACKAGE = {"application/zip", "application/octet-stream"}
HEIFS = {"image/heif", "image/heic-sequence", "image/heif-sequence"}
SAYS: dict[str, set[str]] = {
    JPEG: {JPEG},
    PNG: {PNG},
    HEIC: {HEIC, *HEIFS},
    PDF: {PDF},
    # A package is told from other archives by what it holds, not by the order of its members.
    XLSX: {XLSX, DOCX, *PACKAGE},
    DOCX: {XLSX, DOCX, *PACKAGE},
    # A film is told by its boxes: makers write brands that libmagic does not know.
    MP4: {MP4, "video/x-m4v", "audio/mp4", "video/3gpp", "video/3gpp2", "application/octet-stream"},
}
"""What libmagic may say of each type."""

OTHERS = {
    "image/avif": "AVIF 图片，请另存为 JPEG",
    "image/webp": "WebP 图片，请另存为 JPEG 或 PNG",
    "image/gif": "GIF 图片，请另存为 PNG",
    "image/bmp": "BMP 图片，请另存为 PNG",
    "image/tiff": "TIFF 图片，请另存为 JPEG 或 PDF",
    "image/svg+xml": "SVG 图片，请另存为 PNG",
    "video/quicktime": "MOV 视频，请另存为 MP4",
    "video/x-msvideo": "AVI 视频，请另存为 MP4",
    "application/msword": "旧版 Word 文件，请另存为 DOCX",
    "application/vnd.ms-excel": "旧版 Excel 文件，请另存为 XLSX",
    "application/CDFV2": "旧版 Office 或 WPS 文件，请另存为 DOCX 或 XLSX",
    "application/x-rar": "压缩包，请解压后逐个上传",
    "application/x-7z-compressed": "压缩包，请解压后逐个上传",
    "application/zip": "压缩包，请解压后逐个上传",
    "text/html": "网页，请另存为 PDF",
}
"""What people upload by mistake, and what to do."""

NAMES = {
    JPEG: "JPEG 图片",
    PNG: "PNG 图片",
    **dict.fromkeys((HEIC, *sorted(HEIFS)), "HEIC 图片"),
    PDF: "PDF",
    XLSX: "XLSX 表格",
    DOCX: "DOCX 文档",
    MP4: "MP4",
}

COMPOUND = {"application/CDFV2", "application/encrypted", "application/x-ole-storage"}
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<body", b"<iframe")

DIRECTORY_END, DIRECTORY = b"PK\x05\x06", b"PK\x01\x02"
END_SIZE = 22
MAX_COMMENT = 65535
ZIP64 = 0xFFFFFFFF


def must_be(file: IO[bytes], media_type: str) -> None:
    """Raises: Reject (type-mismatch, type-not-allowed, encrypted)."""
    file.seek(0)
    said = magic.from_buffer(file.read(HEAD), mime=True)
    if said in SAYS[media_type]:
        return
    if said in COMPOUND and media_type in (XLSX, DOCX) and _is_encrypted(file):
        raise Reject("encrypted")
    if said in NAMES:
        raise Reject("type-mismatch", f"内容是 {NAMES[said]}，登记为 {NAMES[media_type]}")
    known = set().union(*SAYS.values())
    where = f"内容是{OTHERS[said]}" if said in OTHERS else ""
    raise Reject("type-mismatch" if said in known else "type-not-allowed", where)


def alone(file: IO[bytes], texts: Iterable[bytes] = ()) -> None:
    """Refuse a file that another program would take for a page or an archive.

    ``texts``: places where free text may stand. Raises: Reject.
    """
    file.seek(0)
    head = file.read(1024)  # as far as a browser looks
    if any(mark in text.lower() for text in (head, *texts) for mark in MARKUP):
        raise Reject("type-mismatch")
    if opens_as_zip(file):
        raise Reject("type-mismatch")


def opens_as_zip(file: IO[bytes]) -> bool:
    """Whether a directory of members is found from the file's end, as every unzipper does."""
    size = file.seek(0, 2)
    start = max(0, size - END_SIZE - MAX_COMMENT)
    file.seek(start)
    tail = file.read()
    at = tail.find(DIRECTORY_END)
    while at >= 0:
        if at + END_SIZE <= len(tail):
            (length,) = struct.unpack_from("<I", tail, at + 12)
            file.seek(max(0, start + at - length))
            if length == ZIP64 or (length and file.read(4) == DIRECTORY):
                return True
        at = tail.find(DIRECTORY_END, at + 1)
    return False


def _is_encrypted(file: IO[bytes]) -> bool:
    """Office writes a protected document as a compound file with this stream."""
    file.seek(0)
    kept = b""
    while chunk := file.read(HEAD):
        if ENCRYPTED_PACKAGE in kept + chunk:
            return True
        kept = chunk[-len(ENCRYPTED_PACKAGE) :]
    return False
