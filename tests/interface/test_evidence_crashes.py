"""A power cut at the very point: each row of the table in docs/evidence.md that a process dies in.

The service is started with the name of a point, and ends there by SIGKILL; another is started, and
what the table promises comes to be. Where the phone, the store or the broker fails instead:
``test_evidence_faults.py``.
"""

import contextlib
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from contracts.orders.evidence import Declare
from services.evidence.piece.media import MP4
from tests.support.calling import CallFailed, NoAnswer
from tests.support.relay import Relay
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.phone import Feed, Phone
from tests.unit.evidence.support import MIB

SERVICES = ["services.evidence.service:Evidence"]
FILM = files.mp4(11 * MIB)
FILMS = {"completing": files.mp4(11 * MIB + 1), "completed": files.mp4(11 * MIB + 2)}
"""Each of its own bytes: a second of the same would be a copy, which is an entry too."""
Start = Callable[..., Running]


@pytest.fixture(scope="module")
def start(stack: Stack) -> Start:
    """One process after the other."""

    def start(point: str = "", **more: str) -> Running:
        for one in stack.processes:
            one.kill()
        settings = {
            "TONGXIN_CRASH_AT": point,
            "TONGXIN_DUE_SECONDS": "0.3",
            "TONGXIN_OUTBOX_SWEEP_SECONDS": "0.5",
            "TONGXIN_EVIDENCE_RETENTION_DAYS": "2",
        }
        return stack.start(SERVICES[0], **settings | more).wait_ready()

    return start


@pytest.fixture(scope="module", autouse=True)
def feed(stack: Stack) -> Feed:
    return Feed(stack)


@pytest.fixture
def phone(stack: Stack) -> Iterator[Phone]:
    phone = Phone(stack)
    with contextlib.closing(phone.http):
        yield phone


def row(stack: Stack, order: Declare) -> Any:
    return stack.mongo("evidence").evidence.find_one({"_id": order.evidence})


def look_now(stack: Stack, order: Declare) -> None:
    """Its hour has come."""
    change = {"$currentDate": {"due": True}}
    stack.mongo("evidence").evidence.update_one({"_id": order.evidence}, change)


def dies(living: Running, act: Callable[[], Any]) -> None:
    """``act`` ends the process at its point; what the phone then hears is an error or nothing."""
    with ThreadPoolExecutor(1) as apart:
        doing = apart.submit(act)
        assert living.wait(30) == -signal.SIGKILL
        with contextlib.suppress(CallFailed, NoAnswer):
            doing.result(30)


def sealed_once(stack: Stack, phone: Phone, feed: Feed, order: Declare) -> None:
    assert phone.ended(order)["state"] == "SEALED"
    feed.one(order, "evidence_sealed")
    assert feed.types(order).count("evidence_sealed") == 1
    custody = [entry["what"] for entry in phone.shown(order)["custody"]]
    assert custody == ["declared", "opened", "stored", "sealed"]
    eventually(lambda: row(stack, order)["outbox"] == [])


def uploads(stack: Stack, order: Declare) -> list[Any]:
    listed = stack._botocore().list_multipart_uploads(Bucket=stack.bucket)
    return [one for one in listed.get("Uploads") or () if one["Key"].endswith(order.evidence)]


