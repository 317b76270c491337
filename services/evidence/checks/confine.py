"""Limits of time that a check puts on itself: for the store to give, then for the look."""

import math
import resource
import signal
import time
from types import FrameType

SPARE = 2
"""Seconds between the signal that says "out of processor time" and the one that is only a kill."""

WALL_SPARE = 10
WALL_FACTOR = 5
LONGEST_WALL = 130
"""Seconds. A look waits for nothing: where the clock runs out before the processor time does, the
machine is too busy, and that says nothing about the file."""


def fetch_within(seconds: int) -> None:
    """From now on the store pays: TimeoutError where it has not given all in time."""
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(seconds)


def look_within(seconds: int) -> None:
    """From now on the file pays: SIGXCPU after so much processor time, SIGALRM by the clock."""
    signal.alarm(0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(look_seconds(seconds))
    most = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + SPARE))


def look_seconds(processor: int) -> int:
    """Seconds by the clock for so many of the processor."""
    return min(WALL_SPARE + WALL_FACTOR * processor, LONGEST_WALL)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError("it gives the file too slowly")
