"""Who may stay connected: places, how long a request's head may take, how large it may be.

uvicorn has none of these limits. A connection is *silent* while the next move is its client's: its
request has not arrived whole, or its answer is not being taken. Where places run out, the one that
has been silent longest goes; so half-open connections, however many, never keep others out.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway import metrics
from gateway.problems import Problem

MAX_URL = 8 * 1024
MAX_FRAMING = 256 * 1024
"""Bytes of a body that are none of its content: sizes of its chunks, what stands after it."""
MAX_PIPELINED = 16
"""Requests sent ahead of their answers; browsers send none."""
UNREAD_SECONDS = 60.0
"""How long a client may leave an answer untaken."""

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, kw_only=True)
class Limits:
    """``total`` and ``each``: connections of the listener, and of one source (an IPv4 address, or
    the 64 bits of an IPv6 network). ``exempt``: proxies, whose connections are many people's."""

    total: int
    each: int
    head_seconds: float
    head_bytes: int
    headers: int
    exempt: tuple[Network, ...] = ()


def networks(hosts: Iterable[str]) -> tuple[Network, ...]:
    """Those of the names that are addresses or networks."""
    found = []
    for host in hosts:
        try:
            found.append(ip_network(host, strict=False))
        except ValueError:
            continue
    return tuple(found)


def source(address: str) -> str:
    """Whose connection it is."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    return str(ip_network((ip, 64), strict=False) if isinstance(ip, IPv6Address) else ip)


@dataclass(eq=False)
class Room:
    """So many connections; ``silent`` in the order in which they fell silent."""

    most: int
    held: int = 0
    silent: "dict[Connection, None]" = field(default_factory=dict)

    def has_place(self) -> bool:
        """After ending a silent connection, if need be."""
        if self.held < self.most:
            return True
        oldest = next(iter(self.silent), None)
        if oldest is not None:
            oldest.drop("displaced")
        return oldest is not None


class Places:
    """The connections of one listener."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._all = Room(limits.total)
        self._of: dict[str, Room] = {}

    def protocol(self) -> Any:
        """What ``uvicorn.Config`` takes as ``http``."""
        return partial(Connection, places=self)

    def enter(self, address: str) -> tuple[Room, ...]:
        """The rooms with a place for a connection from here; none where all are taken."""
        rooms: list[Room] = [self._all]
        name = source(address)
        if not self._is_exempt(address):
            own = self._of.get(name)
            rooms.insert(0, Room(self.limits.each) if own is None else own)
        if not all(room.has_place() for room in rooms):
            return ()
        for room in rooms:
            room.held += 1
        if len(rooms) > 1:
            self._of[name] = rooms[0]
        return tuple(rooms)

    def leave(self, connection: "Connection") -> None:
        for room in connection.rooms:
            room.held -= 1
            room.silent.pop(connection, None)
        connection.rooms = ()
        name = source(connection.address)
        if name in self._of and not self._of[name].held:
            del self._of[name]

    def _is_exempt(self, address: str) -> bool:
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.limits.exempt)


class Connection(HttpToolsProtocol):
    """uvicorn's protocol with limits. ``rooms``: where it holds a place."""

    def __init__(self, *given: Any, places: Places, **more: Any) -> None:
        super().__init__(*given, **more)
        self.places = places
        self.limits = places.limits
        self.rooms: tuple[Room, ...] = ()
        self.address = ""
        self._in_head = True
        self._began = False
        self._unread = self._late = cast("asyncio.TimerHandle | None", None)
        self._beside = self._head = 0
        self._upgraded = False
        self._fault: Problem | None = None

    # A connection's life

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = (transport.get_extra_info("peername") or ("",))[0]
        self.rooms = self.places.enter(self.address)
        if not self.rooms:
            self._refuse(Problem("too-many-connections"))
            return
        self._expect_head()
        self._settle()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_timers()
        self.places.leave(self)
        super().connection_lost(exc)

    def drop(self, why: str) -> None:
        metrics.CONNECTIONS_ENDED.labels(why).inc()
        self._forget_timers()
        self.places.leave(self)
        self.transport.abort()

    def _refuse(self, problem: Problem) -> None:
        """Say why, and close."""
        metrics.CONNECTIONS_ENDED.labels(problem.code).inc()
        self._forget_timers()
        self.places.leave(self)
        self.transport.write(problem.raw())
        self.transport.close()

    @property
    def _owes(self) -> bool:
        """Whether the next move is ours: a request is here whole, and its answer is being taken."""
        working = self.cycle is not None and not self.cycle.response_complete
        return working and self._in_head and self._unread is None

    def _settle(self) -> None:
        for room in self.rooms:
            room.silent.pop(self, None)
            if not self._owes:
                room.silent[self] = None

    # Time

    def _expect_head(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(self.limits.head_seconds, self._head_is_late)

    def _head_is_late(self) -> None:
        self._late = None
        if self._head or self._beside:
            self.send_400_response("late", Problem("request-timeout"))
        else:
            self.drop("idle")

    def _forget_timers(self) -> None:
        self._unset_keepalive_if_required()
        for timer in (self._late, self._unread):
            if timer is not None:
                timer.cancel()
        self._late = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self.drop, "unread")
        self._settle()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        self._settle()

    def timeout_keep_alive_handler(self) -> None:
        if not self.transport.is_closing():
            self.drop("idle")

    # What arrives

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing() or self._upgraded:
            return
        self._began = False
        super().data_received(data)
        # Of the bytes in which a request begins it is not known how many are another's.
        self._beside = 0 if self._began else self._beside + len(data)
        if self.transport.is_closing():
            return
        if self._beside > (self.limits.head_bytes if self._in_head else MAX_FRAMING):
            self.send_400_response("too large", Problem("headers-too-large"))
            return
        if self.cycle is None or self.cycle.response_complete:
            self._expect_head()  # or the rest of a body that nobody reads
        self._settle()

    def send_400_response(self, msg: str, problem: Problem | None = None) -> None:
        refusal = problem or self._fault or Problem("malformed-request", "请求不合 HTTP 的格式。")
        if self._may_tell:
            self._refuse(refusal)
        else:
            self.drop(refusal.code)

    @property
    def _may_tell(self) -> bool:
        """Nothing is written into an answer that is under way, or before one that is owed."""
        if self.cycle is None:
            return True
        if self._in_head:
            return self.cycle.response_complete
        return not (self.cycle.response_started or self.pipeline)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._began = True
        self._head = 0
        if len(self.pipeline) >= MAX_PIPELINED:
            raise ValueError("too many requests ahead of their answers")

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._head += len(url)
        if len(self.url) > MAX_URL:
            self._fault = Problem("url-too-long")
            raise ValueError("the address is too long")

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._in_head:
            return  # what follows a body is no header
        self._head += len(name) + len(value)
        if len(self.headers) >= self.limits.headers or self._head > self.limits.head_bytes:
            self._fault = Problem("headers-too-large")
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        if self._late is not None:
            self._late.cancel()
            self._late = None
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._beside -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head = True
        self._head = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._in_head and not self.transport.is_closing():
            self._expect_head()  # the rest of a body that nobody reads
        self._settle()

    def _unsupported_upgrade_warning(self) -> None:
        """There is nothing to upgrade to; what follows the request would be read as another."""
        self._upgraded = True
        self.cycle.keep_alive = False