def test_after_beginning_an_upload_whose_id_was_not_saved_another_is_begun(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    living = start("upload begun")
    order = phone.declare(FILM, media_type=MP4)
    dies(living, lambda: phone.open(order))
    assert row(stack, order)["state"]["upload_id"] == "" and len(uploads(stack, order)) == 1
    start()
    phone.send_parts(order, FILM, {1, 2, 3})
    assert phone.uploaded(order)["state"] == "STORED"
    sealed_once(stack, phone, feed, order)
    assert uploads(stack, order) == []


@pytest.mark.parametrize(("point", "complete"), [("completing", False), ("completed", True)])
def test_in_completing_an_upload_the_object_is_looked_for_first(
    stack: Stack, phone: Phone, feed: Feed, start: Start, point: str, complete: bool
) -> None:
    living = start(point)
    order = phone.declare(film := FILMS[point], media_type=MP4)
    phone.send_parts(order, film, {1, 2, 3})
    dies(living, lambda: phone.uploaded(order))
    state = row(stack, order)["state"]
    assert state["state"] == "OPEN" and (uploads(stack, order) == []) is complete
    start()
    look_now(stack, order)  # nobody says again that it is uploaded
    sealed_once(stack, phone, feed, order)
    assert uploads(stack, order) == []


def sent(phone: Phone, seed: int) -> Declare:
    """A photo whose bytes are all there."""
    order = phone.declare(data := files.jpeg(seed=seed))
    assert phone.send(phone.open(order), data) == 200
    return order


def test_after_the_write_before_publishing_the_outbox_is_swept(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    living = start("saved")
    order = sent(phone, 951)
    dies(living, lambda: phone.uploaded(order))
    found = row(stack, order)
    assert found["state"]["state"] == "STORED"
    assert [one["type"] for one in found["outbox"]] == ["evidence.evidence_stored.v1"]
    assert feed.types(order) == []
    start()
    sealed_once(stack, phone, feed, order)


def test_after_publishing_before_the_outbox_is_emptied_the_event_comes_twice_and_counts_once(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    living = start("published")
    order = sent(phone, 952)
    dies(living, lambda: phone.uploaded(order))
    assert row(stack, order)["outbox"]
    eventually(lambda: "evidence_stored" in feed.types(order))
    start()
    sealed_once(stack, phone, feed, order)
    assert feed.types(order).count("evidence_stored") == 1


@pytest.mark.parametrize(("point", "locked"), [("checking", False), ("locked", True)])
def test_in_a_check_and_between_the_lock_and_the_seal_it_is_checked_again(
    stack: Stack, phone: Phone, feed: Feed, start: Start, point: str, locked: bool
) -> None:
    living = start(point)
    order = sent(phone, 953 + locked)
    dies(living, lambda: phone.uploaded(order))
    state = row(stack, order)["state"]
    assert state["state"] == "CHECKING"
    where = {"Bucket": stack.bucket, "Key": state["object"], "VersionId": state["version_id"]}
    with contextlib.nullcontext() if locked else pytest.raises(Exception, match="Lock"):
        stack._botocore().get_object_retention(**where)
    start()
    sealed_once(stack, phone, feed, order)
    assert row(stack, order)["state"]["version_id"] == state["version_id"]


def test_after_a_tree_head_is_kept_before_it_is_written_down_it_is_taken_from_the_store(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    trees: Any = stack.mongo("evidence").custody_trees
    trees.update_one({}, {"$set": {"due": datetime(2100, 1, 1, tzinfo=UTC)}})
    before = trees.find_one({})["state"]
    living = start("head kept")
    order = sent(phone, 955)
    now = {"$currentDate": {"due": True}}
    dies(living, lambda: trees.update_one({}, now))
    assert trees.find_one({})["state"] == before
    start()
    assert phone.uploaded(order)["state"] == "STORED"
    sealed_once(stack, phone, feed, order)

    def grown() -> bool:
        trees.update_one({}, now)
        state = trees.find_one({})["state"]
        signed = state["recent"].get(order.evidence, {}).get("seq") == 4
        return signed and state["number"] >= before["number"] + 2

    eventually(grown)


def test_where_the_answer_of_the_store_is_lost_the_same_bytes_are_met(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    parts = urlsplit(stack.backing.s3)
    assert parts.hostname and parts.port
    with Relay((parts.hostname, parts.port)) as relay:
        start(TONGXIN_S3_PUBLIC_URL=f"http://{relay.address}")
        order = phone.declare(data := files.jpeg(seed=957))
        address = phone.open(order)
        relay.drop_answers()
        with pytest.raises(Exception, match=r"disconnected|reset"):
            phone.send(address, data)
        relay.drop_answers(False)
        assert phone.send(phone.open(order), data) == 412
        assert phone.uploaded(order)["state"] == "STORED"
        sealed_once(stack, phone, feed, order)


def test_while_the_broker_is_away_what_was_stored_waits_in_the_outbox(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    parts = urlsplit(stack.amqp_address("evidence"))
    assert parts.hostname and parts.port
    with Relay((parts.hostname, parts.port)) as relay:
        netloc = f"{parts.netloc.rpartition('@')[0]}@{relay.address}"
        start(TONGXIN_AMQP_URL=parts._replace(netloc=netloc).geturl())
        order = sent(phone, 958)
        relay.hold()
        relay.cut()
        look_now(stack, order)  # nobody can say that it is uploaded
        eventually(lambda: row(stack, order)["state"]["state"] == "STORED")
        assert row(stack, order)["outbox"]
        relay.release()
        sealed_once(stack, phone, feed, order)


def test_killed_between_finding_what_looks_the_same_and_writing_it_down_it_looks_again(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    start()
    scene = files.scene(70)
    first = phone.put(files.as_jpeg(scene))
    eventually(lambda: phone.shown(first)["comparison"] == "done")
    living = start("compared")
    second = phone.declare(data := files.as_jpeg(scene.resize((320, 240)), 60))
    assert phone.send(phone.open(second), data) == 200
    dies(living, lambda: phone.uploaded(second))
    assert row(stack, second)["state"]["compared"] is False
    start()
    eventually(lambda: phone.shown(second)["comparison"] == "done")
    assert phone.shown(second)["near_of"]["evidence"] == first.evidence
    feed.one(second, "evidence_reused")
    assert feed.types(second).count("evidence_reused") == 1
