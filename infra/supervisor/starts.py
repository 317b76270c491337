"""Loaded by supervisord: which programs end soon after each start, and how long it pauses then."""

import time
from typing import Any

from supervisor.events import ProcessStateBackoffEvent, subscribe

LONGEST_PAUSE = 60  # seconds; each failed start in a row makes the pause a second longer


class Starts:
    """The namespace ``starts`` of supervisord's XML-RPC."""

    def __init__(self, supervisord: Any) -> None:
        self._groups = supervisord.process_groups

    def failing(self) -> list[list[Any]]:
        """[name, failed starts in a row, seconds until the next (0: it runs)] of each such."""
        programs = [p for group in self._groups.values() for p in group.processes.values()]
        now = time.time()
        return [[p.config.name, p.backoff, max(0, p.delay - now)] for p in programs if p.backoff]


def shorten(event: ProcessStateBackoffEvent) -> None:
    event.process.delay = min(event.process.delay, time.time() + LONGEST_PAUSE)


def make(supervisord: Any) -> Starts:
    subscribe(ProcessStateBackoffEvent, shorten)
    return Starts(supervisord)
