"""What happens to an event whose handler fails, is slow, or kills its process."""

from pathlib import Path

import pytest

from tests.probe.facts import KnownHappened, OtherHappened, ThingHappened
from tests.probe.looking import attempts, parked, times
from tests.probe.service import Add, CounterOf, Happen, Probe, Sleeper
from tests.support.calling import Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe, Sleeper]
PREFETCH = 4
KNOWN = "probe.on_known_happened"
SLEEPER = "sleeper.on_thing_happened"


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    settings = {"TONGXIN_RETRY_DELAYS": "1,3", "TONGXIN_PREFETCH": str(PREFETCH)}
    return stack.start(Probe, **settings).wait_ready()


@pytest.fixture
def calls(stack: Stack, probe: Running) -> Calls:
    return Calls(stack, "probe")


def test_an_event_has_its_effect_once_though_it_comes_twice(stack: Stack, probe: Running) -> None:
    first = publish(stack, ThingHappened(key="twice"))
    publish(stack, ThingHappened(key="twice"), id=first)
    publish(stack, ThingHappened(key="twice"))
    eventually(lambda: times(stack, "twice") == 2)
    assert eventually(lambda: probe.metric("tongxin_events_total", outcome="repeated") == 1)


def test_a_command_emits_an_event_that_is_heard(stack: Stack, calls: Calls) -> None:
    answer = calls.command(Happen())
    eventually(lambda: times(stack, f"seen-{answer['id']}") == 1)
    assert calls.ask(CounterOf(key=f"seen-{answer['id']}"))["times"] == 1


def test_a_handler_that_raises_is_retried_and_then_parked_with_its_error(
    stack: Stack, probe: Running, tmp_path: Path
) -> None:
    note = tmp_path / "attempts"
    id = publish(stack, ThingHappened(key="raises", how="raise", note=str(note)))
    headers = parked(stack, id)["headers"]
    assert len(attempts(note)) == 3
    assert headers["tries"] == 2
    assert headers["reason"] == "failed"
    assert headers["error"] == "RuntimeError: as asked"
    assert "in misbehave" in headers["trace"]
    assert headers["parked_at"]
    assert times(stack, "raises") == 0
    assert probe.alive


def test_a_handler_that_recovers_has_its_effect_once(
    stack: Stack, probe: Running, tmp_path: Path
) -> None:
    note, recovered = tmp_path / "attempts", tmp_path / "recovered"
    fact = ThingHappened(key="recovers", how="raise", until=str(recovered), note=str(note))
    id = publish(stack, fact)
    eventually(lambda: attempts(note))
    recovered.touch()
    eventually(lambda: times(stack, "recovers") == 1)
    document = stack.mongo("probe").counters.find_one({"_id": "recovers"})
    assert document
    assert [mark["k"] for mark in document["marks"]] == [id] == document["state"]["causes"]
    assert document["version"] == 1


def test_a_refusal_is_for_good_and_parked_at_once(
    stack: Stack, probe: Running, tmp_path: Path
) -> None:
    note = tmp_path / "attempts"
    id = publish(stack, ThingHappened(key="refused", how="refuse", note=str(note)))
    headers = parked(stack, id)["headers"]
    assert (headers["reason"], headers["error"]) == ("refused", "Nope: 不行")
    assert headers["tries"] == 0
    assert len(attempts(note)) == 1


@pytest.mark.parametrize(("how", "error"), [("exit", "SystemExit: 3"), ("leak", "Timeout: 1")])
def test_what_is_no_exception_does_not_end_the_process(
    stack: Stack, probe: Running, how: str, error: str
) -> None:
    id = publish(stack, ThingHappened(key=how, how=how))
    headers = parked(stack, id)["headers"]
    assert headers["error"].startswith(error)
    assert headers["tries"] == 2
    assert probe.alive


def test_an_event_about_what_is_not_there_yet_waits_for_it(
    stack: Stack, probe: Running, calls: Calls
) -> None:
    publish(stack, KnownHappened(key="late"))
    eventually(lambda: probe.metric("tongxin_retries_total", handler="on_known_happened") >= 1)
    calls.command(Add(key="late"))
    eventually(lambda: times(stack, "late") == 2)


