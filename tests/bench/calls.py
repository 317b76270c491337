"""Calls at a given number in flight: aio-pika to a bare nameko method, HTTP to the gateway."""

import asyncio
import json
import os
import time
import uuid
from collections.abc import Awaitable, Callable

import aio_pika
import httpx

from tests.bench.handling import Rates, in_turns, process
from tests.interface.test_gateway_feed import token
from tests.support.stack import ALL, Stack

CALLS = int(os.environ.get("TONGXIN_BENCH_CALLS", "400"))
IN_FLIGHT = 8
WARM_UP = 30
TEXT = "x" * 120


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


async def gateway(url: str, right: dict[str, str], count: int) -> dict[str, float]:
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=30) as http:
        http.headers.update(right)

        async def command() -> None:
            id = f"d-{uuid.uuid4().hex[:20]}"
            body = {"district": id, "name": "区"}
            headers = {"Idempotency-Key": id}
            (await http.post("/districts", json=body, headers=headers)).raise_for_status()

        async def question() -> None:
            (await http.get("/campaigns")).raise_for_status()

        return {
            "gateway command": await rate(command, count),
            "gateway question": await rate(question, count),
        }


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
