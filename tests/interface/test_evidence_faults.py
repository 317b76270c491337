"""Where a crash leaves evidence, and what mends it: each row of the table, on real servers."""

import contextlib
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from minio.error import S3Error

from services.evidence.bucket.access import Access
from services.evidence.bucket.client import Bucket
from services.evidence.checks.examine import READ_SECONDS
from services.evidence.piece.media import MP4, PNG
from tests.support.calling import CallFailed
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.gate import ANYTHING, LOCK_READ_BACK, READ, Gate
from tests.unit.evidence.phone import Feed, Phone
from tests.unit.evidence.support import LIN, MIB

SERVICES = ["services.evidence.service:Evidence"]
FILM = files.mp4(11 * MIB)


@pytest.fixture(scope="module")
def gate(stack):
    parts = urlsplit(stack.backing.s3)
    with Gate((parts.hostname, parts.port)) as gate:
        yield gate


@pytest.fixture(scope="module")
def start(stack, gate):
    """Starts the service, whose way to the store leads through the gate."""

    def start(**more):
        settings = {
            "TONGXIN_S3_URL": f"http://{gate.address}",
            "TONGXIN_DUE_SECONDS": "0.3",
            "TONGXIN_EVIDENCE_RETENTION_DAYS": "2",
        }
        return stack.start(SERVICES[0], **settings | more).wait_ready()

    return start


@pytest.fixture(scope="module", autouse=True)
def feed(stack):
    return Feed(stack)


@pytest.fixture
def evidence(start, stack):
    """A living service: the one before may have been killed by its test."""
    living = [one for one in stack.processes if one.alive]
    return living[-1] if living else start()


@pytest.fixture
def phone(stack, gate, evidence):
    phone = Phone(stack)
    with contextlib.closing(phone.http):
        yield phone
    gate.let_go()


def row(stack, order):
    return stack.mongo("evidence").evidence.find_one({"_id": order.evidence})


def change(stack, order, **fields):
    changes = {name.replace("__", "."): value for name, value in fields.items()}
    stack.mongo("evidence").evidence.update_one({"_id": order.evidence}, {"$set": changes})


def fall_due(stack, order, **fields):
    """Its hour has come."""
    change(stack, order, due=datetime.now(UTC) - timedelta(seconds=1), **fields)


def bucket(stack):
    env = stack.env("evidence")
    return Bucket(
        Access(
            url=stack.backing.s3,
            public_url=stack.backing.s3,
            access_key=env["TONGXIN_S3_ACCESS_KEY"],
            secret_key=env["TONGXIN_S3_SECRET_KEY"],
            bucket=stack.bucket,
        )
    )


def uploads_of(stack, order):
    listed = bucket(stack)._inside.list_multipart_uploads(Bucket=stack.bucket)
    return [u for u in listed.get("Uploads") or () if u["Key"].endswith(order.evidence)]


