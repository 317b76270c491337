"""The places for checks in this process, shared out fairly."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kit.errors import Unavailable

SLOW = 1


class Lanes:
    """``quick`` places, of which one account or one unit never holds all (unless there is but one),
    and one for what is slow.
    """

    def __init__(self, quick: int) -> None:
        self._quick = quick
        self._share = max(1, quick - 1)
        self._changed = threading.Condition()
        self._accounts: Counter[str] = Counter()
        self._units: Counter[str] = Counter()
        self._slow = 0

    @contextmanager
    def taken(self, account: str, unit: str, *, slow: bool, seconds: float) -> Iterator[None]:
        """Hold a place. Raises: Unavailable where none was free for so long."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._free(account, unit, slow), seconds):
                raise Unavailable("all places for checks are taken")
            self._count(account, unit, slow, 1)
        try:
            yield
        finally:
            with self._changed:
                self._count(account, unit, slow, -1)
                self._changed.notify_all()

    def _free(self, account: str, unit: str, slow: bool) -> bool:
        if slow:
            return self._slow < SLOW
        return (
            self._accounts.total() < self._quick
            and self._accounts[account] < self._share
            and self._units[unit] < self._share
        )

    def _count(self, account: str, unit: str, slow: bool, step: int) -> None:
        if slow:
            self._slow += step
        else:
            self._accounts = +Counter({**self._accounts, account: self._accounts[account] + step})
            self._units = +Counter({**self._units, unit: self._units[unit] + step})
