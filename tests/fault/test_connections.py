"""Connections break, go silent, or are starved: the process recovers by itself, and each event and
command has its effect once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.probe.facts import OtherHappened, ThingHappened
from tests.probe.looking import times
from tests.probe.service import Happen, Probe
from tests.support.calling import Calls, publish
from tests.support.effects import Traffic, drain_feed, effects, flood, outbox
from tests.support.proxy import Proxy
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import consistently, eventually

SERVICES = [Probe]
HEARD, OTHER = "probe.on_thing_happened", "probe.on_other_happened"
QUICK = {
    "TONGXIN_HEARTBEAT": "3",
    "TONGXIN_CONNECT_SECONDS": "3",
    "TONGXIN_RECONNECT_SECONDS": "1",
    "TONGXIN_PUBLISH_SECONDS": "3",
    "TONGXIN_OUTBOX_SWEEP_SECONDS": "1",
    "TONGXIN_RETRY_DELAYS": "1,3",
    "TONGXIN_PREFETCH": "6",
}


@pytest.fixture(scope="module")
def proxy(stack: Stack) -> Iterator[Proxy]:
    with Proxy(stack.env("probe")["TONGXIN_AMQP_URL"]) as between:
        yield between


@pytest.fixture(scope="module")
def probe(stack: Stack, proxy: Proxy) -> Running:
    return stack.start(Probe, TONGXIN_AMQP_URL=proxy.url, **QUICK).wait_ready()


@pytest.fixture
def calls(stack: Stack, probe: Running) -> Calls:
    return Calls(stack, "probe")


def said(probe: Running, event: str) -> int:
    return sum(line.get("event") == event for line in probe.log())


def heard(probe: Running) -> float:
    done = {"handler": "on_thing_happened", "outcome": "done"}
    return probe.metric("tongxin_events_total", **done)


def close_all(stack: Stack) -> int:
    """Close the probe's connections as an operator would; how many there were."""
    management = stack.api.management
    found = [
        one
        for one in management.get("connections", "username", "probe")
        if one["vhost"] == stack.vhost
    ]
    for one in found:
        management.delete("connections", one["name"])
    return len(found)


def works(stack: Stack, key: str, within: float = 20) -> None:
    """An event published now is heard, by a queue that is consumed."""
    publish(stack, ThingHappened(key=key))
    assert eventually(lambda: times(stack, key) == 1, within)
    assert eventually(lambda: stack.api.consumers(HEARD) == 1)


def test_connections_that_the_broker_closes_in_mid_traffic_lose_nothing_and_double_nothing(
    stack: Stack, probe: Running, calls: Calls
) -> None:
    with Traffic(calls) as traffic:
        for round in range(6):
            for n in range(8):
                publish(stack, ThingHappened(key=f"closed-{round}-{n}", how="slow", seconds=0.4))
            traffic.wait_for(3)
            assert eventually(lambda: close_all(stack)) > 0
        traffic.wait_for(3)
    assert eventually(lambda: len(effects(stack, "closed-")) == 48)
    assert set(effects(stack, "closed-").values()) == {1}
    traffic.check(stack)
    assert eventually(lambda: outbox(stack) == [])
    assert said(probe, "started") == 1
    probe.wait_ready(10)


def test_connections_that_are_cut_are_made_again(
    stack: Stack, probe: Running, proxy: Proxy, calls: Calls
) -> None:
    with Traffic(calls) as traffic:
        for _ in range(4):
            traffic.wait_for(2)
            proxy.cut()
        traffic.wait_for(2)
    traffic.check(stack)


def test_a_half_open_connection_is_noticed_and_replaced(
    stack: Stack, probe: Running, proxy: Proxy, calls: Calls
) -> None:
    calls.command(Happen())  # all three connections are in use
    proxy.forget()
    with Traffic(calls) as traffic:
        traffic.wait_for(2, within=20)
        works(stack, "after-half-open")
    traffic.check(stack)
    probe.wait_ready(10)


def test_a_network_that_is_silent_turns_readiness_red_and_is_waited_for(
    stack: Stack, probe: Running, proxy: Proxy, calls: Calls
) -> None:
    proxy.silence()
    publish(stack, ThingHappened(key="in-silence"))
    assert "broker" in probe.wait_not_ready(10)["checks"]
    assert probe.live() == 200
    proxy.heal()
    assert eventually(lambda: times(stack, "in-silence") == 1)
    probe.wait_ready(15)


def test_c_code_on_the_event_loop_ends_in_a_recovery_without_a_restart(
    stack: Stack, probe: Running
) -> None:
    away = said(probe, "broker away")
    publish(stack, OtherHappened(key="beside-the-burning", how="slow", seconds=1))
    publish(stack, ThingHappened(key="burnt", how="burn", seconds=9.5))
    assert eventually(lambda: times(stack, "burnt") == 1, 40)
    assert eventually(lambda: times(stack, "beside-the-burning") == 1)
    assert said(probe, "broker away") > away, "the connection was to be lost by the burning"
    works(stack, "after-burning")
    assert eventually(lambda: stack.api.consumers(OTHER) == 1)
    assert times(stack, "burnt") == 1
    assert said(probe, "started") == 1


