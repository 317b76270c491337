"""Dear work on foreign data leaves the event loop, for a process that can be ended.

A service runs in one thread: while a large table is read in it, nobody is answered and heartbeats
stop. So the order is opened, and the pure decision made, in a child (``aside_process.py``), while
this side reads and writes the database. A deadline cannot interrupt a regular expression here; it
ends the child there.
"""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import eventlet
from eventlet import patcher
from eventlet.green import socket as green
from eventlet.semaphore import Semaphore

from contracts.refusals import RETRY_AFTER, Refusal
from kit import config, logs
from kit.aside_process import MODULE, Answer, Held, Job, framed, received
from kit.opening import Opened, light, on_order, opened
from kit.places import Places

ROOT = Path(__file__).parents[1]
START_SECONDS = 30
HELLO_SECONDS = 5
"""Within these a first child is there, and every later one."""
OPENING = "kit.opening"
HELD = Held.HERE

log = logs.get(__name__)
plain: Any = patcher.original("socket")


class TooCostly(Refusal):
    """The work needs more time or memory than one call may take."""

    code = "too-costly"
    status = 422

    def __init__(self) -> None:
        super().__init__("内容过于复杂，无法在限定的时间和内存内处理完，请拆分或简化后再提交")


class Broken(Refusal):
    """The process ended in mid work, for no fault of the caller's that is known."""

    code = "unavailable"
    status = 503

    def __init__(self) -> None:
        super().__init__("处理中断，请稍后重试", retry_after=RETRY_AFTER)


class Failed(Exception):
    """The work raised; the text is its trace."""


class Desk(Protocol):
    """Where an order is opened and worked on."""

    def opened(self, raw: bytes, kind: type[Any], method: str) -> Opened: ...

    def work(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """``HELD`` among the arguments stands for the whole order."""


class Here:
    """In this process: for what is small."""

    def __init__(self) -> None:
        self._order: Any = None

    def opened(self, raw: bytes, kind: type[Any], method: str) -> Opened:
        found = opened(raw, kind, method)
        self._order = found.order
        return found

    def work(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return work(*(self._order if one is HELD else one for one in arguments))


class There:
    """In a child. Raises everywhere: what the work refuses, TooCostly, Broken, Failed."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def opened(self, raw: bytes, kind: type[Any], method: str) -> Opened:
        """The order without the sheets of its workbooks: the child keeps the whole."""
        found: Opened = self._ask(opened, (raw, kind, method), shown=light)
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
        self._modules = sorted({OPENING, *modules})
        self._places = Places(config.ASIDE_AT_ONCE(), config.COMMAND_PREFETCH() // 2)
        self._starting = Semaphore()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Any = None
        self._warm = False

    @contextmanager
    def desk(self, account: str) -> Iterator[Desk]:
        """A child of this call's own; it ends with the block, whatever it is doing.

        Raises: Busy, Broken.
        """
        with self._places.place(account):
            channel, leash = self._child()
            try:
                yield There(channel)
            finally:
                channel.close()
                os.close(leash)

    def stop(self) -> None:
        """The process and all its children."""
        if self._process is not None:
            self._control.close()
            self._process.kill()
            self._process.wait()
            self._process, self._warm = None, False

    def _child(self) -> tuple[Any, int]:
        """The socket to a new child, and the leash whose closing ends it. Raises: Broken."""
        near, far = green.socketpair()
        held, leash = os.pipe()
        try:
            with self._starting:
                self._hand(far.fileno(), held)
            far.close()
            with eventlet.Timeout(HELLO_SECONDS if self._warm else START_SECONDS, Broken()):
                if received(near) is None:
                    raise Broken
            self._warm = True
        except BaseException as fault:
            near.close()
            os.close(leash)
            if isinstance(fault, Broken | OSError):
                log.error("no child for a call", fault=repr(fault))
                self.stop()
                raise Broken from fault
            raise
        finally:
            far.close()
            os.close(held)
        return near, leash

    def _hand(self, *brought: int) -> None:
        """Give the child's ends to the process, which is started where there is none."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._start()
        plain.send_fds(self._control, [b"."], [*brought])

    def _start(self) -> None:
        # From the main thread: the process dies with the thread that made it.
        near, far = plain.socketpair(plain.AF_UNIX, plain.SOCK_SEQPACKET)
        near.setblocking(False)
        memory = str(config.ASIDE_MEMORY())
        command = [sys.executable, "-m", MODULE, str(far.fileno()), str(os.getpid()), memory]
        self._process = subprocess.Popen(
            command + self._modules,
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            pass_fds=[far.fileno()],
            start_new_session=True,  # a signal to the service's group is not for it
        )
        self._control = near
        far.close()


def _environment() -> dict[str, str]:
    """Without one of our settings: the process holds no key and knows no address."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
