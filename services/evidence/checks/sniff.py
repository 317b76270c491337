"""Type by content. libmagic alone misses files that are two things at once: see ``alone``."""

import zipfile
from collections.abc import Iterable
from typing import IO

import magic

from services.evidence.checks.protocol import Reject
from services.evidence.domain.media import DOCX, JPEG, MP4, PDF, PNG, XLSX

VERSION = str(magic.version())  # type: ignore[no-untyped-call]
HEAD = 64 * 1024
"""Bytes that libmagic sees."""

PACKAGE = {"application/zip", "application/octet-stream"}
SAYS: dict[str, set[str]] = {
    JPEG: {JPEG},
    PNG: {PNG},
    PDF: {PDF},
    # A package is told from other archives by what it holds, not by the order of its members.
    XLSX: {XLSX, DOCX, *PACKAGE},
    DOCX: {XLSX, DOCX, *PACKAGE},
    MP4: {MP4, "video/x-m4v"},
}
"""What libmagic may say of each type."""

COMPOUND = {"application/CDFV2", "application/encrypted", "application/x-ole-storage"}
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<body", b"<iframe")
ARCHIVES = (
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"%PDF-",
    b"\x7fELF\x02\x01",
    b"\x7fELF\x01\x01",
)


def must_be(file: IO[bytes], media_type: str) -> None:
    """Raises: Reject (type-mismatch, type-not-allowed, encrypted)."""
    file.seek(0)
    said = magic.from_buffer(file.read(HEAD), mime=True)
    if said in SAYS[media_type]:
        return
    if said in COMPOUND and media_type in (XLSX, DOCX) and _is_encrypted(file):
        raise Reject("encrypted")
    known = set().union(*SAYS.values())
    raise Reject("type-mismatch" if said in known else "type-not-allowed")


def alone(file: IO[bytes], tail: bytes, texts: Iterable[bytes] = ()) -> None:
    """Refuse a file that another program would take for something else.

    ``tail``: what follows the end of the proper content (phones append a second picture or a short
    film there: those pass). ``texts``: places where free text may stand. Raises: Reject.
    """
    file.seek(0)
    head = file.read(1024)  # as far as a browser looks
    if any(mark in text.lower() for text in (head, tail, *texts) for mark in MARKUP):
        raise Reject("type-mismatch")
    if any(mark in tail for mark in ARCHIVES) or tail.startswith(b"MZ"):
        raise Reject("type-mismatch")
    if opens_as_zip(file):
        raise Reject("type-mismatch")


def opens_as_zip(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            return bool(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
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
