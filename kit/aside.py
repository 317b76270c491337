"""Dear work on foreign data leaves the event loop, for a process that can be ended.

A service runs in one thread: while a large table is read in it, nobody is answered and heartbeats
stop. So the order is opened, and the pure decision made, in a child (``aside_process.py``), while
this side reads and writes the database. A deadline cannot interrupt a regular expression here; it
ends the child there.
"""

import pickle
import socket
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from contracts import product
from contracts.refusals import RETRY_AFTER, Refusal
from kit import config
from kit.aside_process import MODULE, Answer, Held, Job, framed, received
from kit.confined import ForkServer, Gone
from kit.confined_process import Bounds
from kit.opening import Opened, light, on_order, opened
from kit.places import Places

OPENING = "kit.opening"
HELD = Held.HERE
LESS_URGENT = 5
"""Steps of niceness below the service: its heartbeats come first."""


class TooCostly(Refusal):
    """The work needs more time or memory than one call may take."""

    code = "too-costly"
    status = 422

    def __init__(self) -> None:
        super().__init__(product.TOO_COSTLY)


class Broken(Refusal):
    """The process ended in mid work, for no fault of the caller's that is known."""

    code = "unavailable"
    status = 503

    def __init__(self) -> None:
        super().__init__(product.INTERRUPTED, retry_after=RETRY_AFTER)


class Failed(Exception):
    """The work raised; the text is its trace."""


class Desk(Protocol):
    """Where an order is opened and worked on."""

    def opened(
        self, raw: bytes, kind: type[Any], method: str, vouched: Collection[str] = ()
    ) -> Opened: ...

    def work(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """``HELD`` among the arguments stands for the whole order."""


class Here:
    """In this process: for what is small."""

    def __init__(self) -> None:
        self._order: Any = None

    def opened(
        self, raw: bytes, kind: type[Any], method: str, vouched: Collection[str] = ()
    ) -> Opened:
        found = opened(raw, kind, method, vouched)
        self._order = found.order
        return found

    def work(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return work(*(self._order if one is HELD else one for one in arguments))


class There:
    """In a child. Raises everywhere: what the work refuses, TooCostly, Broken, Failed."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def opened(
        self, raw: bytes, kind: type[Any], method: str, vouched: Collection[str] = ()
    ) -> Opened:
        """The order without the sheets of its workbooks: the child keeps the whole."""
        found: Opened = self._ask(opened, (raw, kind, method, vouched), shown=light)
        return found

    def work(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return self._ask(on_order, (work, *arguments))

    def _ask(
        self,
        work: Callable[..., Any],
        arguments: tuple[Any, ...],
        shown: Callable[[Any], Any] | None = None,
    ) -> Any:
        seconds, started = config.ASIDE_SECONDS(), time.monotonic()
        job = Job(work, arguments, seconds, shown)
        said = self._sent(pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
        if said is None:
            overran = time.monotonic() - started >= seconds
            raise TooCostly if overran else Broken
        answer: Answer = pickle.loads(said)
        if answer.fault == "refused":
            raise answer.value
        if answer.fault:
            raise TooCostly if answer.fault == "costly" else Failed(answer.value)
        return answer.value

    def _sent(self, message: bytes) -> bytes | None:
        try:
            self._channel.sendall(framed(message))
            return received(self._channel)
        except ConnectionError:
            return None


class Aside:
    """``modules``: what the process imports before it forks, so that no call waits for it."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._server = ForkServer([MODULE, OPENING, *modules])
        self._places = Places(config.ASIDE_AT_ONCE(), config.COMMAND_PREFETCH() // 2)

    @contextmanager
    def desk(self, account: str) -> Iterator[Desk]:
        """A child of this call's own; it ends with the block, whatever it is doing.

        Raises: Busy, Broken.
        """
        bounds = Bounds(memory=config.ASIDE_MEMORY(), nice=LESS_URGENT)
        with self._places.place(account):
            near, far = socket.socketpair()
            with near, far:
                try:
                    with self._server.child(f"{MODULE}:serve", bounds, far.fileno()):
                        far.close()
                        yield There(near)
                except Gone as fault:
                    raise Broken from fault

    def stop(self) -> None:
        """The process and all its children."""
        self._server.stop()
