"""Places for dear work: so many at once, a bounded line, and no account takes them all."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import eventlet
from eventlet.event import Event

from contracts import product
from contracts.refusals import RETRY_AFTER, Refusal

WAIT_SECONDS = 5
"""How long a call waits for its turn."""


class Busy(Refusal):
    """All places are taken; ``extra.retry_after`` in seconds."""

    code = "busy"
    status = 503

    def __init__(self) -> None:
        super().__init__(product.BUSY, retry_after=RETRY_AFTER)


class _Turn:
    def __init__(self, account: str) -> None:
        self.account = account
        self.called = Event()
        self.running = False


class Places:
    """``at_once`` run, ``admitted`` run or wait; a quarter of these for one account, and while it
    has one running its others let everybody else go first.
    """

    def __init__(self, at_once: int, admitted: int) -> None:
        self.at_once = at_once
        self.admitted = max(admitted, at_once)
        self.of_one = max(1, admitted // 4)
        self._running: list[_Turn] = []
        self._line: deque[_Turn] = deque()

    @contextmanager
    def place(self, account: str) -> Iterator[None]:
        """Raises: Busy."""
        held = [turn.account for turn in (*self._running, *self._line)]
        if len(held) >= self.admitted or held.count(account) >= self.of_one:
            raise Busy
        turn = _Turn(account)
        self._line.append(turn)
        try:
            self._call()
            with eventlet.Timeout(WAIT_SECONDS, Busy()):
                turn.called.wait()
            yield
        finally:
            (self._running if turn.running else self._line).remove(turn)
            self._call()

    def _call(self) -> None:
        """Give free places to the first in line; an account's second place is the last to go."""
        while self._line and len(self._running) < self.at_once:
            busy = {turn.account for turn in self._running}
            turn = next((one for one in self._line if one.account not in busy), None)
            if turn is None:
                if self.at_once > 1 and len(self._running) + 1 >= self.at_once:
                    return  # the last place is kept for somebody else
                turn = self._line[0]
            self._line.remove(turn)
            turn.running = True
            self._running.append(turn)
            turn.called.send()
