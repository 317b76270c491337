"""A call ends by its deadline and lets others run, whatever its channel does."""

import asyncio
from typing import Any

import pytest
from aio_pika.exceptions import ChannelClosed

from gateway.problems import Problem
from gateway.rpc import Rpc
from kit import signing

SECRET = "a secret of at least thirty-two signs"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("TONGXIN_SIGNING_KEY", SECRET)
    monkeypatch.setenv("TONGXIN_TRUSTED_KEYS", f"tasks={signing.Signer(SECRET + '2').public}")
    for made in (signing.own, signing.trusted_keys):
        made.cache_clear()
    yield
    for made in (signing.own, signing.trusted_keys):
        made.cache_clear()


class Closed:
    """An exchange of a channel that is closed while its connection counts as alive."""

    def __init__(self) -> None:
        self.tried = 0

    async def publish(self, *_: Any, **__: Any) -> None:
        self.tried += 1
        raise ChannelClosed("channel closed")


@pytest.mark.parametrize("command", [True, False])
def test_a_channel_that_is_closed_for_good_stops_nobody_else(command: bool) -> None:
    exchange = Closed()
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.01)

    async def scene() -> str:
        rpc = Rpc("amqp://nobody@127.0.0.1/none", timeout=1)
        rpc._restored(exchange)  # type: ignore[arg-type]
        beside = asyncio.create_task(others())
        try:
            kwargs = {"order": {}, "key": "k"} if command else {"ask": {}}
            await rpc.call("tasks", "confirm", kwargs)
        except Problem as problem:
            return problem.code
        finally:
            beside.cancel()
        return "answered"

    code = asyncio.run(asyncio.wait_for(scene(), 20))
    assert code == ("deadline-passed" if command else "broker-unavailable")
    assert turns > 1 or not command
    assert 1 <= exchange.tried <= 10
