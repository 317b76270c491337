"""Runs a check in its own process, and waits without stopping anything else."""

import os
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import IO

import msgspec

from kit import logs
from kit.errors import Unavailable
from services.evidence import measures, settings
from services.evidence.blobs import store
from services.evidence.checks.protocol import Limits, Reply, Request
from services.evidence.domain.model import Evidence
from services.evidence.domain.verdict import CHECK_FAILED, Verdict

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "services.evidence.checks"]
SLOT_SECONDS = 30
"""How long a check waits for its turn inside this process; then it waits at the broker."""

URL_SECONDS = 600
"""How long the checking process may begin to read: waiting for its turn included."""

GRACE = 5
"""Seconds beyond its own limit after which the process is killed from outside."""

MAX_REPLY = 1024 * 1024
LAST_WORDS = 500
"""Bytes of the process's complaints that are logged."""

log = logs.get(__name__)


@cache
def _slots() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(settings.CHECKS_AT_ONCE())


def examine(evidence: Evidence) -> tuple[Verdict, bytes | None]:
    """The verdict and the thumbnail (a JPEG); ``check-failed`` where the process ended badly.

    Raises: Unavailable where the store did not give the file, or all places are long taken: both
    are put off and tried again without end.
    """
    request = Request(
        url=store().addresses.read(evidence.object, evidence.version_id, seconds=URL_SECONDS),
        size=evidence.manifest.size,
        sha256=evidence.manifest.sha256,
        media_type=evidence.manifest.media_type,
        limits=_limits(),
    )
    if not _slots().acquire(timeout=SLOT_SECONDS):
        raise Unavailable("all places for checks are taken")
    try:
        with measures.CHECK_SECONDS.time():
            reply = run(request)
    finally:
        _slots().release()
    if reply.verdict is None:
        raise Unavailable(reply.away)
    measures.VERDICTS.labels(reply.verdict.code).inc()
    return reply.verdict, reply.thumbnail


def run(request: Request) -> Reply:
    """One checking process, from its start to its end."""
    # Files instead of pipes: nothing can block on a full one, and waiting is only for the end.
    with (
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaints,
    ):
        asked.write(msgspec.json.encode(request))
        asked.seek(0)
        code = _wait(asked, answer, complaints, request.limits.seconds + GRACE)
        answer.seek(0)
        try:
            if code == 0:
                return msgspec.json.decode(answer.read(MAX_REPLY), type=Reply)
        except msgspec.DecodeError:
            code = -1
        size = complaints.seek(0, os.SEEK_END)
        complaints.seek(max(0, size - LAST_WORDS))
        log.warning("check ended badly", code=code, said=complaints.read().decode(errors="replace"))
    return Reply(verdict=Verdict(code=CHECK_FAILED, reason=f"the check ended with {code}"))


def _wait(asked: IO[bytes], answer: IO[bytes], complaints: IO[bytes], seconds: float) -> int:
    """The exit code; negative: the signal that ended it."""
    process = subprocess.Popen(
        COMMAND,
        cwd=ROOT,
        env=_environment(),
        stdin=asked,
        stdout=answer,
        stderr=complaints,
        start_new_session=True,  # a signal to the service's group says nothing about the file
    )
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return _killed(process)
    except BaseException:
        _killed(process)
        raise


def _killed(process: "subprocess.Popen[bytes]") -> int:
    process.kill()
    return process.wait(timeout=GRACE)


def _environment() -> dict[str, str]:
    """Without one of our settings: the process holds no key and knows no address."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _limits() -> Limits:
    return Limits(
        memory=settings.CHECK_MEMORY(),
        seconds=settings.CHECK_SECONDS(),
        pixels=settings.MAX_PIXELS(),
        unpacked=settings.MAX_UNPACKED(),
        members=settings.MAX_MEMBERS(),
        pdf_objects=settings.MAX_PDF_OBJECTS(),
    )
