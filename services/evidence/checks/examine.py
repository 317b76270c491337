"""The order of a check: bytes, then type, then the look inside."""

import errno
import hashlib
import platform
import tempfile
from collections.abc import Callable
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import msgspec

from services.evidence.checks import documents, images, packages, scanning, sniff, stripping, videos
from services.evidence.checks.protocol import Finding, Limits, Reject, Reply, Request
from services.evidence.checks.scanning import Scan
from services.evidence.piece import media
from services.evidence.piece.verdict import CHECK_FAILED, OK, Verdict, refused

CHUNK = 1024 * 1024
READ_SECONDS = 15
MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EROFS}
"""Faults of the disk under this process, and not of what it reads."""

Look = Callable[[IO[bytes], str, Limits], Finding]
LOOKS: dict[str, Look] = {
    media.JPEG: images.look,
    media.PNG: images.look,
    media.HEIC: images.look,
    media.PDF: documents.look,
    media.XLSX: packages.look,
    media.DOCX: packages.look,
    media.MP4: videos.look,
}


class Away(Exception):
    """The store did not give the file; nothing is said about it."""


class Gone(Exception):
    """The pinned version is not in the store any more."""


def examine(request: Request, begin: Callable[[], None]) -> Reply:
    """One streaming read of the file, and its verdict.

    ``begin`` is called when all bytes are here, before anything looks inside.
    """
    # Without a name in the file system, so that no kind of end leaves it behind.
    with tempfile.TemporaryFile() as file:
        try:
            fetch(request, file)
            scan = scanning.scanned(file, request.size, request.scanner)
            begin()
            return _looked_at(file, request, scan)
        except Away as fault:
            return Reply(away=str(fault))
        except Gone:
            return Reply(verdict=Verdict(code=CHECK_FAILED, reason="the object is gone"))
        except Reject as fault:
            tools = {"python": platform.python_version()}
            return Reply(verdict=refused(fault.code, fault.where, tools))


def _looked_at(file: IO[bytes], request: Request, scan: Scan) -> Reply:
    """Raises: Away, Reject: whatever a parser dies of is a word about the file."""
    try:
        finding = inspect(file, request.media_type, request.limits)
        plain = _plain(file, request.media_type) if request.strip else None
    except Reject:
        raise
    except MemoryError as fault:
        raise Reject("too-costly", "MemoryError") from fault
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno in MACHINE:
            raise Away(f"disk: {fault}") from fault
        raise Reject("unreadable", f"{type(fault).__name__}: {fault}") from fault
    verdict = Verdict(
        code=OK,
        facts=msgspec.structs.replace(
            finding.facts, malware=scan.whole(finding.unpacked, request.scanner)
        ),
        tools={"python": platform.python_version()} | finding.tools | scan.tools,
        thumbnail=finding.thumbnail is not None,
    )
    return Reply(verdict=verdict, thumbnail=finding.thumbnail, plain=plain)


def _plain(file: IO[bytes], media_type: str) -> bytes:
    file.seek(0)
    return stripping.stripped(file.read(), media_type)


def fetch(request: Request, file: IO[bytes]) -> None:
    """Bring the file here and hash it on the way. Raises: Away, Gone, Reject."""
    digest, size = hashlib.sha256(), 0
    try:
        # The store is reached straight, whatever proxy the machine's environment names.
        opener = build_opener(ProxyHandler({}))
        with opener.open(request.url, timeout=READ_SECONDS) as answer:
            while chunk := answer.read(CHUNK):
                size += len(chunk)
                if size > request.size:
                    raise Reject("size-mismatch")
                digest.update(chunk)
                file.write(chunk)
    except HTTPError as fault:
        with fault:
            if fault.code == 404:
                raise Gone from fault
            raise Away(f"object store: {fault.code}") from fault
    except (OSError, HTTPException) as fault:
        raise Away(f"object store: {type(fault).__name__}: {fault}") from fault
    if size < int(answer.headers.get("Content-Length") or 0):
        raise Away(f"object store: cut off after {size} bytes")
    if size != request.size:
        raise Reject("size-mismatch")
    if digest.hexdigest() != request.sha256:
        raise Reject("sha256-mismatch")


def inspect(file: IO[bytes], media_type: str, limits: Limits) -> Finding:
    """Type by content, then a full look inside by what reads this type. Raises: Reject."""
    sniff.must_be(file, media_type)
    finding = LOOKS[media_type](file, media_type, limits)
    return Finding(
        facts=finding.facts,
        tools={"libmagic": sniff.VERSION} | finding.tools,
        thumbnail=finding.thumbnail,
        unpacked=finding.unpacked,
    )