def test_an_event_about_what_never_comes_is_retried_and_parked(
    stack: Stack, probe: Running
) -> None:
    id = publish(stack, KnownHappened(key="never"))
    headers = parked(stack, id, KNOWN)["headers"]
    assert (headers["reason"], headers["tries"]) == ("refused", 2)
    assert headers["error"].startswith("NotFound")


@pytest.mark.parametrize("how", ["wait", "raise"])
def test_slow_and_failing_handlers_delay_no_other_event_and_no_command(
    stack: Stack, probe: Running, calls: Calls, tmp_path: Path, how: str
) -> None:
    note, release = tmp_path / "attempts", tmp_path / "release"
    for n in range(2 * PREFETCH):
        slow = ThingHappened(key=f"{how}-{n}", how=how, until=str(release), note=str(note))
        publish(stack, slow)
    eventually(lambda: len(attempts(note)) >= PREFETCH)
    publish(stack, OtherHappened(key=f"beside-{how}"))
    eventually(lambda: times(stack, f"beside-{how}") == 1)
    assert calls.command(Happen(other=True))["version"] == 1
    assert calls.ask(CounterOf(key=f"beside-{how}"))["times"] == 1
    assert not any(times(stack, f"{how}-{n}") for n in range(2 * PREFETCH))
    release.touch()
    eventually(lambda: all(times(stack, f"{how}-{n}") == 1 for n in range(2 * PREFETCH)))


def test_a_command_is_answered_while_every_handler_is_full(
    stack: Stack, probe: Running, calls: Calls, tmp_path: Path
) -> None:
    release = tmp_path / "release"
    for n in range(3 * PREFETCH):
        for kind in (ThingHappened, OtherHappened):
            publish(stack, kind(key=f"full-{n}", how="wait", until=str(release)))
    assert calls.command(Add(key="while full"))["version"] == 1
    release.touch()
    eventually(lambda: all(times(stack, f"full-{n}") == 2 for n in range(3 * PREFETCH)))
    assert not [line for line in probe.log() if line.get("event") == "broker away"]


def test_an_event_sent_before_its_consumer_was_ever_started_is_received(stack: Stack) -> None:
    """And one that kills its process each time is parked by the broker in the end.

    Nineteen deliveries are given back by hand, for they need no process; the last two kill theirs.
    """
    stack.api.take(SLEEPER, 1000)
    publish(stack, ThingHappened(key="early"))
    poison = publish(stack, ThingHappened(key="poison", how="die"))
    channel = stack.amqp().clone().channel()
    early = channel.basic_get(SLEEPER)
    for _ in range(19):
        message = eventually(lambda: channel.basic_get(SLEEPER))
        channel.basic_reject(message.delivery_tag, requeue=True)
    channel.basic_reject(early.delivery_tag, requeue=True)
    channel.connection.close()
    for _ in range(2):
        sleeper = stack.start(Sleeper)
        assert sleeper.wait(30) == -9
    headers = parked(stack, poison, SLEEPER)["headers"]
    assert headers["x-death"][0]["reason"] == "delivery_limit"
    publish(stack, ThingHappened(key="missed"))
    sleeper = stack.start(Sleeper).wait_ready()
    for key in ("early", "missed"):
        eventually(lambda key=key: times(stack, key, "sleeper") == 1)
    assert times(stack, "poison", "sleeper") == 0
    sleeper.kill()


def test_a_process_killed_in_mid_handler_leaves_the_event_for_the_next_with_one_effect(
    stack: Stack, tmp_path: Path
) -> None:
    note, healed = tmp_path / "attempts", tmp_path / "healed"
    first = stack.start(Sleeper).wait_ready()
    publish(stack, ThingHappened(key="killed", how="wait", until=str(healed), note=str(note)))
    eventually(lambda: attempts(note))
    first.kill()
    healed.touch()
    stack.start(Sleeper).wait_ready()
    eventually(lambda: times(stack, "killed", "sleeper") == 1)
    assert len(set(attempts(note))) == 2
