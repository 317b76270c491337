"""One connection: whether it has a place, how long a request's head may take, how large it may be.

uvicorn has none of these limits.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway import metrics
from gateway.places import Places, Room
from gateway.problems import Problem

MAX_URL = 8 * 1024
MAX_FRAMING = 256 * 1024
"""Bytes of a body that are none of its content: sizes of its chunks, what stands after it."""
MAX_PIPELINED = 16
"""Requests sent ahead of their answers; browsers send none."""
UNREAD_SECONDS = 60.0
"""How long a client may leave an answer untaken."""
REFUSAL_SECONDS = 2.0
"""How long it may take the words with which it is sent away."""


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
        self._unread = self._late = self._closing = cast("asyncio.TimerHandle | None", None)
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
        if self._closing is not None:
            self._closing.cancel()
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
        self.transport.write(problem.raw())
        self.transport.close()
        self._close_within(REFUSAL_SECONDS)

    def _close_within(self, seconds: float) -> None:
        """A socket that closes waits for its client to take what is left, which may be never; until
        it is closed it holds its place.
        """
        if self._closing is None:
            self._closing = self.loop.call_later(seconds, self.transport.abort)

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
        if self.transport.is_closing():
            self._close_within(UNREAD_SECONDS)
        elif not self._in_head:
            self._expect_head()  # the rest of a body that nobody reads
        self._settle()

    def _unsupported_upgrade_warning(self) -> None:
        """There is nothing to upgrade to; what follows the request would be read as another."""
        self._upgraded = True
        self.cycle.keep_alive = False
