"""After the storm: wait until nothing moves, and look at every database, queue and file."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

import httpx

from infra.demo.api import Api
from infra.local.programs import ROOT
from tests.support.stack import ALL, Stack, load
from tests.support.storm.feed import Listener
from tests.support.storm.people import People
from tests.support.storm.town import HOME, Town
from tests.support.waiting import eventually

QUIET_WITHIN = 120  # seconds
LOOK = 1  # seconds
RUN_WITHIN = 300  # seconds
SHOWN = 400  # characters of a message's body
FINAL = ("SEALED", "REJECTED", "QUARANTINED")


def wait_for_quiet(stack: Stack) -> None:
    """No event waits in an outbox, no message in a queue, and none is being worked on.

    Raises: AssertionError with what still stands.
    """

    def moves() -> dict[str, Any]:
        return {**outboxes(stack), **queues(stack)}

    def quiet() -> bool:
        still = moves()
        assert not still, str(still)
        return True

    eventually(quiet, QUIET_WITHIN, LOOK)


def outboxes(stack: Stack) -> dict[str, int]:
    """Service and collection → aggregates with an event that is not known to be published."""
    found = {}
    for service in (load(target).name for target in ALL):
        database = stack.mongo(service)
        for name in database.list_collection_names():
            if count := database[name].count_documents({"outbox.0": {"$exists": True}}):
                found[f"outbox {service}.{name}"] = count
    return found


def queues(stack: Stack) -> dict[str, tuple[int, int]]:
    """Queue → (messages that wait, messages that a consumer holds), where there are any; what
    waits for a person is left out."""
    found = stack.api.management.get("queues", stack.vhost)
    counts = {q["name"]: (q["messages_ready"], q["messages_unacknowledged"]) for q in found}
    return {name: c for name, c in counts.items() if any(c) and not for_a_person(name)}


def for_a_person(queue: str) -> bool:
    return queue == "lost" or queue.endswith(".lost") or queue.endswith(".parked")


def left_for_a_person(stack: Stack) -> dict[str, list[str]]:
    """Queue → messages that were parked, or found no queue: where from, headers, body."""
    waiting = [queue for queue in stack.api.queues() if for_a_person(queue)]
    depths = {queue: stack.api.depth(queue) for queue in waiting}
    return {
        queue: [
            f"{m['exchange']} {m['routing_key']} {m['headers']} {m['properties']} "
            f"{m['payload'][:SHOWN]!r}"
            for m in stack.api.peek(queue, 5)
        ]
        for queue, depth in depths.items()
        if depth
    }


def settled(people: People) -> dict[str, dict[str, Any]]:
    """Every file that was acknowledged, once all are checked: evidence id → as it is shown."""
    return {id: _settled(people.town.hand("office"), id) for id in people.files}


def _settled(office: Api, id: str) -> dict[str, Any]:
    def final() -> dict[str, Any]:
        found = office.get(f"/evidence/{id}")
        assert found["state"] in FINAL, found["state"]
        return found

    return eventually(final, QUIET_WITHIN, LOOK)


def pieces(stack: Stack, hashes: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """sha256 → the records of that file, as the database has them with their ids."""
    found: dict[str, list[dict[str, Any]]] = {sha256: [] for sha256 in hashes}
    for one in stack.mongo("evidence").evidence.find():
        if (sha256 := one["state"]["manifest"]["sha256"]) in found:
            found[sha256].append({"id": one["_id"], **one["state"]})
    return found


def orphans(stack: Stack) -> list[str]:
    """Keys of files in the store that no record has."""
    known = {one["_id"] for one in stack.mongo("evidence").evidence.find({}, {"_id": 1})}
    objects = stack.s3.list_objects(stack.bucket, prefix=f"{HOME}/", recursive=True)
    keys = [str(one.object_name) for one in objects]
    return [key for key in keys if key.rpartition("/")[2] not in known]


def verified(stack: Stack) -> "subprocess.CompletedProcess[str]":
    """Every entry of custody, every tree head and every object; exit code 0 where all is whole."""
    return _run(stack, "evidence", "services.evidence.verify")


def bytes_of(api: Api, evidence: str) -> bytes:
    answer = httpx.get(api.get(f"/evidence/{evidence}/download")["url"], timeout=30)
    answer.raise_for_status()
    return answer.content


def told_again(stack: Stack, town: Town, first: int) -> Listener:
    """What somebody hears who listens only now, from that position on."""
    newest = stack.mongo("gateway")["feed"].find_one(sort=[("_id", -1)])
    late = Listener(town.office, after=first)
    late.start()
    try:
        eventually(lambda: newest is not None and (late.last or 0) >= newest["_id"])
    finally:
        late.stop()
    return late


def messages(stack: Stack, fact: str) -> Counter[tuple[str, str]]:
    """(what it is about, recipient) → messages in the inbox about facts of this type."""
    found = stack.mongo("notify").deliveries.find({"state.fact": fact, "state.channel": "inbox"})
    return Counter((one["state"]["about"], one["state"]["recipient"]) for one in found)


def facts(stack: Stack, type_: str) -> Counter[str]:
    """Subject → times that scoring has heard such a fact of it."""
    found = stack.mongo("scoring").facts.find({"state.type": type_})
    return Counter(one["state"]["subject"] for one in found)


def replay(stack: Stack, year: int) -> "subprocess.CompletedProcess[str]":
    """Work the scores out again from their facts; exit code 0 where they equal what is stored."""
    return _run(
        stack, "scoring", "services.scoring.replay", "--district", HOME, "--year", str(year)
    )


def _run(stack: Stack, service: str, *module: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *module],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **stack.env(service)},
        capture_output=True,
        text=True,
        timeout=RUN_WITHIN,
        check=False,
    )
