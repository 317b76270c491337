"""The process that forks those of tables: where it ends, the next table finds another."""

import asyncio
import os
import signal

import pytest

from gateway.problems import Problem
from gateway.sheets.process import SERVER, Seats, Tables, warm
from gateway.sheets.protocol import MIB, Head, Limits

CSV = "编码,名称\r\nA1,甲\r\n".encode()


def tables() -> Tables:
    return Tables(
        max_table=MIB,
        max_export=100,
        export_seconds=20.0,
        limits=Limits(),
        uploads=Seats(2, 2),
        short=Seats(2, 2),
        long=Seats(1, 1),
    )


def pid() -> int:
    SERVER.start()
    assert SERVER._process is not None
    return SERVER._process.pid


def test_a_table_whose_process_went_is_refused_as_unavailable_and_the_next_is_written() -> None:
    async def story() -> bytes:
        made = tables()
        with pytest.raises(Problem) as no:
            async with made.written("csv", "a") as writer:
                os.kill(pid(), signal.SIGKILL)
                await writer.sheet(Head(name="表"), [["甲"]])
                await writer.finish()
        assert no.value.code == "unavailable"
        async with made.written("csv", "a") as writer:
            await writer.sheet(Head(name="表"), [["甲"]])
            with await writer.finish() as file:
                return file.read()

    assert asyncio.run(story()) == "\ufeff甲\r\n".encode()


def test_a_process_that_hangs_is_ended_and_the_next_table_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        made = tables()
        await made.read("a.csv", CSV, "a")
        monkeypatch.setattr("kit.confined.HELLO_SECONDS", 0.2)
        first = pid()
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(Problem) as no:
            await made.read("a.csv", CSV, "a")
        assert no.value.code == "unavailable"
        monkeypatch.undo()
        reply = await made.read("a.csv", CSV, "a")
        assert reply.read_as == "csv utf-8" and pid() != first

    asyncio.run(story())


def test_an_export_that_is_given_up_ends_its_process() -> None:
    async def story() -> None:
        made = tables()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1), made.written("xlsx", "a", long=True) as writer:
                while True:
                    await writer.sheet(Head(name="表"), [["甲"]] * 100)
        async with made.written("csv", "a", long=True) as writer:  # its place is free
            await writer.sheet(Head(name="表"), [["甲"]])
            (await writer.finish()).close()

    asyncio.run(story())


def test_the_process_lives_as_long_as_the_gateway() -> None:
    with warm():
        running = SERVER._process
        assert running is not None and running.poll() is None
    assert running.returncode == -signal.SIGKILL
