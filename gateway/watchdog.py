"""Ends a gateway whose event loop stands still, so that its supervisor starts it anew.

An OS thread counts its own seconds in which the loop did not turn: a process that was frozen has
not lived through them. Code that holds the interpreter's lock stops this thread too; then
``faulthandler``, which needs no lock, ends the process after twice the time.
"""

import asyncio
import faulthandler
import json
import os
import sys
import threading
import traceback

"""EX_SOFTWARE of sysexits.h."""
BEAT_SECONDS = 0.5


class Watchdog:
    """``start`` within the loop; ``stop`` before the loop ends."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._turns = 0
        self._stop = threading.Event()
        self._loop_thread = 0
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._loop_thread = threading.get_ident()
        self._beating = asyncio.create_task(self._beat(), name="watchdog")
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()
        faulthandler.cancel_dump_traceback_later()
        if self._beating is not None:
            self._beating.cancel()

    async def _beat(self) -> None:
        while True:
            self._turns += 1
            faulthandler.dump_traceback_later(2 * self._limit, exit=True)
            await asyncio.sleep(BEAT_SECONDS)

    def _watch(self) -> None:
        silent, before = 0, -1
        while not self._stop.wait(1):
            now = self._turns
            silent = silent + 1 if now == before else 0
            before = now
            if silent >= self._limit:
                self._end(silent)

    def _end(self, silent: int) -> None:
        stack = traceback.format_stack(sys._current_frames()[self._loop_thread])
        told = {
            "level": "critical",
            "event": f"the event loop stood still for {silent} s",
            "stack": "".join(stack)[-4000:],
        }
        sys.stderr.write(json.dumps(told) + "\n")
        sys.stderr.flush()
        os._exit(os.EX_SOFTWARE)
