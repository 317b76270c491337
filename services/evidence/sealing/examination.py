"""Runs a check in its own process, and waits without stopping anything else."""

import os
import signal
import tempfile
from contextlib import AbstractContextManager, suppress
from functools import cache
from typing import IO

import msgspec
from msgspec import Struct

from kit import logs
from kit.confined import ForkServer, Gone
from kit.confined_process import Bounds
from kit.errors import NO_JSON, Unavailable
from services.evidence import metrics, settings
from services.evidence.bucket.client import bucket
from services.evidence.checks.confine import look_seconds
from services.evidence.checks.protocol import BEGUN, Limits, Reply, Request, Scanner
from services.evidence.piece.piece import Piece
from services.evidence.piece.schedule import processor_seconds
from services.evidence.piece.verdict import (
    EXHAUSTED,
    Verdict,
    believed,
    plain,
    unfinished,
)
from services.evidence.sealing.lanes import Lanes

CHECKS = "services.evidence.checks.process"
MIB = 1024 * 1024
PLACE_SECONDS = 3
"""How long a check waits for a place inside this process; then it waits at the broker, so that it
takes no room from others that were given to this process."""

URL_SECONDS = 600
"""How long the checking process may begin to read: waiting for its turn included."""

FETCH_SECONDS = 20
FETCH_RATE = 16 * MIB
"""Bytes each second that a store gives at least after FETCH_SECONDS, else it counts as away."""

MORE_FOR_SCANS = 10
"""Seconds to reach the scanner, and for the pause after its last one."""

GRACE = 5
"""Seconds beyond its own limit after which the process is killed from outside."""

MAX_REPLY = MIB
MAX_PLAIN = 64 * MIB
"""Of a stripped photo in the reply, as base64: a HEIC of 10 MiB is several times that as JPEG."""

MAX_THUMBNAIL = 512 * 1024
LAST_WORDS = 500
"""Bytes of the process's complaints that are logged."""

log = logs.get(__name__)


def ready() -> None:
    """Files can be checked, and the first need not wait. Raises: Gone."""
    SERVER.start()


@cache
def _lanes() -> Lanes:
    return Lanes(quick=settings.CHECKS_AT_ONCE())


def verdict_of(evidence: Piece) -> tuple[Verdict, bytes | None]:
    """The verdict and the thumbnail (a JPEG). Raises: Unavailable, as ``reply_of``."""
    verdict, thumbnail, _ = reply_of(evidence)
    return verdict, thumbnail


def reply_of(evidence: Piece, *, strip: bool = False) -> tuple[Verdict, bytes | None, bytes | None]:
    """The verdict, the thumbnail (a JPEG), and a good photo stripped where that is asked for.

    Raises: Unavailable where the store did not give the file, no process could be started, or no
    place is free: all are put off and tried again without end.
    """
    slow = evidence.exhausted > 0
    unit = f"{evidence.district}/{evidence.unit}"
    with place(evidence.by, unit, slow=slow):
        request = request_of(evidence, slow=slow, strip=strip)
        with metrics.CHECK_SECONDS.time():
            reply = run(request)
    if reply.verdict is None:
        raise Unavailable(reply.away)
    metrics.VERDICTS.labels(reply.verdict.code).inc()
    return reply.verdict, reply.thumbnail, reply.plain


def place(account: str, unit: str, *, slow: bool) -> AbstractContextManager[None]:
    """Among the processes that run side by side. Raises: Unavailable where none is free."""
    return _lanes().taken(account, unit, slow=slow, seconds=PLACE_SECONDS)


def request_of(evidence: Piece, *, slow: bool = False, strip: bool = False) -> Request:
    manifest = evidence.manifest
    return Request(
        url=bucket().addresses.read(evidence.object, evidence.version_id, seconds=URL_SECONDS),
        size=manifest.size,
        sha256=manifest.sha256,
        media_type=manifest.media_type,
        limits=_limits(manifest.size, slow=slow),
        scanner=_scanner(),
        strip=strip,
    )


def run(request: Request) -> Reply:
    """One check, from the start of its process to its end.

    Raises: Unavailable where none could be started, or the machine was too busy for it.
    """
    most = MAX_REPLY + (MAX_PLAIN if request.strip else 0)
    code, said = ended("check", request, request, most)
    if code == 0:
        with suppress(*NO_JSON):
            return _believed(msgspec.json.decode(said, type=Reply))
    return Reply(verdict=ended_badly(code, said.startswith(BEGUN)))


