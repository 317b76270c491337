"""``python -m kit.parked``: what waits for a person is listed, shown, replayed, dropped."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from uuid6 import uuid7

from contracts.envelope import encode, seal
from infra.local.programs import ROOT
from tests.probe.facts import ThingHappened
from tests.probe.looking import parked, times
from tests.probe.service import Probe, Sleeper
from tests.support.calling import publish, publish_raw, signed_fact
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import consistently, eventually

SERVICES = [Probe, Sleeper]
PROBE = "tests.probe.service:Probe"
SLEEPER = "tests.probe.service:Sleeper"
QUEUE = "probe.on_thing_happened.parked"


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    return stack.start(Probe, TONGXIN_RETRY_DELAYS="1").wait_ready()


@pytest.fixture
def healed(tmp_path: Path) -> Path:
    return tmp_path / "healed"


@pytest.fixture
def hopeless(stack: Stack, probe: Running, healed: Path) -> str:
    """A parked event that would now be handled; its id."""
    stack.api.take(QUEUE)
    id = publish(stack, ThingHappened(key=healed.parent.name, how="refuse", until=str(healed)))
    parked(stack, id)
    healed.touch()
    return id


def run(stack: Stack, *words: str, service: str = "probe", **env: str) -> Any:
    """Its exit code, what it printed as JSON lines, and what it complained of."""
    base = {k: v for k, v in os.environ.items() if not k.startswith("TONGXIN_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "kit.parked", *words],
        cwd=ROOT,
        env=base | stack.env(service) | env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_the_list_says_what_waits_and_why(stack: Stack, hopeless: str) -> None:
    code, lines, _ = run(stack, "list", PROBE)
    assert code == 0
    (line,) = lines
    assert line["id"] == hopeless
    assert line["queue"] == "probe.on_thing_happened"
    assert line["type"] == ThingHappened.type
    assert (line["reason"], line["error"], line["tries"]) == ("refused", "Nope: 不行", 0)
    assert datetime.fromisoformat(line["parked_at"]).tzinfo is not None
    assert stack.api.depth(QUEUE) == 1


def test_show_adds_the_trace_and_the_body(stack: Stack, hopeless: str) -> None:
    code, (line,), _ = run(stack, "show", PROBE, hopeless)
    assert code == 0
    assert "in misbehave" in line["trace"]
    assert json.loads(line["body"])["id"] == hopeless
    assert stack.api.depth(QUEUE) == 1


def test_replaying_twice_has_one_effect(
    stack: Stack, probe: Running, hopeless: str, healed: Path
) -> None:
    (message,) = stack.api.peek(QUEUE)
    assert run(stack, "replay", PROBE, hopeless)[0] == 0
    eventually(lambda: times(stack, healed.parent.name) == 1)
    assert stack.api.depth(QUEUE) == 0
    stack.api.publish(
        "probe.park", "probe.on_thing_happened", message["payload"], headers=message["headers"],
        **{"message_id": hopeless, "content_type": "application/cloudevents+json"},
    )  # fmt: skip
    before = probe.metric("tongxin_events_total", outcome="repeated")
    assert run(stack, "replay", PROBE, hopeless)[0] == 0
    eventually(lambda: probe.metric("tongxin_events_total", outcome="repeated") == before + 1)
    assert times(stack, healed.parent.name) == 1


def test_replay_all_takes_each(stack: Stack, probe: Running, healed: Path) -> None:
    stack.api.take(QUEUE)
    fact = ThingHappened(key="all", how="raise", until=str(healed))
    ids = {publish(stack, fact) for _ in range(5)}
    eventually(lambda: stack.api.depth(QUEUE) == 5)
    healed.touch()
    code, lines, _ = run(stack, "replay", PROBE, "all")
    assert (code, {line["id"] for line in lines}) == (0, ids)
    eventually(lambda: times(stack, "all") == 5)


def test_a_replayed_message_has_all_its_tries_again(
    stack: Stack, probe: Running, tmp_path: Path
) -> None:
    stack.api.take(QUEUE)
    note = tmp_path / "note"
    id = publish(stack, ThingHappened(key="stubborn", how="raise", note=str(note)))
    parked(stack, id)
    assert run(stack, "replay", PROBE, id)[0] == 0
    eventually(lambda: len(note.read_text().split()) == 4)
    assert parked(stack, id)["headers"]["tries"] == 1


def test_drop_forgets_one_and_leaves_the_others(stack: Stack, probe: Running) -> None:
    stack.api.take(QUEUE)
    ids = [publish(stack, ThingHappened(key="dropped", how="refuse")) for _ in range(2)]
    eventually(lambda: stack.api.depth(QUEUE) == 2)
    assert run(stack, "drop", PROBE, ids[0])[0] == 0
    _, lines, _ = run(stack, "list", PROBE)
    assert [line["id"] for line in lines] == ids[1:]


def test_what_nobody_can_read_is_listed_and_dropped_too(stack: Stack, probe: Running) -> None:
    stack.api.take(QUEUE)
    publish_raw(stack, ThingHappened.type, b"\xe9 no JSON")
    eventually(lambda: stack.api.depth(QUEUE) == 1)
    stack.api.publish("probe.park", "probe.on_thing_happened", b"\xe9", headers={"x-death": "x"})
    _, lines, _ = run(stack, "list", PROBE)
    assert {line["reason"] for line in lines} == {"not-json", "unknown"}
    assert all(line["id"] for line in lines)
    for line in lines:
        assert run(stack, "drop", PROBE, line["id"])[0] == 0
    assert stack.api.depth(QUEUE) == 0


def test_what_the_broker_parked_itself_is_listed_and_replayed(stack: Stack) -> None:
    """By its delivery limit: 21 deliveries that were given back end in the parked queue."""
    stack.api.take("sleeper.on_thing_happened", 1000)
    id = publish(stack, ThingHappened(key="limit"))
    channel = stack.amqp().clone().channel()
    for _ in range(21):
        message = eventually(lambda: channel.basic_get("sleeper.on_thing_happened"))
        channel.basic_reject(message.delivery_tag, requeue=True)
    channel.connection.close()
    eventually(lambda: stack.api.depth("sleeper.on_thing_happened.parked") == 1)
    _, (line,), _ = run(stack, "list", SLEEPER, service="sleeper")
    assert (line["id"], line["reason"]) == (id, "delivery_limit")
    assert line["parked_at"]
    stack.start(Sleeper).wait_ready()
    assert run(stack, "replay", SLEEPER, id, service="sleeper")[0] == 0
    eventually(lambda: times(stack, "limit", "sleeper") == 1)


def test_what_is_older_than_the_marks_is_replayed_only_by_force(
    stack: Stack, probe: Running, healed: Path
) -> None:
    stack.api.take(QUEUE)
    long_ago = datetime.now(UTC) - timedelta(days=40)
    fact = ThingHappened(key="old", how="refuse", until=str(healed))
    id = publish(stack, fact, time=long_ago)
    parked(stack, id)
    healed.touch()
    code, lines, complaint = run(stack, "replay", PROBE, id)
    assert (code, lines) == (2, [])
    assert "older than the marks" in complaint
    assert "nothing of" not in complaint
    consistently(lambda: times(stack, "old") == 0, during=0.1)
    assert run(stack, "replay", PROBE, id, "--force")[0] == 0
    eventually(lambda: times(stack, "old") == 1)


def test_what_cannot_be_done_is_said_in_one_line(stack: Stack, probe: Running) -> None:
    stack.api.take(QUEUE)
    for words, env, code, said in (
        (["replay", PROBE, str(uuid7())], {}, 2, "nothing of probe is parked under"),
        (["list", PROBE], {}, 0, "nothing of probe is parked\n"),
        (["list", "nobody"], {}, 2, "no such service"),
        (["drop", PROBE], {}, 2, "needs a message id"),
        (["list", PROBE], {"TONGXIN_AMQP_URL": "x"}, 78, "TONGXIN_AMQP_URL"),
        (["list", PROBE], {"TONGXIN_AMQP_URL": stack.amqp_address("sleeper")}, 1, "ACCESS_REFUSED"),
    ):
        found = run(stack, *words, **env)
        assert found[0] == code, found
        assert said in found[2]
        assert "Traceback" not in found[2]


def test_what_was_lost_is_replayed_to_the_queue_that_it_was_for(
    stack: Stack, probe: Running
) -> None:
    """It waits under the name of the lost, and its header names its home."""
    fact = ThingHappened(key="lost and found")
    id = str(uuid7())
    envelope = seal(
        fact,
        id=id,
        source="/tongxin/probe",
        subject="s-1",
        time=datetime.now(UTC),
        district="north",
        version=1,
    )
    body = encode(envelope)
    headers = signed_fact(stack, fact.type, body, {"home": "probe.on_thing_happened"})
    content_type = "application/cloudevents+json"
    stack.api.publish(
        "probe.park", "probe.lost", body, headers=headers, content_type=content_type, message_id=id
    )
    assert run(stack, "replay", PROBE, id)[0] == 0
    eventually(lambda: times(stack, "lost and found") == 1)
    assert stack.api.depth("probe.lost.parked") == 0


def test_what_the_live_feed_refused_is_listed_shown_and_dropped_and_never_told_late(
    stack: Stack,
) -> None:
    assert run(stack, "list", "gateway", service="gateway")[:2] == (0, [])
    stack.api.publish(
        "gateway.park", "gateway.feed", b"{", headers={"reason": "forged"}, message_id="odd"
    )
    code, (line,), _ = run(stack, "list", "gateway", service="gateway")
    assert (code, line["queue"], line["id"]) == (0, "gateway.feed", "odd")
    assert line["reason"] == "forged"
    assert run(stack, "show", "gateway", "odd", service="gateway")[1][0]["body"] == "{"
    code, lines, complaint = run(stack, "replay", "gateway", "odd", service="gateway")
    assert (code, lines) == (2, []) and "the live feed has gone on" in complaint
    assert run(stack, "drop", "gateway", "odd", service="gateway")[0] == 0
    assert stack.api.depth("gateway.feed.parked") == 0
