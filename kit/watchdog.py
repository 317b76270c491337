"""An OS thread that ends a deaf process, so that its supervisor starts it anew.

It counts its own seconds in which the consumer shows no sign of life: no turn of its loop with all
channels consuming, and no attempt to connect. A broker that is away is not deafness. C code that
holds the interpreter lock counts as one tick.
"""

import os
import sys
from typing import Any

from eventlet import patcher

from kit import config
from kit.consumer import Consumer

threading: Any = patcher.original("threading")


class Watchdog:
    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        # An attempt to connect shows no life until it ends.
        self._limit = max(config.WATCHDOG_SECONDS(), 2 * config.CONNECT_SECONDS())
        self._stop = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _watch(self) -> None:
        silent, before = 0, -1
        while not self._stop.wait(1):
            now = self._consumer.life
            silent = silent + 1 if now == before else 0
            before = now
            if silent >= self._limit:
                sys.stderr.write(f'{{"level":"critical","event":"deaf for {silent} s"}}\n')
                sys.stderr.flush()
                os._exit(os.EX_SOFTWARE)
