"""A thin link: slow, late, lossy, and away half of the time.

``Tunnel`` is one for whole packets, between this machine and a network namespace, so that TCP meets
real loss and real outages; it needs root and /dev/net/tun. ``Strait`` is one for the bytes of
connections, for everybody: it is late and slow, goes silent, and breaks what is under way.
"""

import ctypes
import fcntl
import heapq
import os
import random
import select
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

TUNSETIFF, TUN_NO_HEADER = 0x400454CA, 0x1001
CLONE_NEWNET = 0x40000000
HERE, THERE = "10.77.93.1", "10.77.93.2"
SPACE = "tongxin-thin"
LONGEST_PACKET = 2048
MOST_QUEUED = 64
"""Packets that wait at either end; more are dropped, as a modem does."""
BLOCK = 8 * 1024


@dataclass(frozen=True, kw_only=True)
class Shape:
    """``rate``: bits a second; ``delay``: seconds each way; ``loss``: share of packets, each way;
    ``on``, ``off``: seconds by turns."""

    rate: float = 400_000
    delay: float = 0.15
    loss: float = 0.02
    on: float = 30
    off: float = 30

    def is_up(self, since: float) -> bool:
        return since % (self.on + self.off) < self.on


@dataclass
class Way:
    """One direction: when it is free again, and how many packets wait."""

    out: int
    free: float = 0.0
    waiting: int = 0
    lost: int = field(default=0)


class Tunnel:
    """Raises: OSError, subprocess.CalledProcessError, where the machine does not permit it."""

    def __init__(self, shape: Shape) -> None:
        self._shape, self._stop = shape, threading.Event()
        self._chance = random.Random(7)
        self._near, self._far = _tun("txthin0"), _tun("txthin1")
        _ip("netns", "add", SPACE)
        _ip("link", "set", "txthin1", "netns", SPACE)
        for at, name, address in (((), "txthin0", HERE), (("-n", SPACE), "txthin1", THERE)):
            _ip(*at, "addr", "add", f"{address}/30", "dev", name)
            _ip(*at, "link", "set", name, "up")
        self.begun = time.monotonic()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(5)
        os.close(self._near)
        os.close(self._far)
        _ip("netns", "del", SPACE)

    def _carry(self) -> None:
        ways = {self._near: Way(self._far), self._far: Way(self._near)}
        late: list[tuple[float, int, bytes, Way]] = []
        number = 0
        while not self._stop.is_set():
            now = time.monotonic()
            while late and late[0][0] <= now:
                _, _, packet, way = heapq.heappop(late)
                way.waiting -= 1
                with suppress(OSError):
                    os.write(way.out, packet)
            pause = min(0.1, max(0.0, late[0][0] - now)) if late else 0.1
            for end in select.select(list(ways), [], [], pause)[0]:
                packet = os.read(end, LONGEST_PACKET)
                number += 1
                if (at := self._arrives(ways[end], len(packet))) is not None:
                    ways[end].waiting += 1
                    heapq.heappush(late, (at, number, packet, ways[end]))

    def _arrives(self, way: Way, size: int) -> float | None:
        now, shape = time.monotonic(), self._shape
        gone = self._chance.random() < shape.loss or not shape.is_up(now - self.begun)
        if gone or way.waiting >= MOST_QUEUED:
            way.lost += 1
            return None
        way.free = max(now, way.free) + size * 8 / shape.rate
        return way.free + shape.delay


def _tun(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), TUN_NO_HEADER))
    return device


def _ip(*given: str) -> None:
    subprocess.run(["ip", *given], check=True, capture_output=True, timeout=10)


def in_the_field(act: Callable[[], None]) -> None:
    """Run in a thread at the other end of the tunnel. Raises: what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        space = os.open(f"/run/netns/{SPACE}", os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).setns(space, CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
            act()
        except BaseException as error:  # noqa: BLE001  (it is raised again by who waits)
            raised.append(error)
        finally:
            os.close(space)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


class Elsewhere(httpx.BaseTransport):
    """Goes to ``places[port]`` instead, and says the same Host."""

    def __init__(self, real: httpx.BaseTransport, places: dict[int, tuple[str, int]]) -> None:
        self._real, self._places = real, places

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, port = self._places[request.url.port or 80]
        request.url = request.url.copy_with(host=host, port=port)
        return self._real.handle_request(request)

    def close(self) -> None:
        self._real.close()


class Strait:
    """In front of the server of ``url``. ``sent``: bytes that came from clients. Every ``break_at``
    bytes (none: 0) the connection that carries them is reset."""

    def __init__(self, url: str, shape: Shape, host: str = "127.0.0.1", break_at: int = 0) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "", parts.port or 80)
        self._shape, self._break_at, self._to_break = shape, break_at, break_at
        self._listener = socket.create_server((host, 0))
        self.place: tuple[str, int] = self._listener.getsockname()[:2]
        self.sent, self._begun, self._lock = 0, time.monotonic(), threading.Lock()
        self._open: list[socket.socket] = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for one in self._open:
            _end(one)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target, 10)
                server.settimeout(None)
                self._open += [client, server]
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        up = source.getpeername() != self._target
        with suppress(OSError):
            while block := source.recv(BLOCK):
                if up:
                    self._passed(len(block), source)
                target.sendall(block)
        _end(source)
        _end(target)

    def _passed(self, size: int, source: socket.socket) -> None:
        """Waits as the link does. Raises: OSError, where it breaks."""
        shape = self._shape
        time.sleep(size * 8 / shape.rate if shape.rate else 0)
        while not shape.is_up(time.monotonic() - self._begun):
            time.sleep(0.01)
        with self._lock:
            self.sent += size
            broken = self._break_at and self.sent >= self._to_break
            self._to_break += self._break_at if broken else 0
        if broken:
            source.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise OSError("reset")


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


OPEN = Shape(rate=0, delay=0, loss=0, on=1, off=0)


@contextmanager
def straits(urls: list[str], shape: Shape, host: str, break_at: int = 0) -> Iterator[list[Strait]]:
    """One for each address; the last breaks."""
    made = [Strait(url, shape, host) for url in urls[:-1]]
    made.append(Strait(urls[-1], shape, host, break_at))
    try:
        yield made
    finally:
        for one in made:
            one.__exit__(None, None, None)
