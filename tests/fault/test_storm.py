"""Kills and freezes over every process while people and programs work; then all is counted.

``make storm`` is a long one. ``TONGXIN_STORM_SEED`` gives a storm again as it was,
``TONGXIN_STORM_SECONDS`` is how long it rages (0: a round over every process),
``TONGXIN_STORM_SENDERS`` how many programs send files.
"""

import hashlib
import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.running import Running
from tests.support.stack import ALL, Stack
from tests.support.storm import reckoning, report
from tests.support.storm.people import People
from tests.support.storm.senders import Senders
from tests.support.storm.town import HOME, Town, found
from tests.support.storm.weather import Weather

SEED = int(os.environ.get("TONGXIN_STORM_SEED", random.randrange(10_000)))
SECONDS = float(os.environ.get("TONGXIN_STORM_SECONDS", "0"))
SENDERS = int(os.environ.get("TONGXIN_STORM_SENDERS", "3"))
SETTINGS = {
    "TONGXIN_HEARTBEAT": "3",
    "TONGXIN_RETRY_DELAYS": "1,3,10,10,10",
    "TONGXIN_OUTBOX_SWEEP_SECONDS": "2",
    "TONGXIN_COMMAND_SECONDS": "12",
    "TONGXIN_FEED_BEAT_SECONDS": "2",
    "TONGXIN_FEED_BACKLOG": "20000",
}
SILENT = 30  # seconds

pytestmark = pytest.mark.timeout(SECONDS + 600)


@dataclass
class Aftermath:
    """What was acknowledged, and what it became."""

    stack: Stack
    gateway: Running
    town: Town
    people: People
    senders: Senders
    weather: Weather
    evidence: dict[str, dict[str, Any]]
    pieces: dict[str, list[dict[str, Any]]]
    """sha256 → the records of that file, of all that programs have sent."""
    custody: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def after(own_stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    processes = [own_stack.start(target, **SETTINGS) for target in (*ALL, "gateway")]
    for process in processes:
        process.wait_ready()
    gateway = processes[-1]
    town = found("http://" + gateway.env["TONGXIN_HTTP_ADDRESS"], f"storm-{SEED}")
    people, weather = People(town), Weather(own_stack, processes, SEED, SECONDS)
    senders = Senders(town, tmp_path_factory.mktemp("senders"), SENDERS)
    try:
        with senders.at_work(), people.at_work():
            weather.rage()
        evidence = reckoning.settled(people)
        reckoning.wait_for_quiet(own_stack)
        pieces = reckoning.pieces(own_stack, senders.kept)
        custody = reckoning.verified(own_stack)
        said = (custody.stdout.splitlines() or [custody.stderr])[-1]
        weather.told += report.lines(weather, people, senders, pieces, said)
        yield Aftermath(
            own_stack, gateway, town, people, senders, weather, evidence, pieces, custody
        )
    finally:
        print(*weather.told, sep="\n")  # noqa: T201  which storm it was
        for listener in people.listeners:
            listener.stop()
        town.close()


def test_nobody_was_refused_what_they_may_and_everybody_got_on(after: Aftermath) -> None:
    people, senders = after.people, after.senders
    assert people.faults == senders.faults == []
    assert set(senders.kept.values()) == {"library", "page", "collect"}
    counts = [len(people.files), len(people.photos), len(people.findings), len(people.accepted)]
    assert min(counts) >= 3, counts


def test_nothing_waits_for_a_person(after: Aftermath) -> None:
    assert reckoning.left_for_a_person(after.stack) == {}


def test_every_file_is_sealed_once_and_is_the_one_that_was_sent(after: Aftermath) -> None:
    states = Counter(one["state"] for one in after.evidence.values())
    assert set(states) == {"SEALED"}
    office = after.town.hand("office")
    for id, file in after.people.files.items():
        assert reckoning.bytes_of(office, id) == file.body
        steps = Counter(step["what"] for step in after.evidence[id]["custody"])
        assert steps["sealed"] == 1, steps


def test_every_shot_of_every_program_is_sealed_once_with_its_own_bytes(after: Aftermath) -> None:
    office = after.town.hand("office")
    for sha256, records in after.pieces.items():
        assert [one["state"] for one in records] == ["SEALED"], (after.senders.kept[sha256], sha256)
        found = reckoning.bytes_of(office, records[0]["id"])
        assert hashlib.sha256(found).hexdigest() == sha256


def test_every_custody_is_whole_and_the_store_has_nothing_else(after: Aftermath) -> None:
    assert after.custody.returncode == 0, after.custody.stdout + after.custody.stderr
    assert reckoning.orphans(after.stack) == []


def test_every_command_that_was_acknowledged_had_its_effect_once(after: Aftermath) -> None:
    office, people = after.town.office, after.people
    held = office.everything("/findings", district=HOME)
    found_ = {one["id"]: one["fault"] for one in held}
    assert people.findings.items() <= found_.items()
    assert set(Counter(found_.values()).values()) == {1}
    for task in people.accepted:
        acts = [entry["what"] for entry in office.get(f"/tasks/{task}")["history"]]
        assert acts.count("accepted") == 1, task
    register = office.get(f"/registers/{after.town.register}")
    keys = Counter(row["key"] for row in register["rows"])
    assert set(people.rows) <= set(keys) and set(keys.values()) == {1}
    assert register["done"] >= len(people.photos)


def test_every_event_reached_everybody_once(after: Aftermath) -> None:
    raised = "tasks.finding_raised.v1"
    told = reckoning.messages(after.stack, raised)
    assert set(told.values()) == {1}
    assert {about for about, _ in told} == set(reckoning.facts(after.stack, raised))
    assert set(after.people.findings) <= {about for about, _ in told}
    assert set(reckoning.facts(after.stack, raised).values()) == {1}


def test_the_feed_was_heard_without_a_gap(after: Aftermath) -> None:
    for listener in after.people.listeners:
        assert listener.first is not None and not listener.reset
        late = reckoning.told_again(after.stack, after.town, listener.first)
        assert listener.changes == late.changes
        positions = [position for position, _, _ in late.changes]
        assert positions == sorted(set(positions))
    sealed = Counter(s for _, type_, s in late.changes if type_ == "evidence.evidence_sealed.v1")
    assert {id: sealed[id] for id in after.people.files} == dict.fromkeys(after.people.files, 1)


def test_the_scores_are_what_their_facts_make(after: Aftermath) -> None:
    done = reckoning.replay(after.stack, after.town.cast.year)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_gateway_lived_and_answers(after: Aftermath) -> None:
    assert after.weather.silence < SILENT, "frozen for 8 s or started anew, it is back before that"
    assert after.gateway.live() == 200
    assert after.gateway.ready()[0] == 200
    assert after.town.office.get("/districts")["items"]
