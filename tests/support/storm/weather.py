"""Kills and freezes processes at random, and starts them again as their supervisor would."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.running import Running
from tests.support.stack import Stack

FROZEN = 8  # seconds
CALM = 2  # seconds between two blows
PAIRS = 2
READY_WITHIN = 90  # seconds
LOOK = 1  # seconds between two looks at who has ended, and whether the gateway answers


@dataclass(frozen=True)
class Victim:
    name: str
    process: Any
    start: Callable[[], None]


Blow = tuple[Callable[[list[Victim]], None], list[Victim]]


class Weather:
    """Every process is killed once, some in pairs, the broker and another are frozen, and all of
    it again until ``seconds`` are over; the seed decides when and whom.

    ``told``: what was done, with the second of it; ``blows``: what was done to whom. ``silence``:
    the longest time, in seconds, for which the gateway did not say that it lives.
    """

    def __init__(self, stack: Stack, services: list[Running], seed: int, seconds: float) -> None:
        self._seconds = seconds
        backing = stack.backing
        servers = {"broker": backing.broker, "database": backing.documents}
        servers["store"] = backing.objects
        self._services = services
        self._victims = [Victim(one.name, one, one.process.launch) for one in services]
        self._victims += [Victim(n, s, s.start) for n, s in servers.items() if s is not None]
        self._random = random.Random(seed)
        self.told = [f"seed {seed}"]
        self._over = threading.Event()
        self._starting = threading.Lock()
        self.blows: list[tuple[str, str]] = []
        self.silence = self.lasted = 0.0

    def rage(self) -> None:
        """At the end everything lives and is ready again. Raises: AssertionError."""
        began = time.monotonic()
        watches = [threading.Thread(target=watch) for watch in (self._revive, self._listen)]
        for watch in watches:
            watch.start()
        try:
            for blow, victims in self._blows(began + self._seconds):
                names = " and ".join(victim.name for victim in victims)
                self.told.append(f"{time.monotonic() - began:5.1f} s {blow.__name__[1:]} {names}")
                self.blows += [(blow.__name__[1:], victim.name) for victim in victims]
                blow(victims)
                time.sleep(CALM)
            for one in self._services:
                one.wait_ready(READY_WITHIN)
        finally:
            self.lasted = time.monotonic() - began
            self._over.set()
            for watch in watches:
                watch.join()
            self._heal()

    def _blows(self, end: float) -> Iterator[Blow]:
        """Each round to its end, and at least one."""
        while True:
            yield from self._round()
            if time.monotonic() > end:
                return

    def _round(self) -> list[Blow]:
        some = self._random.sample
        blows: list[Blow] = [(self._kill, [victim]) for victim in self._victims]
        broker = [victim for victim in self._victims if victim.name == "broker"]
        blows += [(self._freeze, broker), (self._freeze, some(self._victims, 1))]
        blows += [(self._kill, some(self._victims, 2)) for _ in range(PAIRS)]
        self._random.shuffle(blows)
        return blows

    def _kill(self, victims: list[Victim]) -> None:
        with self._starting:
            for victim in victims:
                victim.process.kill()
            for victim in victims:
                victim.start()

    def _freeze(self, victims: list[Victim]) -> None:
        for victim in victims:
            victim.process.freeze()
        time.sleep(FROZEN)
        for victim in victims:
            victim.process.resume()

    def _listen(self) -> None:
        (gateway,) = (one for one in self._services if one.name == "gateway")
        heard = time.monotonic()
        while not self._over.wait(LOOK):
            self.silence = max(self.silence, time.monotonic() - heard)
            if gateway.live() == 200:
                heard = time.monotonic()

    def _revive(self) -> None:
        """A service that ends by itself, as its watchdog bids it, is started anew."""
        while not self._over.wait(LOOK):
            with self._starting:
                for one in self._services:
                    if not one.alive:
                        self.told.append(f"{one.name} ended with {one.process.returncode}")
                        one.process.launch()

    def _heal(self) -> None:
        for victim in self._victims:
            victim.process.resume()
            if not victim.process.alive:
                victim.start()
