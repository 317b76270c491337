"""One AMQP connection that never reconnects behind our back.

``kombu.Connection`` opens a new, empty connection without a word when the old one is lost, and
would drain that for ever. So kombu connects, and from then on only the live connection is used.
"""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from amqp import spec
from amqp.exceptions import AMQPError, RecoverableConnectionError
from kombu import Connection  # type: ignore[attr-defined]

from kit import config

TURN_SECONDS = 0.5
"""The longest that one turn waits for a frame; heartbeats go out between turns."""

GOODBYE_SECONDS = 1
"""``close`` waits for a broker that may not read: no longer than this."""

LOST = (OSError, AMQPError, AttributeError)
"""What a broken connection raises; AttributeError: amqp clears its transport under a writer."""

NO_FAULT = (0, "", 0, 0)


class Link:
    """``name`` shows in the broker's list of connections.

    Raises in all methods, when the connection is lost: OSError, amqp.exceptions.AMQPError.
    """

    def __init__(self, name: str, on_blocked: Callable[[bool], None] | None = None) -> None:
        told = on_blocked or (lambda _: None)
        wait = config.CONNECT_SECONDS()
        client = Connection(  # type: ignore[no-untyped-call]
            config.AMQP_URL(),
            heartbeat=config.HEARTBEAT(),
            connect_timeout=wait,
            transport_options={
                "read_timeout": wait,
                "write_timeout": wait,
                "on_blocked": lambda _reason: told(True),
                "on_unblocked": lambda: told(False),
                "client_properties": {"connection_name": name},
            },
        )
        # One attempt: ``client.connect()`` would pause and try again, past every bound of ours.
        self._live: Any = client.transport.establish_connection()
        # Every wait on this socket has a bound, also those of amqp that set none themselves.
        self._live.transport.sock.settimeout(wait)
        self._beat = time.monotonic()

    @property
    def alive(self) -> bool:
        return bool(self._live.connected)

    def channel(self) -> Any:
        channel = self._live.channel()
        # Decoding is ours: a broken content-encoding must reach the handler, not the drain loop.
        channel.auto_decode = False
        return channel

    def turn(self) -> None:
        """Handle what the broker sends, for at most TURN_SECONDS."""
        if not self._live.connected:
            raise RecoverableConnectionError("the connection is lost")
        with suppress(socket.timeout):
            self._live.drain_events(timeout=TURN_SECONDS)
        self.beat()

    def beat(self) -> None:
        """Heartbeats by the clock: a flood of messages never lets a drain time out."""
        now = time.monotonic()
        if now - self._beat >= TURN_SECONDS:
            self._beat = now
            self._live.heartbeat_tick()

    def discard(self, channel: Any) -> None:
        """Close a channel without waiting for the answer, which a later turn reads."""
        with suppress(*LOST):
            channel.send_method(spec.Channel.Close, "BsBB", NO_FAULT)

    def goodbye(self) -> None:
        """Ask the broker to close; it will have read all that was sent before. Only writes: the
        greenlet that takes the turns sees the end."""
        with suppress(*LOST):
            self._live.send_method(spec.Connection.Close, "BsBB", NO_FAULT)

    def close(self) -> None:
        """Say goodbye, briefly, so that the last acks arrive; then close the socket.

        Reads the answer: only for the greenlet that takes the turns.
        """
        with suppress(Exception):
            self._live.transport.sock.settimeout(GOODBYE_SECONDS)
            self._live.close()
        self.drop()

    def drop(self) -> None:
        """Close the socket without a word."""
        with suppress(Exception):
            self._live.collect()
