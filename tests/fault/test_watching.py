"""What operations see: metrics with bounded labels, logs as JSON lines, one trace throughout."""

import secrets

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from contracts.envelope import decode
from tests.probe.facts import ThingHappened
from tests.probe.looking import parked, times
from tests.probe.service import Add, CounterOf, Happen, Probe, Ring
from tests.support.calling import CITY, CallFailed, Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
LABELS = {
    "tongxin_build_info": {"service", "version"},
    "tongxin_commands": {"service", "method", "outcome"},
    "tongxin_command_seconds": {"service", "method"},
    "tongxin_events": {"service", "handler", "outcome"},
    "tongxin_event_seconds": {"service", "handler"},
    "tongxin_event_lag_seconds": {"service", "handler"},
    "tongxin_retries": {"service", "handler"},
    "tongxin_parked": {"service", "handler", "reason"},
    "tongxin_parked_messages": {"service"},
    "tongxin_outbox_entries": {"service"},
    "tongxin_outbox_oldest_seconds": {"service"},
    "tongxin_published": {"service", "outcome"},
    "tongxin_due": {"service", "handler", "outcome"},
    "tongxin_ready": {"service", "check"},
}
OUTCOMES = {
    "tongxin_commands": {"done", "repeated", "ignored", "no-reply", "403", "404", "500"},
    "tongxin_events": {"done", "ignored", "repeated", "retried", "parked", "returned"},
    "tongxin_published": {"confirmed", "refused", "unconfirmed"},
    "tongxin_due": {"done", "ignored", "failed", "away"},
}
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    return stack.start(Probe, TONGXIN_RETRY_DELAYS="1").wait_ready()


@pytest.fixture
def calls(stack: Stack, probe: Running) -> Calls:
    return Calls(stack, "probe")


@pytest.fixture(scope="module")
def traffic(stack: Stack, probe: Running) -> Running:
    """A process that has seen one of everything."""
    calls = Calls(stack, "probe")
    answer = calls.command(Happen(), "once")
    calls.command(Happen(), "once")
    calls.ask(CounterOf(key=answer["id"]))
    calls.command(Ring(after=0))
    for method in ("no_such_method", secrets.token_hex(4)):
        with pytest.raises(CallFailed):
            calls.command(Add(key="x"), method=method)
    parked(stack, publish(stack, ThingHappened(key="parked", how="raise")))
    eventually(lambda: times(stack, f"seen-{answer['id']}") == 1)
    eventually(lambda: probe.metric("tongxin_due_total", outcome="done") == 1)
    eventually(lambda: probe.metric("tongxin_parked_messages") == 1)
    return probe


def test_all_metrics_show_with_their_labels_and_no_others(traffic: Running) -> None:
    seen: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(traffic.metrics()):
        if family.name.startswith("tongxin_"):
            for sample in family.samples:
                seen.setdefault(family.name, set()).update(set(sample.labels) - {"le"})
    assert seen == LABELS


def test_labels_are_bounded(traffic: Running) -> None:
    methods: set[str] = set()
    outcomes: dict[str, set[str]] = {name: set() for name in OUTCOMES}
    for family in text_string_to_metric_families(traffic.metrics()):
        for sample in family.samples:
            if family.name == "tongxin_commands":
                methods.add(sample.labels["method"])
            if family.name in OUTCOMES:
                outcomes[family.name].add(sample.labels["outcome"])
            assert sample.labels.get("service", "probe") == "probe"
    assert methods == {"happen", "counter_of", "ring", "(unknown)"}
    for name, words in outcomes.items():
        assert words <= OUTCOMES[name]


def test_counts_say_what_happened(traffic: Running) -> None:
    for name, labels, count in (
        ("tongxin_commands_total", {"method": "happen", "outcome": "done"}, 1),
        ("tongxin_commands_total", {"method": "happen", "outcome": "repeated"}, 1),
        ("tongxin_commands_total", {"method": "(unknown)", "outcome": "404"}, 2),
        ("tongxin_events_total", {"handler": "on_thing_happened", "outcome": "retried"}, 1),
        ("tongxin_events_total", {"handler": "on_thing_happened", "outcome": "parked"}, 1),
        ("tongxin_retries_total", {"handler": "on_thing_happened"}, 1),
        ("tongxin_parked_total", {"handler": "on_thing_happened", "reason": "failed"}, 1),
        ("tongxin_command_seconds_count", {"method": "happen"}, 2),
        ("tongxin_event_lag_seconds_count", {"handler": "on_thing_happened"}, 1),
        ("tongxin_published_total", {"outcome": "confirmed"}, 2),
        ("tongxin_lost_total", {}, 0),
        ("tongxin_forged_total", {}, 0),
        ("tongxin_ready", {"check": "broker"}, 1),
        ("tongxin_ready", {"check": "database"}, 1),
    ):
        assert traffic.metric(name, **labels) == count, (name, labels)


def test_the_trace_of_a_command_reaches_its_event_and_the_next_handler(
    stack: Stack, calls: Calls, probe: Running
) -> None:
    channel = stack.amqp().clone().channel()
    channel.queue_declare("looking", exclusive=True)
    channel.queue_bind("looking", "probe.events", "#")
    order = msgspec.to_builtins(Happen(how="refuse"))
    body = {"args": [], "kwargs": {"caller": CITY, "key": "traced", "order": order}}
    headers = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    reply = calls.raw("happen", msgspec.json.encode(body), application_headers=headers)
    message = eventually(lambda: channel.basic_get("looking", no_ack=True))
    channel.connection.close()
    envelope = decode(
        bytes(message.body, "utf-8") if isinstance(message.body, str) else message.body
    )
    assert envelope.subject == reply["result"]["id"]
    assert envelope.traceparent.split("-")[1] == TRACE
    assert envelope.traceparent.split("-")[2] != "b7ad6b7169203331"
    line = eventually(
        lambda: next(one for one in probe.log() if one.get("event_id") == envelope.id)
    )
    assert line["trace"] == TRACE
    assert line["district"] == "north"
    assert line["event"] == "parked"


def test_every_line_of_the_log_is_json_with_its_service(traffic: Running) -> None:
    lines = [line for line in traffic.log() if not is_of_eventlet(line)]
    assert lines
    for line in lines:
        assert line["service"] == "probe", line
        assert {"event", "level", "logger", "timestamp"} <= set(line)
    assert any("Traceback" in line.get("exception", "") or line["event"] for line in lines)


def is_of_eventlet(line: dict[str, str]) -> bool:
    """Its warning goes to stderr before there is a log."""
    return "raw" in line