def test_neither_c_code_off_the_event_loop_nor_a_flood_stops_the_heartbeats(
    stack: Stack, probe: Running, calls: Calls
) -> None:
    away = said(probe, "broker away")
    publish(stack, ThingHappened(key="hashed", how="hash", seconds=9))
    flood(stack, [OtherHappened(key=f"flood-{n}") for n in range(1000)])
    assert calls.command(Happen(other=True), within=5), "a command is not kept waiting"
    assert effects(stack, "flood-"), "nor is another handler"
    assert times(stack, "hashed") == 0
    assert eventually(lambda: times(stack, "hashed") == 1)
    assert eventually(lambda: len(effects(stack, "flood-")) == 1000)
    assert set(effects(stack, "flood-").values()) == {1}
    assert said(probe, "broker away") == away


def test_no_more_messages_are_taken_than_the_prefetch(
    stack: Stack, probe: Running, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    for n in range(15):
        publish(stack, ThingHappened(key=f"prefetched-{n}", how="wait", until=str(go)))
    assert eventually(lambda: stack.api.depth(HEARD) == 9)
    consistently(lambda: stack.api.depth(HEARD) == 9, during=0.8)
    go.touch()
    assert eventually(lambda: len(effects(stack, "prefetched-")) == 15)


def test_a_deleted_queue_is_consumed_again_once_it_is_declared(
    stack: Stack, probe: Running
) -> None:
    stack.api.management.delete("queues", stack.vhost, HEARD)
    assert HEARD in probe.wait_not_ready(15)["checks"]["broker"]
    stack.deploy()
    assert eventually(lambda: stack.api.consumers(HEARD) == 1)
    works(stack, "after-deletion")
    probe.wait_ready(10)


def unbind(stack: Stack, type_: str) -> None:
    for one in stack.api.bindings():
        if one["source"] == "probe.events" and one["routing_key"] in (type_, "#"):
            stack.api.management.delete(
                "bindings",
                stack.vhost,
                "e",
                one["source"],
                "q",
                one["destination"],
                one["properties_key"],
            )


def test_an_event_without_a_queue_stays_in_the_outbox_and_goes_out_later(
    stack: Stack, probe: Running, calls: Calls
) -> None:
    unbind(stack, OtherHappened.type)
    answer = calls.command(Happen(other=True))
    assert eventually(lambda: probe.metric("tongxin_published_total", outcome="refused") >= 2)
    assert said(probe, "unroutable") >= 2
    assert [entry["type"] for entry in outbox(stack)] == [OtherHappened.type]
    works(stack, "beside-the-unroutable")
    stack.deploy()
    assert eventually(lambda: times(stack, f"seen-{answer['id']}") == 1)
    assert eventually(lambda: outbox(stack) == [])


def limit_feed(stack: Stack, messages: int) -> None:
    """Beyond so many messages the queue refuses more."""
    body = {
        "pattern": "^gateway.feed$",
        "apply-to": "queues",
        "definition": {"max-length": messages, "overflow": "reject-publish"},
    }
    stack.api.management.put("policies", stack.vhost, "limit", body=body)


def test_an_event_that_the_broker_refuses_stays_in_the_outbox_and_goes_out_later(
    stack: Stack, probe: Running, calls: Calls
) -> None:
    before = probe.metric("tongxin_published_total", outcome="refused")
    answers: list[dict[str, Any]] = []
    limit_feed(stack, 1)
    try:

        def refused() -> bool:
            answers.append(calls.command(Happen(other=True)))
            return probe.metric("tongxin_published_total", outcome="refused") > before

        assert eventually(refused, poll=0.3)
        assert eventually(lambda: outbox(stack))
    finally:
        # A full queue opens when it has been emptied below its limit.
        limit_feed(stack, 1_000_000)
        drain_feed(stack)
    assert eventually(lambda: outbox(stack) == [])
    for answer in answers:
        assert eventually(lambda id=answer["id"]: times(stack, f"seen-{id}") == 1)


def test_what_is_finished_is_acked_and_what_a_killed_process_had_in_hand_comes_again(
    stack: Stack, probe: Running, tmp_path: Path
) -> None:
    done, before = tmp_path / "behave", heard(probe)
    for n in range(2):
        publish(stack, ThingHappened(key=f"killed-{n}", how="wait", until=str(done)))
    for n in range(4):
        publish(stack, ThingHappened(key=f"quick-{n}"))
    assert eventually(lambda: len(effects(stack, "quick-")) == 4)
    assert eventually(lambda: heard(probe) == before + 4)
    probe.kill()
    assert eventually(lambda: stack.api.depth(HEARD) == 2)
    assert effects(stack, "killed-") == {}
    done.touch()
    again = stack.start(Probe, **QUICK).wait_ready()
    assert eventually(lambda: effects(stack, "killed-") == {"killed-0": 1, "killed-1": 1})
    assert effects(stack, "quick-") == {f"quick-{n}": 1 for n in range(4)}
    assert again.metric("tongxin_events_total", outcome="done") == 2
