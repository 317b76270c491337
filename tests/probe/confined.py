"""What a confined child does in the tests: each function is a work of its own."""

import ctypes
import json
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

from kit.confined_process import prctl

PR_GET_DUMPABLE = 3
PTRACE_ATTACH = 16
MIB = 1024 * 1024


def _say(answer: object) -> None:
    os.write(1, json.dumps(answer).encode())


def nothing() -> None:
    pass


def look() -> None:
    """What it can see."""
    listing = os.listdir("/proc/self/fd")  # noqa: PTH208
    _say(
        {
            "environment": sorted(os.environ),
            "files": sorted(int(fd) for fd in listing if Path(f"/proc/self/fd/{fd}").exists()),
            "pid": os.getpid(),
            "parent": os.getppid(),
            "session": os.getsid(0),
            "niceness": os.nice(0),
            "random": random.random(),
            "hash": hash("同心"),
            "dumpable": prctl(PR_GET_DUMPABLE),
        }
    )


def echo() -> None:
    given = sys.stdin.buffer.read()
    os.write(1, given[::-1])


def spin() -> None:
    while True:
        pass


def hold() -> None:
    """Waits for what never comes, without a look at its descriptors."""
    signal.pause()


def hoard() -> None:
    hoarded = []
    while True:
        hoarded.append(bytes(MIB))


def pour() -> None:
    """More than may be written."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    while True:
        os.write(1, bytes(MIB))


def open_many() -> None:
    held = []
    while True:
        held.append(os.open("/dev/null", os.O_RDONLY))


def fail() -> None:
    raise ValueError("as asked")


def end_with() -> None:
    """The exit code that it is given."""
    os._exit(int(sys.stdin.buffer.read()))


def trespass() -> None:
    """What it reads of the processes whose ids it is given, without an administrator's rights."""
    header, nobody = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capset(header, nobody) == 0
    found = []
    for pid in json.loads(sys.stdin.buffer.read()):
        for name in ("environ", "mem", "maps"):
            try:
                Path(f"/proc/{pid}/{name}").open("rb").close()
            except OSError:
                continue
            found.append(f"{name} of {pid}")
        if libc.ptrace(PTRACE_ATTACH, pid, None, None) == 0:
            found.append(f"trace of {pid}")
    _say(found)


class _Beside(threading.Thread):
    def run(self) -> None:
        time.sleep(60)


def thread_beside() -> None:
    """For a module that starts a thread when it is imported."""
    _Beside(daemon=True).start()
