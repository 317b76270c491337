"""A preview, drawn in a process of its own: what that dies of is no word about the file."""

import os
import resource
import signal
from collections.abc import Callable

PREVIEW_SECONDS = 5
"""Of the processor; by the clock twice as long, whoever waits for it or not."""
MAX_PREVIEW = 512 * 1024
QUALITIES = (80, 50)


def drawn(draw: Callable[[], bytes]) -> bytes | None:
    """What ``draw`` gives, or None where it fails, hangs, or gives too much."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reading)
            _within(PREVIEW_SECONDS)
            with os.fdopen(writing, "wb") as out:
                out.write(draw())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        data = said.read(MAX_PREVIEW + 1)
    # With the pipe closed, one that still writes ends by that.
    _, status = os.waitpid(pid, 0)
    whole = os.waitstatus_to_exitcode(status) == 0 and len(data) <= MAX_PREVIEW
    return data if whole and data else None


def _within(seconds: int) -> None:
    """The default action of either signal is the end."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(2 * seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
