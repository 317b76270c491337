"""What a process says of itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.probe.facts import ThingHappened
from tests.probe.looking import times
from tests.probe.sabotaged import Sabotaged
from tests.probe.service import Probe
from tests.support.calling import publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]


@pytest.fixture(scope="module")
def fault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("health") / "fault"


@pytest.fixture(scope="module")
def probe(stack: Stack, fault: Path) -> Running:
    return stack.start(Sabotaged, TONGXIN_PROBE_FAULT=str(fault)).wait_ready()


@pytest.fixture
def broken(fault: Path, probe: Running) -> Iterator[Path]:
    yield fault
    fault.unlink(missing_ok=True)


def test_a_ready_process_names_each_of_its_backing_services(probe: Running) -> None:
    checks = {"broker": "ok", "database": "ok", "object store": "ok"}
    assert probe.ready() == (200, {"status": "ready", "checks": checks})
    assert probe.live() == 200


def test_what_a_check_finds_wrong_is_said(probe: Running, broken: Path) -> None:
    broken.write_text("fails")
    body = probe.wait_not_ready(10)
    assert body["status"] == "not ready"
    assert body["checks"] == {
        "broker": "ok",
        "database": "ok",
        "object store": "the bucket is gone",
    }
    assert probe.live() == 200
    assert probe.metric("tongxin_ready", check="object store") == 0
    assert probe.metric("tongxin_ready", check="database") == 1
    broken.unlink()
    probe.wait_ready(10)
    assert probe.metric("tongxin_ready", check="object store") == 1


def test_metrics_tell_of_events_and_their_lag(stack: Stack, probe: Running) -> None:
    publish(stack, ThingHappened(key="measured"))
    assert eventually(lambda: times(stack, "measured") == 1)
    heard = {"service": "probe", "handler": "on_thing_happened"}
    assert eventually(lambda: probe.metric("tongxin_events_total", outcome="done", **heard) == 1)
    assert probe.metric("tongxin_event_seconds_count", **heard) == 1
    assert 0 < probe.metric("tongxin_event_lag_seconds_sum", **heard) < 10
    assert probe.metric("tongxin_outbox_entries") == 0


def test_a_page_that_is_not_there_is_404(probe: Running) -> None:
    assert probe._get("/elsewhere")[0] == 404


def test_a_check_without_an_answer_turns_readiness_red(probe: Running, broken: Path) -> None:
    """The last of the module: this check hangs for good, as the others go on."""
    broken.write_text("hangs")
    body = probe.wait_not_ready(12)
    assert body["checks"]["object store"].startswith("no answer for ")
    assert body["checks"]["broker"] == body["checks"]["database"] == "ok"
    assert probe.live() == 200
