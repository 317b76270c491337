"""One shape for every change: conflicts, marks, the outbox, and what is due, on two replicas."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.envelope import encode, seal
from tests.probe.facts import ThingHappened
from tests.probe.looking import attempts, times
from tests.probe.service import Add, Happen, Probe, Ring, Toll
from tests.support.calling import CallFailed, Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import consistently, eventually

SERVICES = [Probe]
EACH = 50
SETTINGS = {
    "TONGXIN_RETRY_DELAYS": "1,1,1,1,1,1,1,1",
    "TONGXIN_DUE_SECONDS": "0.2",
    "TONGXIN_OUTBOX_SWEEP_SECONDS": "0.5",
    "TONGXIN_PUBLISH_SECONDS": "1",
}


@pytest.fixture(scope="module")
def replicas(stack: Stack) -> list[Running]:
    started = [stack.start(Probe, **SETTINGS) for _ in range(2)]
    return [running.wait_ready() for running in started]


@pytest.fixture
def calls(stack: Stack, replicas: list[Running]) -> Calls:
    return Calls(stack, "probe")


def document(stack: Stack, key: str, kept: str = "counters") -> dict[str, Any]:
    found = stack.mongo("probe")[kept].find_one({"_id": key})
    assert found is not None
    return found


def total(replicas: list[Running], name: str, **labels: str) -> float:
    return sum(running.metric(name, **labels) for running in replicas)


# -- conflicts -------------------------------------------------------------------------------


def test_a_hundred_changes_of_one_aggregate_from_two_replicas_count_exactly(
    stack: Stack, calls: Calls
) -> None:
    def add(n: int) -> None:
        def done() -> bool:
            try:
                return bool(calls.command(Add(key="hot"), f"hot-{n}"))
            except CallFailed as failed:
                assert failed.code == "version-conflict"
                return False

        eventually(done)

    with ThreadPoolExecutor(8) as pool:
        commands = pool.map(add, range(EACH))
        ids = [publish(stack, ThingHappened(key="hot")) for _ in range(EACH)]
        list(commands)
    eventually(lambda: times(stack, "hot") == 2 * EACH)
    hot = document(stack, "hot")
    causes = hot["state"]["causes"]
    assert hot["version"] == len(causes) == len(set(causes)) == 2 * EACH
    assert set(ids) < set(causes)
    assert [mark["k"] for mark in hot["marks"]] == causes


# -- marks and outbox ------------------------------------------------------------------------


def test_the_change_its_event_its_mark_and_its_answer_are_one_write(
    stack: Stack, calls: Calls, replicas: list[Running]
) -> None:
    """Seen while the service may publish no event: all is in the document, and goes out later."""
    management, vhost = stack.api.management, stack.vhost
    rights = management.get("permissions", vhost, "probe")
    right = {kind: rights[kind] for kind in ("configure", "write", "read")}
    muted = {**right, "write": r"^probe\.(park|replies|delay\..+)$"}
    management.put("permissions", vhost, "probe", body=muted)
    stack.api.close_connections("probe")
    eventually(lambda: stack.api.consumers("rpc-probe") == 2)
    answer = calls.command(Happen(), "muted")
    kept = document(stack, answer["id"])
    assert kept["version"] == answer["version"] == 1
    (mark,) = kept["marks"]
    assert (mark["k"], mark["a"]) == ("admin:muted", answer)
    (entry,) = kept["outbox"]
    assert entry["type"] == ThingHappened.type
    assert calls.command(Happen(), "muted") == answer
    eventually(lambda: total(replicas, "tongxin_outbox_entries") >= 1)

    management.put("permissions", vhost, "probe", body=right)
    eventually(lambda: times(stack, f"seen-{answer['id']}") == 1)
    eventually(lambda: document(stack, answer["id"])["outbox"] == [])
    for running in replicas:
        running.wait_ready()
        eventually(lambda running=running: running.metric("tongxin_outbox_entries") == 0)


def test_an_event_that_finds_no_queue_waits_in_the_outbox_until_there_is_one(
    stack: Stack, calls: Calls, replicas: list[Running]
) -> None:
    refused = total(replicas, "tongxin_published_total", outcome="refused")
    stack.api.management.delete("queues", stack.vhost, "gateway.feed")
    channel = stack.amqp().clone().channel()
    channel.queue_unbind("probe.on_thing_happened", "probe.events", ThingHappened.type)
    channel.connection.close()
    answer = calls.command(Happen())
    eventually(lambda: total(replicas, "tongxin_published_total", outcome="refused") > refused)
    assert len(document(stack, answer["id"])["outbox"]) == 1
    stack.deploy()
    eventually(lambda: times(stack, f"seen-{answer['id']}") == 1)
    eventually(lambda: document(stack, answer["id"])["outbox"] == [])


@pytest.mark.parametrize(
    ("key", "since"),
    [("swept", timedelta(minutes=-1)), ("set-back", timedelta(days=400))],
    ids=["a minute ago", "by a clock that was set back since"],
)
def test_an_event_left_in_an_outbox_by_a_crash_is_swept(
    stack: Stack, calls: Calls, key: str, since: timedelta
) -> None:
    now = datetime.now(UTC)
    answer = calls.command(Add(key=f"crashed-{key}"))
    envelope = seal(
        ThingHappened(key=key),
        id=f"left-behind-{key}",
        source="/tongxin/probe",
        subject=answer["id"],
        time=now,
        district="north",
        version=1,
    )
    entry = {
        "id": envelope.id,
        "type": envelope.type,
        "body": encode(envelope),
        "at": now + since,
    }
    counters = stack.mongo("probe").counters
    counters.update_one({"_id": answer["id"]}, {"$set": {"outbox": [entry]}})
    eventually(lambda: times(stack, key) == 1)
    eventually(lambda: document(stack, answer["id"])["outbox"] == [])
    assert document(stack, key)["state"]["causes"] == [envelope.id]


def test_marks_are_forgotten_by_age(stack: Stack, calls: Calls) -> None:
    calls.command(Add(key="aged"), "first")
    calls.command(Add(key="aged"), "second")
    counters = stack.mongo("probe").counters
    old = datetime.now(UTC) - timedelta(days=31)
    counters.update_one({"_id": "aged", "marks.k": "admin:first"}, {"$set": {"marks.$.at": old}})
    calls.command(Add(key="aged"), "third")
    marks = [mark["k"] for mark in document(stack, "aged")["marks"]]
    assert marks == ["admin:second", "admin:third"]


# -- due -------------------------------------------------------------------------------------


def test_what_is_due_is_decided_by_exactly_one_of_two_replicas(
    stack: Stack, calls: Calls, replicas: list[Running]
) -> None:
    ids = [calls.command(Ring(after=0.3))["id"] for _ in range(20)]
    for id in ids:
        eventually(lambda id=id: document(stack, id)["state"]["rung"] == 1)
        eventually(lambda id=id: times(stack, f"rung-{id}") == 1)
    assert all(document(stack, id)["version"] == 2 for id in ids)
    assert total(replicas, "tongxin_due_total", handler="rings", outcome="done") >= 20


@pytest.mark.parametrize("how", ["raise", "exit", "leak", "refuse"])
def test_a_due_decision_that_fails_delays_no_other_and_ends_no_process(
    stack: Stack, calls: Calls, replicas: list[Running], how: str
) -> None:
    failed = total(replicas, "tongxin_due_total", outcome="failed")
    bad = calls.command(Ring(after=-10, how=how))["id"]
    eventually(lambda: total(replicas, "tongxin_due_total", outcome="failed") > failed)
    good = calls.command(Ring(after=0))["id"]
    eventually(lambda: document(stack, good)["state"]["rung"] == 1)
    put_off = eventually(lambda: document(stack, bad)["due"].replace(tzinfo=UTC))
    assert put_off > datetime.now(UTC) + timedelta(seconds=30)
    assert all(running.alive for running in replicas)


def test_a_due_aggregate_that_cannot_be_read_delays_no_other(
    stack: Stack, calls: Calls, replicas: list[Running]
) -> None:
    counters = stack.mongo("probe").counters
    long_ago = datetime.now(UTC) - timedelta(days=1)
    counters.insert_one({"_id": "broken", "version": 1, "due": long_ago, "state": {"what": 1}})
    eventually(lambda: document(stack, "broken")["due"].replace(tzinfo=UTC) > datetime.now(UTC))
    good = calls.command(Ring(after=0))["id"]
    eventually(lambda: document(stack, good)["state"]["rung"] == 1)
    counters.delete_one({"_id": "broken"})


def test_slow_work_before_a_due_decision_is_done_by_one_replica_and_delays_no_other(
    stack: Stack, calls: Calls, tmp_path: Path
) -> None:
    slow, quick = tmp_path / "slow", tmp_path / "quick"
    bell = calls.command(Toll(after=0, note=str(slow), seconds=2))["id"]
    eventually(lambda: attempts(slow))
    other = calls.command(Toll(after=0, note=str(quick), seconds=0))["id"]
    eventually(lambda: document(stack, other, "bells")["state"]["rung"] == 1)
    assert document(stack, bell, "bells")["state"]["rung"] == 0
    eventually(lambda: document(stack, bell, "bells")["state"]["rung"] == 1)
    assert (len(attempts(slow)), len(attempts(quick))) == (1, 1)
    consistently(lambda: document(stack, bell, "bells")["version"] == 2, during=0.3)


def test_slow_work_that_was_cut_off_is_done_by_another_replica_after_the_lease(
    stack: Stack, calls: Calls, replicas: list[Running], tmp_path: Path
) -> None:
    note = tmp_path / "cut off"
    bell = calls.command(Toll(after=0, note=str(note), seconds=2))["id"]
    (first,) = eventually(lambda: attempts(note))
    next(running for running in replicas if str(running.pid) == first).kill()
    eventually(lambda: document(stack, bell, "bells")["state"]["rung"] == 1)
    assert len(set(attempts(note))) == len(attempts(note)) == 2
