"""The way to the store: PUTs that outlive a link which is away for a while.

A part is 5 MiB, the least that S3 takes. At 400 kbit/s it needs 100 s, and where the link comes
and goes every 30 s no part would ever end on a connection that gives up at the first silence. TCP
itself survives an outage as long as neither end closes: so only a long silence counts as a broken
one, little is handed to the system ahead of the link, and a lost link is tried again soon.
"""

import random
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from tongxin import files

CONNECTING = 60.0
SILENCE = 240.0
"""Seconds without one byte moving, after which a connection counts as lost."""
BLOCK = 16 * 1024
ON_THE_WAY = 128 * 1024
"""Bytes that the system may take ahead of the link; more would hide how far a part has come."""
TCP_RTO_MAX_MS = 44
"""linux/tcp.h since 6.15: the longest pause between two tries of the same packet."""
SOON = 4000
"""Milliseconds; the usual longest is two minutes, which may outlast the link's next good time."""
OPTIONS = (
    (socket.SOL_SOCKET, socket.SO_SNDBUF, ON_THE_WAY),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.IPPROTO_TCP, TCP_RTO_MAX_MS, SOON),
)

Moved = Callable[[int], object]
"""Told of bytes that moved; of fewer than none where they must go again."""


class Lost(Exception):
    """The store did not take it now; asked anew, the server says what is missing."""


class Refused(Exception):
    """The store does not take these bytes as they are."""


class Piece(NamedTuple):
    """One PUT: a part, or a small file whole. ``start``: of its bytes in the file."""

    start: int
    size: int
    url: str
    headers: dict[str, str]


def pieces(ticket: dict[str, Any]) -> list[Piece]:
    """What an answer to ``open`` asks for."""
    if "url" in ticket:
        return [Piece(0, ticket["size"], ticket["url"], dict(ticket["headers"]))]
    return [
        Piece((each["number"] - 1) * files.PART, each["size"], each["url"], dict(each["headers"]))
        for each in ticket.get("parts", ())
    ]


def store(at_once: int) -> httpx.Client:
    """A client whose connections bear silence."""
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    return over(httpx.HTTPTransport(socket_options=options(), limits=limits))


def over(transport: httpx.BaseTransport) -> httpx.Client:
    return httpx.Client(transport=transport, timeout=httpx.Timeout(SILENCE, connect=CONNECTING))


def options() -> list[tuple[int, int, int]]:
    """Those that this system knows."""
    known = []
    with socket.socket() as probe:
        for option in OPTIONS:
            try:
                probe.setsockopt(*option)
            except OSError:
                continue
            known.append(option)
    return known


def put(store: httpx.Client, path: Path, piece: Piece, moved: Moved) -> None:
    """Raises: Lost, Refused, OSError (the copy cannot be read)."""
    told = 0

    def body() -> Iterator[bytes]:
        nonlocal told
        for block in _blocks(path, piece):
            yield block
            told += len(block)
            moved(len(block))

    headers = {**piece.headers, "content-length": str(piece.size)}
    try:
        answer = store.put(piece.url, content=body(), headers=headers)
    except httpx.TransportError as error:
        moved(-told)
        raise Lost(str(error) or type(error).__name__) from error
    # 412: an earlier try of the same bytes was taken, and its answer lost.
    if not (answer.is_success or answer.status_code == 412):
        moved(-told)
        _refuse(answer)


def _refuse(answer: httpx.Response) -> None:
    told = f"{answer.status_code} {answer.text[:200]}"
    if answer.status_code == 400 and "Digest" in answer.text:
        raise Refused(told)
    raise Lost(told)


def _blocks(path: Path, piece: Piece) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(piece.start)
        left = piece.size
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block


class Pauses:
    """Seconds between two tries: doubled from FIRST to LONGEST, by chance up to half as long."""

    FIRST, LONGEST = 1.0, 300.0

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._failed = 0

    def after(self, asked: float | None = None) -> float:
        """``asked``: Retry-After; it is never undercut."""
        self._failed += 1
        longest = min(self.LONGEST, self.FIRST * 2.0 ** min(self._failed - 1, 20))
        return max(asked or 0.0, longest * (0.5 + self._chance() / 2))

    def forget(self) -> None:
        """Something moved."""
        self._failed = 0


class Width:
    """How many PUTs at once: one on a slow link, where a break then costs one part and no more."""

    QUICK = 10.0
    """Seconds; a part that took longer came over a slow link."""

    def __init__(self, most: int) -> None:
        self._most, self.now = most, 1

    def took(self, seconds: float) -> None:
        self.now = min(self._most, self.now + 1) if seconds < self.QUICK else 1
