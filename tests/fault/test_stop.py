"""SIGTERM and SIGINT: what is in flight is finished, nothing new is taken, the end comes soon."""

import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.probe.facts import ThingHappened
from tests.probe.looking import times
from tests.probe.service import Happen, Probe
from tests.support.calling import CallFailed, Calls, NoAnswer, publish
from tests.support.effects import effects, outbox
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
HEARD = "probe.on_thing_happened"
FEW = {"TONGXIN_PREFETCH": "4", "TONGXIN_COMMAND_PREFETCH": "4"}


@pytest.fixture(autouse=True)
def nobody_stays(stack: Stack) -> Iterator[None]:
    yield
    for running in stack.processes:
        running.kill()


class Caller(threading.Thread):
    """Somebody who waits for the answer to a command that waits for a file; its event is another
    handler's."""

    def __init__(self, calls: Calls, until: Path) -> None:
        super().__init__(daemon=True)
        self.calls = calls
        self.order = Happen(how="wait", until=str(until), other=True)
        self.answer: dict[str, Any] = {}
        self.start()

    def run(self) -> None:
        with suppress(CallFailed, NoAnswer):
            self.answer = self.calls.command(self.order, method="stall", within=20)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_stopped_finishes_what_it_has_and_takes_nothing_new(
    stack: Stack, number: signal.Signals, tmp_path: Path
) -> None:
    go, round = tmp_path / "go", number.name
    probe = stack.start(Probe, **FEW).wait_ready()
    callers = [Caller(Calls(stack, "probe"), go) for _ in range(6)]
    assert eventually(lambda: stack.api.depth("rpc-probe") == 2)
    for n in range(7):
        publish(stack, ThingHappened(key=f"{round}-{n}", how="wait", until=str(go)))
    assert eventually(lambda: stack.api.depth(HEARD) == 3)
    for _ in range(2):  # a second signal does no harm
        probe.process.signal(number)
        assert eventually(lambda: probe.ready()[1].get("status") == "stopping")
    go.touch()
    assert probe.wait(10) == 0
    assert len(effects(stack, round)) == 4
    assert stack.api.depth(HEARD) == 3
    assert stack.api.depth("rpc-probe") == 2
    assert eventually(lambda: sum(bool(caller.answer) for caller in callers) == 4)
    assert outbox(stack) == [], "what they had to tell has left with them"
    stack.start(Probe, **FEW).wait_ready()
    assert eventually(lambda: effects(stack, round) == {f"{round}-{n}": 1 for n in range(7)})
    assert eventually(lambda: all(caller.answer for caller in callers))
    for caller in callers:
        assert eventually(lambda id=caller.answer["id"]: times(stack, f"seen-{id}") == 1)


def test_what_does_not_finish_in_time_is_given_back(stack: Stack, tmp_path: Path) -> None:
    done = tmp_path / "behave"
    probe = stack.start(Probe, TONGXIN_STOP_SECONDS="2", **FEW).wait_ready()
    publish(stack, ThingHappened(key="endless", how="wait", until=str(done)))
    assert eventually(lambda: stack.api.depth(HEARD) == 0)
    probe.term()
    assert probe.wait(6) == 75
    assert eventually(lambda: stack.api.depth(HEARD) == 1)
    done.touch()
    stack.start(Probe, **FEW).wait_ready()
    assert eventually(lambda: times(stack, "endless") == 1)


def test_a_bad_setting_stops_the_start_with_its_name(stack: Stack) -> None:
    probe = stack.start(Probe, TONGXIN_PREFETCH="many")
    assert probe.wait(20) == 78
    assert "TONGXIN_PREFETCH" in probe.text()
    assert "example: TONGXIN_PREFETCH=16" in probe.text()
