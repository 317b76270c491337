"""Calls at a given number in flight: aio-pika to a bare nameko method, HTTP to the gateway."""

import asyncio
import json
import os
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import aio_pika

from tests.bench.handling import Rates, in_turns, process
from tests.interface.test_gateway_feed import token
from tests.support.stack import ALL, Stack

CALLS = int(os.environ.get("TONGXIN_BENCH_CALLS", "400"))
IN_FLIGHT = 8
WARM_UP = 30
TEXT = "x" * 120
LENGTH = re.compile(rb"content-length: ([0-9]{1,9})")


async def rate(one: Callable[[], Awaitable[None]], count: int) -> float:
    """Calls per second."""

    async def worker(times: int) -> None:
        for _ in range(times):
            await one()

    await worker(WARM_UP)
    started = time.monotonic()
    await asyncio.gather(*(worker(count // IN_FLIGHT) for _ in range(IN_FLIGHT)))
    return (count // IN_FLIGHT) * IN_FLIGHT / (time.monotonic() - started)


async def bare(url: str, count: int) -> dict[str, float]:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange("nameko-rpc")
        name = f"rpc.reply-bench-{uuid.uuid4()}"
        queue = await channel.declare_queue(name, exclusive=True, auto_delete=True)
        await queue.bind(exchange, name)
        waiting: dict[str, asyncio.Future[bytes]] = {}

        async def answered(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            waiting.pop(message.correlation_id or "").set_result(message.body)

        await queue.consume(answered, no_ack=True)

        def calling(method: str) -> Callable[[], Awaitable[None]]:
            async def one() -> None:
                id = str(uuid.uuid4())
                waiting[id] = asyncio.get_running_loop().create_future()
                body = json.dumps({"args": [], "kwargs": {"key": id, "text": TEXT}}).encode()
                message = aio_pika.Message(
                    body, reply_to=name, correlation_id=id, content_type="application/json"
                )
                reply = waiting[id]
                await exchange.publish(message, f"bare.{method}", mandatory=True)
                await asyncio.wait_for(reply, 30)

            return one

        return {
            "bare nameko, does nothing": await rate(calling("nothing"), count),
            "bare nameko, stores a document": await rate(calling("keep"), count),
        }


class Http:
    """Few connections that are kept, and hardly a client: it is the gateway that is measured."""

    def __init__(self, url: str, right: str) -> None:
        self._host, _, self._port = url.removeprefix("http://").partition(":")
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._right = right

    async def ask(self, verb: str, path: str, body: Any = None, key: str = "") -> Any:
        """Raises: AssertionError, where it is refused."""
        if not self._free:
            self._free.append(await asyncio.open_connection(self._host, int(self._port)))
        reader, writer = self._free.pop()
        content = b"" if body is None else json.dumps(body).encode()
        writer.write(
            f"{verb} /api/v1{path} HTTP/1.1\r\nHost: {self._host}\r\n"
            f"Authorization: {self._right}\r\nIdempotency-Key: {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        async with asyncio.timeout(30):
            head = await reader.readuntil(b"\r\n\r\n")
            found = LENGTH.search(head)
            assert found is not None, head
            answer = await reader.readexactly(int(found[1]))
        assert head.startswith(b"HTTP/1.1 2"), answer
        self._free.append((reader, writer))
        return json.loads(answer)

    def close(self) -> None:
        for _, writer in self._free:
            writer.close()


async def gateway(url: str, right: dict[str, str], count: int) -> dict[str, float]:
    http = Http(url, right["Authorization"])

    async def command() -> None:
        id = f"d-{uuid.uuid4().hex[:20]}"
        await http.ask("POST", "/districts", {"district": id, "name": "区"}, id)

    async def question() -> None:
        await http.ask("GET", "/campaigns")

    try:
        return {
            "gateway command": await rate(command, count),
            "gateway question": await rate(question, count),
        }
    finally:
        http.close()


def measured(stack: Stack) -> Rates:
    """Calls per second with IN_FLIGHT at once."""
    tasks, http = stack.start(ALL[0]), stack.start("gateway")
    for running in (tasks, http):
        running.wait_ready()
    url = "http://" + http.env["TONGXIN_HTTP_ADDRESS"]
    right = token("*", account="city-office", role="city_office")
    with process(stack, "tests.bench.rivals", "nameko") as rival:
        assert rival.stdout is not None
        rival.stdout.readline()
        return in_turns(
            lambda: asyncio.run(bare(stack.amqp_address(), CALLS)),
            lambda: asyncio.run(gateway(url, right, CALLS)),
        )
