"""A process that has gone deaf: it heals itself, or ends so that its supervisor starts it anew."""

from pathlib import Path

import pytest

from tests.probe.facts import OtherHappened, ThingHappened
from tests.probe.looking import times
from tests.probe.sabotaged import Sabotaged
from tests.probe.service import Probe
from tests.support.calling import publish
from tests.support.proxy import Proxy
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import consistently, eventually

SERVICES = [Probe]
HEARD = "probe.on_thing_happened"
WATCHED = {
    "TONGXIN_HEARTBEAT": "10",
    "TONGXIN_CONNECT_SECONDS": "2",
    "TONGXIN_WATCHDOG_SECONDS": "5",
}
DEAF = 70


@pytest.fixture
def fault(tmp_path: Path) -> Path:
    return tmp_path / "fault"


def start(stack: Stack, fault: Path, **env: str) -> Running:
    given = WATCHED | {"TONGXIN_PROBE_FAULT": str(fault)} | env
    return stack.start(Sabotaged, **given).wait_ready()


@pytest.mark.parametrize("what", ["stuck", "deaf"])
def test_a_process_that_stays_deaf_ends_and_its_events_are_back_in_the_queue(
    stack: Stack, fault: Path, what: str
) -> None:
    probe = start(stack, fault)
    publish(stack, OtherHappened(key=f"in-hand-{what}", how="slow", seconds=60))
    assert eventually(lambda: stack.api.depth("probe.on_other_happened") == 0)
    fault.write_text(what)
    publish(stack, ThingHappened(key=f"unheard-{what}"))
    assert probe.wait(30) == DEAF
    assert '"deaf for 5 s"' in probe.text()
    assert eventually(lambda: stack.api.depth("probe.on_other_happened") == 1)
    stack.api.take("probe.on_other_happened")  # too slow to be waited for
    again = stack.start(Probe).wait_ready()
    assert eventually(lambda: times(stack, f"unheard-{what}") == 1)
    again.kill()


def test_c_code_without_an_end_on_the_event_loop_ends_the_process(
    stack: Stack, fault: Path
) -> None:
    probe = start(stack, fault)
    publish(stack, ThingHappened(key="endless", how="burn", seconds=60))
    assert probe.wait(20) == DEAF
    assert eventually(lambda: stack.api.depth(HEARD) == 1)
    stack.api.take(HEARD)


def test_consumers_that_the_broker_has_forgotten_are_made_again(stack: Stack, fault: Path) -> None:
    probe = start(stack, fault)
    fault.write_text("forgets")
    assert eventually(lambda: not fault.exists())
    assert eventually(lambda: stack.api.consumers(HEARD) == 1)
    publish(stack, ThingHappened(key="after-forgetting"))
    assert eventually(lambda: times(stack, "after-forgetting") == 1)
    assert any("knows no consumer" in str(line.get("fault")) for line in probe.log())
    probe.kill()


def test_there_is_no_false_alarm_when_idle_or_when_the_broker_is_away(
    stack: Stack, fault: Path
) -> None:
    with Proxy(stack.env("probe")["TONGXIN_AMQP_URL"]) as proxy:
        probe = start(stack, fault, TONGXIN_AMQP_URL=proxy.url)
        consistently(lambda: probe.alive, during=6, poll=0.5)
        proxy.silence()
        proxy.cut()
        consistently(lambda: probe.alive, during=8, poll=0.5)
        assert probe.ready()[0] == 503
        proxy.heal()
        probe.wait_ready(20)
        probe.kill()
