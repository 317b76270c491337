"""The broker stops, is killed, is not there yet, or blocks publishers: what was saved goes out,
what was asked is answered, each event has its effect once, and nobody restarts anything."""

import secrets
import threading
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from kit.sealing import SEALED
from tests.probe.facts import OtherHappened, ThingHappened
from tests.probe.looking import times
from tests.probe.service import Happen, Probe, Ring
from tests.support.calling import CITY, Calls, publish, sealed_call, signed_call
from tests.support.effects import Traffic, drain_feed, effects, flood, outbox
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
QUICK = {
    "TONGXIN_HEARTBEAT": "3",
    "TONGXIN_RECONNECT_SECONDS": "1",
    "TONGXIN_PUBLISH_SECONDS": "2",
    "TONGXIN_OUTBOX_SWEEP_SECONDS": "1",
    "TONGXIN_RETRY_DELAYS": "3,10,10,10,10,10",
    "TONGXIN_COMMAND_PREFETCH": "8",
    "TONGXIN_PREFETCH": "8",
    "TONGXIN_WATCHDOG_SECONDS": "10",
}

pytestmark = pytest.mark.timeout(180)


def start(stack: Stack) -> Running:
    return stack.start(Probe, **QUICK)


@pytest.fixture(scope="module")
def first(own_stack: Stack) -> Running:
    return start(own_stack).wait_ready()


def rung(stack: Stack, id: str) -> int:
    document = stack.mongo("probe").counters.find_one({"_id": id})
    return document["state"]["rung"] if document else 0


def test_what_was_saved_before_a_kill_goes_out_once_a_new_process_finds_the_broker_again(
    own_stack: Stack, first: Running
) -> None:
    """Killed between save and publish; and the broker is away when the next one starts."""
    broker = own_stack.broker
    bell = Calls(own_stack, "probe").command(Ring(after=4))["id"]
    broker.stop()
    assert eventually(lambda: rung(own_stack, bell) == 1 and outbox(own_stack))
    first.kill()
    waiting, leaving = start(own_stack), start(own_stack)
    body = eventually(lambda: waiting.live() == 200 and waiting.wait_not_ready())
    assert body["checks"]["broker"] != "ok"
    assert eventually(lambda: waiting.ready()[1]["checks"]["database"] == "ok")
    assert eventually(lambda: leaving.live() == 200)
    leaving.term()
    assert leaving.wait(10) == 0, "SIGTERM while it was never connected"
    broker.start()
    assert eventually(lambda: times(own_stack, f"rung-{bell}") == 1)
    assert eventually(lambda: outbox(own_stack) == [])
    waiting.wait_ready()
    waiting.term()
    assert waiting.wait(10) == 0
    assert times(own_stack, f"rung-{bell}") == 1


@pytest.fixture(scope="module")
def probe(own_stack: Stack, first: Running) -> Running:
    return start(own_stack).wait_ready()


@pytest.fixture
def calls(own_stack: Stack, probe: Running) -> Calls:
    return Calls(own_stack, "probe")


def give(stack: Stack, method: str, order: object, key: str) -> None:
    """Give a command and do not wait for its answer."""
    call = {"args": [], "kwargs": {"caller": CITY, "order": order, "key": key}}
    body, _ = sealed_call(stack, "probe", msgspec.json.encode(call))
    stack.api.publish(
        "nameko-rpc",
        f"probe.{method}",
        body,
        content_type=SEALED,
        headers=signed_call(stack, f"probe.{method}", body),
        reply_to="rpc.reply-gateway-none",
    )


def test_a_broker_that_stops_in_mid_traffic_loses_nothing_and_doubles_nothing(
    own_stack: Stack, probe: Running, calls: Calls, tmp_path: Path
) -> None:
    broker, mended = own_stack.broker, tmp_path / "mended"
    bell = calls.command(Ring(after=5))["id"]
    flood(own_stack, [ThingHappened(key=f"stopped-{n}", how="slow", seconds=1) for n in range(20)])
    publish(own_stack, OtherHappened(key="delayed", how="raise", until=str(mended)))
    assert eventually(lambda: probe.metric("tongxin_retries_total") == 1), "it is in a delay"
    slow, key = Happen(how="slow", seconds=4), secrets.token_hex(8)
    threading.Thread(target=lambda: suppress_all(calls, slow, key), daemon=True).start()
    with Traffic(calls) as traffic:
        traffic.wait_for(4)
        broker.stop()
        assert probe.wait_not_ready(10)["checks"]["broker"] != "ok"
        assert eventually(lambda: rung(own_stack, bell) == 1), "timers go on"
        assert eventually(lambda: probe.metric("tongxin_outbox_entries") >= 1)
        assert eventually(lambda: probe.metric("tongxin_outbox_oldest_seconds") >= 2)
        mended.touch()
        broker.start()
        traffic.wait_for(4)
    traffic.check(own_stack)
    stopped = {f"stopped-{n}": 1 for n in range(20)}
    assert eventually(lambda: effects(own_stack, "stopped-") == stopped)
    assert eventually(lambda: times(own_stack, "delayed") == 1)
    assert eventually(lambda: times(own_stack, f"rung-{bell}") == 1)
    assert eventually(lambda: outbox(own_stack) == [])
    assert eventually(lambda: probe.metric("tongxin_outbox_entries") == 0)
    assert probe.metric("tongxin_outbox_oldest_seconds") == 0
    probe.wait_ready(15)
    answer = calls.command(slow, key=key, method="stall")
    assert calls.command(slow, key=key, method="stall") == answer
    assert eventually(lambda: times(own_stack, f"seen-{answer['id']}") == 1)
    assert own_stack.api.depth("probe.on_thing_happened.parked") == 0


