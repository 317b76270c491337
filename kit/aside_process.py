"""The process beside a service that forks one for each call: ``python -m kit.aside_process``.

It holds no key and knows no address. Each child serves one caller over a socket of its own and ends
with it, so that nothing of one call reaches the next and no memory stays. The kernel ends a child
that overruns (its alarm) or whose caller has let go (the signal of its leash, a pipe that only ever
closes): neither a tight loop nor a regular expression can put that off.
"""

import ctypes
import fcntl
import gc
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from contracts.refusals import Refusal

MODULE = "kit.aside_process"
MIB = 1024 * 1024
OPEN_FILES = 64
LESS_URGENT = 5
"""Steps of niceness below the service: its heartbeats come first."""
PR_SET_PDEATHSIG = 1
LENGTH = 8
"""Bytes before each message: its length."""
HELLO = b""
"""What a child says first."""


class Held(Enum):
    """Stands in the arguments of a job for what the job before left here."""

    HERE = "here"


class Job(NamedTuple):
    """``shown``: a function that makes the answer of the result, which itself is held here."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float
    shown: Callable[[Any], Any] | None = None


class Answer(NamedTuple):
    """``fault``: refused, costly or failed; empty where all went well."""

    value: Any
    fault: str = ""


def main(control: int, parent: int, memory: int, modules: list[str]) -> None:
    """``control`` brings a socket and a leash for each child. ``memory``: of a child, in bytes."""
    _die_with(parent)
    with suppress(OSError):  # where memory is short, a child goes before any service
        Path("/proc/self/oom_score_adj").write_text("1000")
    for module in modules:
        import_module(module)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    calls = socket.socket(fileno=control)
    me = os.getpid()
    while True:
        said, brought, _, _ = socket.recv_fds(calls, 1, 2)
        if not said:
            return
        if os.fork() == 0:
            _child(calls, *brought, parent=me, memory=memory)
        for one in brought:
            os.close(one)


def _child(calls: socket.socket, channel: int, leash: int, *, parent: int, memory: int) -> None:
    """Never returns."""
    try:
        calls.close()
        _die_with(parent)
        _hold(leash)
        _confine(memory)
        talk = socket.socket(fileno=channel)
        talk.setblocking(True)
        _serve(talk)
    except BaseException:  # noqa: BLE001  nothing of the parent's code may run on here
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _hold(leash: int) -> None:
    """The default action of the signal that the pipe closes is the end of the process."""
    fcntl.fcntl(leash, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(leash, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    with suppress(BlockingIOError):  # what closed before gives no signal
        os.read(leash, 1)
        os._exit(0)


def _confine(memory: int) -> None:
    os.nice(LESS_URGENT)
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _serve(channel: socket.socket) -> None:
    """One job after the other, until the caller has let go."""
    channel.sendall(framed(HELLO))
    held: Any = None
    while (message := received(channel)) is not None:
        held, answer = _answered(message, held)
        signal.setitimer(signal.ITIMER_REAL, 0)
        channel.sendall(framed(answer))


def _answered(message: bytes, held: Any) -> tuple[Any, bytes]:
    """What is held from now on, and the answer as bytes."""
    try:
        job: Job = pickle.loads(message)
        signal.setitimer(signal.ITIMER_REAL, job.seconds)  # its default action ends the process
        given = [held if one is Held.HERE else one for one in job.arguments]
        result = job.work(*given)
        if job.shown is None:
            return held, pickle.dumps(Answer(result), pickle.HIGHEST_PROTOCOL)
        return result, pickle.dumps(Answer(job.shown(result)), pickle.HIGHEST_PROTOCOL)
    except Refusal as refusal:
        return held, pickle.dumps(Answer(refusal, "refused"))
    except (MemoryError, RecursionError):
        return held, pickle.dumps(Answer("", "costly"))
    except Exception:  # noqa: BLE001  the service logs it
        return held, pickle.dumps(Answer(traceback.format_exc(), "failed"))


def framed(message: bytes) -> bytes:
    return len(message).to_bytes(LENGTH, "big") + message


def received(channel: Any) -> bytes | None:
    """The next message; None where the other side has let go. ``channel``: any kind of socket."""
    length = _exactly(channel, LENGTH)
    return None if length is None else _exactly(channel, int.from_bytes(length, "big"))


def _exactly(channel: Any, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        part = channel.recv(min(size - len(found), MIB))
        if not part:
            return None
        found += part
    return bytes(found)


if __name__ == "__main__":
    # Not this module's own: pickles name their classes by where they can be imported from.
    import_module(MODULE).main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
