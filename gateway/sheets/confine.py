"""Limits that this process puts on itself before it sees a byte of a file."""

import ctypes
import resource
import signal

from gateway.sheets.protocol import Limits

OPEN_FILES = 64
PR_SET_PDEATHSIG = 1


def confine(limits: Limits) -> None:
    """No more memory, time or disk than allowed, and no life beyond the parent's."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.alarm(limits.seconds)  # its default action ends the process
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
