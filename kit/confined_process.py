"""The process that forks a confined child for each piece of work on foreign bytes.

``python -m kit.confined_process``: it has imported the libraries of the work once, holds no key and
knows no address, and reads no foreign byte itself. Each child does one piece and ends, so that
nothing of one reaches the next and no memory stays. It is given its descriptors and its bounds,
and holds no others.

What holds of a child that foreign bytes have taken over: it has no key and no connection, it cannot
read or trace the process it came from, its siblings, or the one that asked (none of them can be
dumped), and all that it began ends by the kernel: at its bounds, and with this process. What does
not: it has the user's rights, so it can send signals to what the user runs, and reach the network.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, NoReturn

MODULE = "kit.confined_process"
OPEN_FILES = 64
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
DIE_FIRST = "1000"
"""Where memory is short, a child goes before any service."""
STREAMS = 3
MAX_CALL = 1024
"""Bytes of a call, beside its descriptors."""
NUMBER = struct.Struct("=i")
"""What a line tells: the child's pid as it begins, and its exit code as of ``subprocess``."""

prctl: Callable[..., int] = ctypes.CDLL(None).prctl


class Bounds(NamedTuple):
    """``memory`` (address space) and ``output`` (of one file) in bytes; ``nice`` in its steps.

    ``seconds``: by the clock and of the processor; None where the work bounds its time itself.
    """

    memory: int
    output: int = 0
    seconds: int | None = None
    nice: int = 0


class Crowded(Exception):
    """A thread runs beside the one that forks: a child could wait for a lock that nobody holds."""


class Server:
    """``calls`` brings, with each call, a line and up to three streams.

    The line tells of the child, and is its leash: as soon as the other side lets go, it is killed.
    """

    def __init__(self, calls: socket.socket) -> None:
        self._calls = calls
        self._pid = os.getpid()
        self._lines: dict[int, socket.socket] = {}
        """By the child's pid."""
        self._woken, wake = os.pipe()
        for end in (self._woken, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Until nobody is there who could call."""
        while True:
            ready = self._ready()
            if self._woken in ready:
                self._bury()
            for pid, line in self._lines.items():
                if line.fileno() in ready:  # it never says anything, so it has let go
                    os.kill(pid, signal.SIGKILL)
                    line.close()
            if self._calls.fileno() in ready and not self._answer():
                return

    def _ready(self) -> set[int]:
        poll = select.poll()
        lines = [line.fileno() for line in self._lines.values()]
        for fd in (self._woken, self._calls.fileno(), *lines):
            if fd >= 0:  # that of one who has let go is closed
                poll.register(fd, select.POLLIN)
        return {fd for fd, _ in poll.poll()}

    def _bury(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._woken, 1024)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                with self._lines.pop(ended[0]) as line:
                    _tell(line, os.waitstatus_to_exitcode(ended[1]))

    def _answer(self) -> bool:
        """Whether there was a call."""
        said, brought, _, _ = socket.recv_fds(self._calls, MAX_CALL, 1 + STREAMS)
        if not said:
            return False
        work, *bounds = json.loads(said)
        alone()
        pid = os.fork()
        if pid == 0:
            _child(self._pid, brought[1:], work, Bounds(*bounds))
        line = self._lines[pid] = socket.socket(fileno=brought[0])
        for stream in brought[1:]:
            os.close(stream)
        _tell(line, pid)
        return True


def alone() -> None:
    """Raises: Crowded."""
    if (threads := len(os.listdir("/proc/self/task"))) > 1:  # noqa: PTH208  names, and nothing else
        raise Crowded(f"{threads} threads")


def _tell(line: socket.socket, number: int) -> None:
    with suppress(OSError):  # nobody listens any more
        line.send(NUMBER.pack(number), socket.MSG_DONTWAIT)


def _child(parent: int, streams: list[int], work: str, bounds: Bounds) -> NoReturn:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        die_with(parent)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        _close_others()
        confine(bounds)
        module, _, name = work.partition(":")
        getattr(sys.modules[module], name)()
        code = 0
    except BaseException:  # noqa: BLE001  nothing of the parent's code may run on here
        traceback.print_exc()
    finally:
        os._exit(code)


def _close_others() -> None:
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  names, and nothing else
        if int(name) >= STREAMS:
            with suppress(OSError):  # the listing's own
                os.close(int(name))


def confine(bounds: Bounds) -> None:
    """No more memory, time or disk than allowed; the kernel sees to it.

    Raises: MemoryError (it has more already: what is free of that would last for a small file).
    """
    if _memory() > bounds.memory:
        raise MemoryError(f"{bounds.memory} bytes do not hold the libraries")
    os.nice(bounds.nice)
    limits = {
        resource.RLIMIT_AS: bounds.memory,
        resource.RLIMIT_FSIZE: bounds.output,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    if bounds.seconds is not None:
        signal.alarm(bounds.seconds)  # its default action ends the process
        limits[resource.RLIMIT_CPU] = bounds.seconds
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def _memory() -> int:
    """Bytes of address space."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def die_with(parent: int) -> None:
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def hide() -> None:
    """From now on no other process of our user, unless it is root's, reads or traces this one."""
    prctl(PR_SET_DUMPABLE, 0)


def main(control: int, parent: int, modules: list[str]) -> None:
    die_with(parent)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(DIE_FIRST)
    hide()
    for module in modules:
        import_module(module)
    gc.freeze()  # what is shared with the children is not written to by their collectors
    Server(socket.socket(fileno=control)).serve()


if __name__ == "__main__":
    # Not this module's own: its classes are found by the name that others import them by.
    import_module(MODULE).main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