def checking_processes(pid):
    """The processes that check for this service."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in children for child in file.read_text().split()]


def sealed_once(phone, feed, order):
    shown = phone.ended(order)
    assert shown["state"] == "SEALED", shown
    assert [entry["what"] for entry in shown["custody"]].count("sealed") == 1
    feed.one(order, "evidence_sealed")
    assert feed.types(order).count("evidence_sealed") == 1
    return shown


class TestTheServiceDies:
    def test_killed_in_the_middle_of_a_check_it_checks_again(
        self, phone, gate, evidence, start, feed
    ):
        gate.stop(READ)
        order = phone.put(files.jpeg(seed=50))
        eventually(lambda: gate.held)
        (child,) = checking_processes(evidence.pid)
        evidence.kill()
        # Sooner than its read could time out: it does not outlive the service.
        eventually(lambda: not Path(f"/proc/{child}").exists(), within=READ_SECONDS / 2)
        gate.let_go()
        start()
        sealed_once(phone, feed, order)

    def test_killed_between_the_lock_and_the_seal_it_seals_the_same_version(
        self, phone, gate, evidence, start, feed, stack
    ):
        order = phone.declare(files.jpeg(seed=51))
        assert phone.send(phone.open(order), files.jpeg(seed=51)) == 200
        gate.stop(LOCK_READ_BACK)
        assert phone.uploaded(order)["state"] == "STORED"
        eventually(lambda: gate.held)
        gate.release()  # the first look at the lock; the second comes when it is set
        gate.hold()
        eventually(lambda: len(gate.held) == 2)
        evidence.kill()
        state = row(stack, order)["state"]
        key, version = state["object"], state["version_id"]
        assert state["state"] == "CHECKING"
        assert stack.s3.get_object_retention(stack.bucket, key, version_id=version)
        gate.let_go()
        start()
        sealed_once(phone, feed, order)
        assert row(stack, order)["state"]["version_id"] == version

    def test_an_upload_whose_id_was_never_saved_is_begun_anew_and_cleared_away(
        self, phone, stack, feed
    ):
        order = phone.declare(FILM, media_type=MP4)
        phone.open(order)
        change(stack, order, state__upload_id="")
        phone.send_parts(order, FILM, {1, 2, 3})
        assert len(uploads_of(stack, order)) == 2
        assert phone.uploaded(order)["state"] == "STORED"
        sealed_once(phone, feed, order)
        assert uploads_of(stack, order) == []

    def test_killed_after_completing_it_finds_the_object_and_not_a_lost_upload(
        self, phone, stack, feed
    ):
        order = phone.declare(FILM, media_type=MP4)
        phone.send_parts(order, FILM, {1, 2, 3})
        state = row(stack, order)["state"]
        store, key, upload = bucket(stack), state["object"], state["upload_id"]
        hashes = dict(enumerate(order.part_sha256, start=1))
        assert store.complete(key, upload, store.parts(key, upload), hashes)
        assert store.parts(key, upload) is None
        assert phone.open(order)["missing"] == 0
        assert phone.uploaded(order)["state"] == "STORED"
        sealed_once(phone, feed, order)

    def test_a_claim_that_the_broker_lost_is_claimed_anew_when_its_lease_ends(
        self, phone, gate, evidence, start, stack, feed
    ):
        gate.stop(READ)
        order = phone.put(files.jpeg(seed=52))
        eventually(lambda: gate.held)
        eventually(lambda: row(stack, order)["outbox"] == [])
        evidence.kill()
        eventually(lambda: stack.api.take("evidence.on_check_begun"))
        gate.let_go()
        start()
        assert phone.shown(order)["state"] == "CHECKING"
        fall_due(stack, order)
        phone.waits_in(order, "STORED")
        fall_due(stack, order)
        sealed_once(phone, feed, order)
        assert row(stack, order)["state"]["attempt"] == 2

    def test_an_announcement_that_the_broker_lost_is_made_anew(
        self, phone, stack, feed, evidence, start
    ):
        order = phone.declare(files.jpeg(seed=53))
        assert phone.send(phone.open(order), files.jpeg(seed=53)) == 200
        key = row(stack, order)["state"]["object"]
        version = bucket(stack).head(key).version_id
        # As it stands after the probe's write, when the event is nowhere any more.
        fall_due(stack, order, state__state="STORED", state__version_id=version)
        sealed_once(phone, feed, order)


class TestThePhoneDies:
    def test_dead_after_its_last_byte_it_loses_nothing(self, phone, stack, feed):
        order = phone.declare(FILM, media_type=MP4)
        phone.send_parts(order, FILM, {1, 2, 3})
        fall_due(stack, order)  # nobody says that it is uploaded
        sealed_once(phone, feed, order)

    def test_dead_after_a_single_put_it_loses_nothing(self, phone, stack, feed):
        data = files.jpeg(seed=54)
        order = phone.declare(data)
        assert phone.send(phone.open(order), data) == 200
        fall_due(stack, order)
        sealed_once(phone, feed, order)

    def test_cut_off_in_a_part_it_goes_on_with_what_is_missing(self, phone, stack, feed):
        order = phone.declare(FILM, media_type=MP4)
        phone.send_parts(order, FILM, {1})
        address = phone.open(order)["parts"][0]

        def half():
            yield FILM[:MIB]
            raise OSError("the phone is out of reach")

        with pytest.raises(OSError, match="out of reach"):
            length = {"content-length": str(address["size"])}
            phone.http.put(address["url"], content=half(), headers=address["headers"] | length)
        assert [part["number"] for part in phone.open(order)["parts"]] == [2, 3]
        phone.send_parts(order, FILM, {2, 3})
        assert phone.uploaded(order)["state"] == "STORED"
        sealed_once(phone, feed, order)

    def test_gone_for_a_week_its_upload_is_given_up_and_can_be_declared_again(
        self, phone, stack, feed
    ):
        order = phone.declare(FILM, media_type=MP4)
        phone.send_parts(order, FILM, {1})
        fall_due(stack, order, state__expires_at=datetime.now(UTC) - timedelta(seconds=1))
        phone.waits_in(order, "EXPIRED")
        assert uploads_of(stack, order) == []
        assert phone.calls.command(order)["state"] == "OPEN"
        phone.send_parts(order, FILM, {1, 2, 3})
        assert phone.uploaded(order)["state"] == "STORED"
        sealed_once(phone, feed, order)


class TestTheStoreIsAway:
    def test_a_probe_says_so_and_finds_the_bytes_later(self, phone, gate, feed, evidence):
        data = files.jpeg(seed=55)
        order = phone.declare(data)
        assert phone.send(phone.open(order), data) == 200
        gate.stop(ANYTHING, refuse=True)
        with pytest.raises(CallFailed) as fault:
            phone.uploaded(order)
        assert (fault.value.code, fault.value.status) == ("unavailable", 503)
        assert "ok" not in evidence.wait_not_ready()["checks"]["object store"]
        gate.let_go()
        assert phone.uploaded(order)["state"] == "STORED"
        sealed_once(phone, feed, order)
        evidence.wait_ready()

    def test_a_check_waits_for_it_and_no_verdict_is_lost(self, phone, gate, feed, evidence):
        gate.stop(READ, refuse=True)
        order = phone.put(files.jpeg(seed=56))
        eventually(lambda: len(gate.held) >= 2)
        assert phone.shown(order)["state"] == "CHECKING"
        gate.let_go()
        sealed_once(phone, feed, order)
        assert evidence.metric("tongxin_parked_total") == 0


class TestWhatASweeperDoes:
    def test_rejected_bytes_are_deleted_when_their_time_is_over(self, phone, stack):
        order = phone.put(b"<html><body>no photo</body></html>")
        assert phone.ended(order)["state"] == "REJECTED"
        state = row(stack, order)["state"]
        where = {"version_id": state["version_id"]}
        assert stack.s3.stat_object(stack.bucket, state["object"], **where).size
        fall_due(stack, order)
        eventually(lambda: phone.shown(order)["custody"][-1]["what"] == "deleted")

        def erased() -> bool:
            try:
                stack.s3.stat_object(stack.bucket, state["object"], **where)
            except S3Error as gone:
                return str(gone.code).startswith("NoSuch")
            return False

        eventually(erased)

    def test_a_file_that_no_memory_is_enough_for_is_rejected_at_once_with_the_reason(
        self, phone, start, evidence, feed
    ):
        evidence.kill()
        weak = start(TONGXIN_EVIDENCE_CHECK_MEMORY=str(256 * MIB))
        order = phone.put(files.png(7900, 7900), media_type=PNG)
        assert phone.ended(order)["code"] == "too-costly"
        assert "MemoryError" in feed.one(order, "evidence_rejected")["reason"]
        assert weak.alive
        weak.kill()
        start()

    def test_an_object_that_is_gone_is_set_aside_and_sealed_once_it_is_back(
        self, phone, stack, feed
    ):
        data = files.jpeg(seed=59)
        order = phone.declare(data)
        assert phone.send(phone.open(order), data) == 200
        key, store = row(stack, order)["state"]["object"], bucket(stack)
        version = store.head(key).version_id
        store.delete(key, version)
        fall_due(stack, order, state__state="STORED", state__version_id=version)
        for failures in (1, 2, 3):
            eventually(lambda f=failures: row(stack, order)["state"]["failures"] == f)
            if failures < 3:
                fall_due(stack, order)
        assert phone.waits_in(order, "QUARANTINED")["reason"]
        stack.s3.put_object(stack.bucket, key, io.BytesIO(data), len(data))
        fall_due(stack, order, state__version_id=store.head(key).version_id)
        phone.waits_in(order, "SEALED")
        sealed_once(phone, feed, order)


def test_two_copies_sealed_in_the_same_moment_find_each_other(stack, phone, gate, feed):
    data = files.jpeg(seed=57)
    gate.stop(READ)
    orders = [phone.put(data), phone.put(data)]
    eventually(lambda: len(gate.held) == 2)
    gate.let_go()
    for order in orders:
        sealed_once(phone, feed, order)
    marked = eventually(lambda: [o for o in orders if phone.shown(o)["duplicate"]])
    (copy,) = marked
    (first,) = (o for o in orders if o is not copy)
    assert feed.one(copy, "evidence_reused")["duplicate_of"] == first.evidence
    assert "evidence_reused" not in feed.types(first)


class TestTheLock:
    @pytest.fixture
    def version(self, stack):
        key = f"chengguan/20260601/{os.urandom(4).hex()}"
        stack.s3.put_object(stack.bucket, key, io.BytesIO(b"x"), 1)
        return key, bucket(stack).head(key).version_id

    def test_locking_twice_never_shortens_a_lock(self, stack, version):
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=5)
        store = bucket(stack)
        assert store.retain(*version, mode="GOVERNANCE", until=until) == until
        sooner = until - timedelta(days=3)
        assert store.retain(*version, mode="GOVERNANCE", until=sooner) == until

    def test_a_lock_is_made_longer_where_it_is_too_short(self, stack, version):
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
        store = bucket(stack)
        store.retain(*version, mode="GOVERNANCE", until=until)
        longer = until + timedelta(days=2)
        assert store.retain(*version, mode="GOVERNANCE", until=longer) == longer

    def test_the_service_has_no_right_to_pass_by_a_lock(self, stack, version):
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
        store = bucket(stack)
        store.retain(*version, mode="GOVERNANCE", until=until)
        with pytest.raises(S3Error, match="AccessDenied"):
            store.delete(*version)


def test_another_callers_key_for_the_same_file_meets_one_record(phone, stack):
    order = phone.declare(files.jpeg(seed=58))
    phone.calls.command(order)
    assert stack.mongo("evidence").evidence.count_documents({"_id": order.evidence}) == 1
    assert LIN.unit == row(stack, order)["state"]["unit"]