def ended(work: str, given: Struct, request: Request, most: int) -> tuple[int | None, bytes]:
    """One process, from its start to its end: its exit code, as of ``_wait``, and what it said, of
    which no more than ``most`` bytes are read.

    ``work``: a function of ``checks/process.py``, which is given ``given``. Raises: Unavailable.
    """
    # Files instead of pipes: nothing can block on a full one, and waiting is only for the end.
    with (
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaints,
    ):
        asked.write(msgspec.json.encode(given))
        asked.seek(0)
        code = _wait(work, request, asked, answer, complaints, most)
        answer.seek(0)
        said = answer.read(most)
        size = complaints.seek(0, os.SEEK_END)
        complaints.seek(max(0, size - LAST_WORDS))
        words = complaints.read().decode(errors="replace")
    if code != 0:
        log.warning("check ended badly", work=work, code=code, said=words)
    return code, said


def _believed(reply: Reply) -> Reply:
    """An answer about foreign bytes is foreign data: bounded, plausible, or left out."""
    if reply.verdict is None:
        return Reply(away=plain(reply.away, LAST_WORDS))
    verdict, thumbnail = believed(reply.verdict), reply.thumbnail
    if thumbnail is not None and not _is_thumbnail(thumbnail):
        thumbnail = None
    verdict = msgspec.structs.replace(verdict, thumbnail=verdict.ok and thumbnail is not None)
    return Reply(
        verdict=verdict,
        thumbnail=thumbnail if verdict.thumbnail else None,
        plain=reply.plain if verdict.ok else None,
    )


def _is_thumbnail(data: bytes) -> bool:
    return len(data) <= MAX_THUMBNAIL and data.startswith(b"\xff\xd8\xff")


def longest(request: Request) -> int:
    """Seconds by the clock after which the process has ended itself."""
    return request.limits.fetch_seconds + look_seconds(request.limits.seconds)


def ended_badly(code: int | None, begun: bool) -> Verdict:
    """What the end of a process without an answer says.

    ``code``: as of ``subprocess``; a signal is negative, and None is not known. ``begun``: it was
    looking at the file.
    """
    if not begun or code in (None, -signal.SIGALRM):
        return unfinished(f"{code}")
    return Verdict(code=EXHAUSTED, reason=f"the check ended with {code}")


def _wait(
    work: str,
    request: Request,
    asked: IO[bytes],
    answer: IO[bytes],
    complaints: IO[bytes],
    most: int,
) -> int | None:
    """The exit code; negative: the signal that ended it; None: the process that forked it ended."""
    bounds = Bounds(memory=request.limits.memory, output=max(request.size, most) + MIB)
    streams = (asked.fileno(), answer.fileno(), complaints.fileno())
    begun = False
    try:
        with SERVER.child(f"{CHECKS}:{work}", bounds, *streams) as child:
            begun = True
            return child.wait(longest(request) + GRACE)
    except TimeoutError:
        return -signal.SIGKILL
    except Gone as fault:
        if begun:
            return None
        raise Unavailable(f"no checking process: {fault}") from fault


SERVER = ForkServer([CHECKS])


def _scanner() -> Scanner:
    return Scanner(
        address=settings.CLAMD(),
        most=settings.CLAMD_MOST(),
        seconds=settings.CLAMD_SECONDS(),
    )


def _scan_seconds(size: int) -> int:
    asked = settings.CLAMD() and size <= settings.CLAMD_MOST()
    return settings.CLAMD_SECONDS() + MORE_FOR_SCANS if asked else 0


def _limits(size: int, *, slow: bool) -> Limits:
    return Limits(
        memory=settings.CHECK_MEMORY(),
        seconds=processor_seconds(
            size, settings.CHECK_SECONDS(), settings.CHECK_SECONDS_PER_MIB(), slow=slow
        ),
        fetch_seconds=FETCH_SECONDS + size // FETCH_RATE + _scan_seconds(size),
        pixels=settings.MAX_PIXELS(),
        unpacked=settings.MAX_UNPACKED(),
        members=settings.MAX_MEMBERS(),
        pdf_objects=settings.MAX_PDF_OBJECTS(),
    )
