"""A connection that is sent away is gone soon, though its client takes nothing of what is owed."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from gateway import connections
from gateway.connections import Connection
from gateway.places import Limits, Places

SIZE = 60_000
"""Bytes of an answer: more than both sockets hold, less than makes the server wait."""

Message = MutableMapping[str, Any]


async def page(scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
    headers = [(b"content-length", str(SIZE).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"x" * SIZE})


async def gone(ask: bytes, then: bytes) -> tuple[int, bool]:
    """Places held, and whether the socket is closed, once the server has had its time."""
    limits = Limits(total=10, each=10, head_seconds=60, head_bytes=9999, headers=50)
    places, loop = Places(limits), asyncio.get_running_loop()
    config = uvicorn.Config(page, log_config=None, lifespan="off", timeout_keep_alive=60)
    config.load()
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.connect(listening.getsockname())
        accepted, _ = listening.accept()
        accepted.setblocking(False)
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        transport, _ = await loop.connect_accepted_socket(
            lambda: Connection(
                config=config, server_state=ServerState(), app_state={}, places=places
            ),
            accepted,
        )
        client.sendall(ask)
        async with asyncio.timeout(10):
            while not transport.get_write_buffer_size():
                await asyncio.sleep(0.01)
            client.sendall(then)
            while accepted.fileno() != -1:
                await asyncio.sleep(0.01)
    return places._all.held, accepted.fileno() == -1


@pytest.mark.parametrize(
    ("ask", "then"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00\x00\r\n\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b""),
    ],
    ids=["refused", "told to close"],
)
def test_a_client_that_takes_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, ask: bytes, then: bytes
) -> None:
    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.2)
    monkeypatch.setattr(connections, "REFUSAL_SECONDS", 0.2)
    assert asyncio.run(gone(ask, then)) == (0, True)
