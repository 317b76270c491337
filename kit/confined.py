"""Work on foreign bytes goes to a child that is forked from a warm process and can be ended.

Knows neither eventlet nor asyncio, and serves both: what waits is the caller's socket, and a
greenlet or a task waits on it as on any other (``Child.wait`` is for greenlets and threads).
"""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from kit import logs
from kit.confined_process import MODULE, NUMBER, Bounds, hide

ROOT = Path(__file__).parents[1]
START_SECONDS = 30
HELLO_SECONDS = 5
"""Within these a first child is there, and every later one."""
KILL_SECONDS = 5

log = logs.get(__name__)


class Gone(Exception):
    """There is no process that could fork, or it ended before the child did."""


class Child:
    """``line`` tells two numbers: the child's pid as it begins, its exit code as it ends.

    Closing it ends the child, whatever that is doing.
    """

    def __init__(self, line: socket.socket, seconds: float, of: object) -> None:
        """``seconds``: within which it begins. ``of``: the process that forks it."""
        self.line = line
        self.seconds = seconds
        self.of = of

    def wait(self, seconds: float) -> int:
        """The next number. Raises: Gone, TimeoutError."""
        self.line.settimeout(seconds)
        return number(self._said())

    def _said(self) -> bytes:
        try:
            return self.line.recv(NUMBER.size)
        except ConnectionError:
            return b""


def number(said: bytes) -> int:
    """What a line told. Raises: Gone."""
    if len(said) != NUMBER.size:
        raise Gone("the process that forks has ended")
    told: int = NUMBER.unpack(said)[0]
    return told


def environment() -> dict[str, str]:
    """Without one of our settings: the process holds no key and knows no address."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    # openpyxl imports numpy where there is one, whose threads would make a fork unsafe.
    one_thread = {"OPENBLAS_NUM_THREADS": "1"}
    return kept | one_thread | {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _bury() -> None:
    """As the first process of a container, we inherit what a killed one leaves behind."""
    if os.getpid() == 1:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


class ForkServer:
    """``modules``: what it imports before it forks, so that no child does."""

    def __init__(
        self,
        modules: Sequence[str],
        environment: Callable[[], Mapping[str, str]] = environment,
    ) -> None:
        self._modules = sorted(set(modules))
        self._environment = environment
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._warm = False

    def start(self) -> None:
        """Where it does not run: so that the first child finds it warm. Raises: Gone."""
        with self._lock:
            if not self._alive():
                self.stop()
                try:
                    self._start()
                except OSError as fault:
                    raise Gone(f"no process to fork: {fault}") from fault

    def stop(self) -> None:
        """The process, and with it all its children."""
        with self._lock:
            process, self._process, self._warm = self._process, None, False
            if self._control is not None:
                self._control.close()
                self._control = None
        if process is not None:
            process.kill()
            with suppress(subprocess.TimeoutExpired):
                process.wait(KILL_SECONDS)
        _bury()

    @contextmanager
    def child(self, work: str, bounds: Bounds, *streams: int) -> Iterator[Child]:
        """A child that has begun; it ends with the block. For greenlets and threads.

        Raises: Gone.
        """
        child = self.hand(work, bounds, *streams)
        with child.line:
            try:
                child.wait(child.seconds)
            except (Gone, TimeoutError) as fault:
                self.given_up(child, fault)
            self.begun(child)
            yield child

    # -- its parts, for who waits in another way ---------------------------------------------------

    def hand(self, work: str, bounds: Bounds, *streams: int) -> Child:
        """A child to come; waits for nothing.

        ``work``: a function without arguments, ``module:name``; ``streams``: descriptors that
        become its 0, 1, 2. Raises: Gone.
        """
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far, self._lock:
            try:
                self.start()
                child = Child(near, HELLO_SECONDS if self._warm else START_SECONDS, self._process)
                assert self._control is not None
                call = json.dumps([work, *bounds]).encode()
                socket.send_fds(self._control, [call], [far.fileno(), *streams])
            except OSError as fault:  # it hangs, and its queue is full
                near.close()
                self.given_up(child, fault)
            except BaseException:
                near.close()
                raise
            return child

    def begun(self, child: Child) -> None:
        self._warm = self._warm or child.of is self._process

    def given_up(self, child: Child, fault: Exception) -> NoReturn:
        """It was not forked: end what should have; the next call starts another. Raises: Gone."""
        log.error("no confined child", fault=repr(fault))
        with self._lock:
            if child.of is self._process:  # and not its successor
                self.stop()
        raise Gone(f"no child: {fault!r}") from fault

    def _alive(self) -> bool:
        if self._process is None or self._control is None or self._process.poll() is not None:
            return False
        try:
            return bool(self._control.recv(1))  # it never says anything: empty where it has ended
        except BlockingIOError:
            return True
        except ConnectionError:
            return False

    def _start(self) -> None:
        # From the main thread: the process dies with the thread that made it.
        hide()  # who works for us in a child has our user, and could read our keys
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        near.setblocking(False)
        with far:
            try:
                ends = (str(far.fileno()), str(os.getpid()))
                self._process = subprocess.Popen(
                    [sys.executable, "-m", MODULE, *ends, *self._modules],
                    cwd=ROOT,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[far.fileno()],
                    start_new_session=True,  # a signal to the service's group is not for it
                )
            except BaseException:
                near.close()
                raise
        self._control = near
