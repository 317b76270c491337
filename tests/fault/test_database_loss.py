"""The database hangs, is killed, or is not there yet: events wait, commands are told to come again,
and all goes on when it is back."""

import resource
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from infra.local.process import Process
from tests.probe.facts import ThingHappened
from tests.probe.looking import times
from tests.probe.service import Happen, Probe, Ring
from tests.support.calling import CallFailed, Calls, publish
from tests.support.effects import Traffic, effects
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
QUICK = {
    "TONGXIN_OUTBOX_SWEEP_SECONDS": "1",
    "TONGXIN_RETRY_DELAYS": "1",
    "TONGXIN_AWAY_DELAY": "1",
    "TONGXIN_PREFETCH": "16",
    "TONGXIN_COMMAND_SECONDS": "12",
    "TONGXIN_STOP_SECONDS": "5",
}


@pytest.fixture(scope="module")
def probe(own_stack: Stack) -> Running:
    """Started while the database is away."""
    documents = own_stack.documents
    documents.stop()
    waiting = own_stack.start(Probe, **QUICK)
    body = eventually(lambda: waiting.live() == 200 and waiting.wait_not_ready())
    assert body["checks"]["database"] != "ok"
    assert eventually(lambda: waiting.ready()[1]["checks"]["broker"] == "ok")
    publish(own_stack, ThingHappened(key="early"))
    documents.start()
    return waiting.wait_ready(30)


@pytest.fixture
def calls(own_stack: Stack, probe: Running) -> Iterator[Calls]:
    yield Calls(own_stack, "probe")
    own_stack.documents.resume()


def parked(stack: Stack) -> int:
    return stack.api.depth("probe.on_thing_happened.parked")


def test_a_process_that_starts_without_a_database_works_when_it_comes(
    own_stack: Stack, calls: Calls
) -> None:
    assert eventually(lambda: times(own_stack, "early") == 1)
    answer = calls.command(Happen())
    assert eventually(lambda: times(own_stack, f"seen-{answer['id']}") == 1)


def test_while_the_database_hangs_events_wait_and_commands_are_told_so(
    own_stack: Stack, probe: Running, calls: Calls
) -> None:
    documents = own_stack.documents
    bell = calls.command(Ring(after=1))["id"]
    documents.freeze()
    for n in range(12):
        publish(own_stack, ThingHappened(key=f"hung-{n}"))
    assert "database" in probe.wait_not_ready(10)["checks"]
    assert probe.live() == 200
    key = secrets.token_hex(8)
    with pytest.raises(CallFailed) as failed:
        calls.command(Happen(), key=key, within=14)
    assert (failed.value.code, failed.value.status) == ("unavailable", 503)
    assert failed.value.extra["retry_after"] > 0
    assert eventually(lambda: probe.metric("tongxin_retries_total") >= 12)
    documents.resume()
    assert eventually(lambda: effects(own_stack, "hung-") == {f"hung-{n}": 1 for n in range(12)})
    answer = eventually(lambda: calls.command(Happen(), key=key))
    assert calls.command(Happen(), key=key) == answer
    assert eventually(lambda: times(own_stack, f"seen-{answer['id']}") == 1)
    assert eventually(lambda: times(own_stack, f"rung-{bell}") == 1)
    probe.wait_ready(15)
    assert parked(own_stack) == 0


def test_a_database_that_is_killed_in_mid_traffic_loses_nothing_and_doubles_nothing(
    own_stack: Stack, probe: Running, calls: Calls
) -> None:
    documents = own_stack.documents
    with Traffic(calls) as traffic:
        traffic.wait_for(4)
        for n in range(16):
            publish(own_stack, ThingHappened(key=f"killed-{n}", how="slow", seconds=0.2))
        documents.kill()
        assert probe.wait_not_ready(10)["checks"]["database"] != "ok"
        tries = probe.metric("tongxin_retries_total")
        assert eventually(lambda: probe.metric("tongxin_retries_total") >= tries + 16)
        documents.start()
        traffic.wait_for(4)
    wanted = {f"killed-{n}": 1 for n in range(16)}
    assert eventually(lambda: effects(own_stack, "killed-") == wanted)
    traffic.check(own_stack)
    probe.wait_ready(15)
    assert parked(own_stack) == 0


def test_a_database_without_room_is_an_outage_and_no_fault_of_the_event(
    own_stack: Stack, probe: Running, calls: Calls
) -> None:
    """It answers pings and questions, and says "internal error" to every write."""
    documents = own_stack.documents
    assert isinstance(documents, Process) and documents.pid
    with room(documents.pid, 0):
        for n in range(8):
            publish(own_stack, ThingHappened(key=f"full-{n}"))
        body = probe.wait_not_ready(20)
        assert "disk may be full" in body["checks"]["database"]
        with pytest.raises(CallFailed) as failed:
            calls.command(Happen(), within=14)
        assert (failed.value.code, failed.value.status) == ("unavailable", 503)
        tries = probe.metric("tongxin_retries_total")
        assert eventually(lambda: probe.metric("tongxin_retries_total") >= tries + 16)
    documents.kill()
    documents.start()
    assert eventually(lambda: effects(own_stack, "full-") == {f"full-{n}": 1 for n in range(8)})
    probe.wait_ready(15)
    assert parked(own_stack) == 0


@contextmanager
def room(pid: int, size: int) -> Iterator[None]:
    """A process may make no file larger than this, as on a disk that is full."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def test_sigterm_while_the_database_hangs_ends_in_time_and_loses_nothing(
    own_stack: Stack, probe: Running, calls: Calls
) -> None:
    own_stack.documents.freeze()
    publish(own_stack, ThingHappened(key="left"))
    assert eventually(lambda: own_stack.api.depth("probe.on_thing_happened") == 0)
    probe.term()
    assert probe.wait(7) in (0, 75)
    own_stack.documents.resume()
    own_stack.start(Probe, **QUICK).wait_ready()
    assert eventually(lambda: times(own_stack, "left") == 1)
    assert parked(own_stack) == 0