def suppress_all(calls: Calls, order: Happen, key: str) -> None:
    """A caller whose connection breaks while it waits."""
    with suppress(Exception):
        calls.command(order, key=key, method="stall")


def test_a_broker_that_is_killed_loses_nothing_and_doubles_nothing(
    own_stack: Stack, probe: Running, calls: Calls
) -> None:
    broker = own_stack.broker
    broker.settle()
    other = start(own_stack).wait_ready()
    flood(own_stack, [ThingHappened(key=f"killed-{n}", how="slow", seconds=2) for n in range(20)])
    with Traffic(calls) as traffic:
        traffic.wait_for(4)
        broker.kill()
        other.term()
        assert probe.wait_not_ready(10)["checks"]["broker"] != "ok"
        assert other.wait(10) == 0, "SIGTERM with work in hand while the broker is down"
        broker.start()
        traffic.wait_for(4)
    traffic.check(own_stack)
    killed = {f"killed-{n}": 1 for n in range(20)}
    assert eventually(lambda: effects(own_stack, "killed-") == killed)
    assert eventually(lambda: outbox(own_stack) == [])
    probe.wait_ready(15)


def test_while_the_broker_blocks_publishers_work_goes_on_and_leaves_afterwards(
    own_stack: Stack, probe: Running, calls: Calls, tmp_path: Path
) -> None:
    broker, mended = own_stack.broker, tmp_path / "mended"
    blocked = tmp_path / "blocked"
    other = start(own_stack).wait_ready()
    drain_feed(own_stack)
    bell = calls.command(Ring(after=5))["id"]
    keys = [secrets.token_hex(8) for _ in range(16)]
    for key in keys:
        give(own_stack, "stall", Happen(how="wait", until=str(blocked)), key)
    flood(own_stack, [ThingHappened(key=f"blocked-{n}", how="slow", seconds=1) for n in range(32)])
    publish(own_stack, OtherHappened(key="put-off", how="raise", until=str(mended)))
    broker.memory_alarm(True)
    try:
        assert "blocks publishers" in probe.wait_not_ready(10)["checks"]["broker"]
        blocked.touch()
        assert eventually(lambda: len(effects(own_stack, "blocked-")) == 32), "consuming goes on"
        assert eventually(lambda: rung(own_stack, bell) == 1), "timers go on"
        assert eventually(lambda: saved(own_stack, keys) == len(keys)), "commands are saved"
        assert outbox(own_stack)
        other.term()
        assert other.wait(10) == 0, "SIGTERM while publishing is blocked"
        mended.touch()
    finally:
        broker.memory_alarm(False)
    probe.wait_ready(15)
    assert eventually(lambda: outbox(own_stack) == [])
    assert eventually(lambda: times(own_stack, "put-off") == 1)
    assert eventually(lambda: times(own_stack, f"rung-{bell}") == 1)
    assert set(effects(own_stack, "blocked-").values()) == {1}
    answers = [
        calls.command(Happen(how="wait", until=str(blocked)), key=key, method="stall")
        for key in keys
    ]
    seen = [f"seen-{answer['id']}" for answer in answers]
    assert eventually(lambda: [times(own_stack, key) for key in seen] == [1] * len(keys))
    sent: dict[str, list[str]] = {}
    for body in drain_feed(own_stack):
        event = msgspec.json.decode(body)
        sent.setdefault(event["subject"], []).append(event["id"])
    for answer in answers:
        ids = sent[answer["id"]]
        assert len(set(ids)) == 1, "what is sent again is sent under its first id"
        assert len(ids) <= 2, "a broker that blocks is not filled with repeats"


def saved(stack: Stack, keys: list[str]) -> int:
    marks = [f"{CITY.account}:{key}" for key in keys]
    return stack.mongo("probe").counters.count_documents({"marks.k": {"$in": marks}})
