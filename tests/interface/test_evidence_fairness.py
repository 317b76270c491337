"""Hostile files beside honest ones, on real servers: who waits, who is refused, and who is not."""

import contextlib
from datetime import datetime

import msgspec
import pytest

from contracts.caller import Caller
from contracts.orders.evidence import DecideQuarantined
from services.evidence.piece.media import XLSX
from tests.support.calling import CallFailed, Calls
from tests.unit.evidence import attacks, files
from tests.unit.evidence.phone import Feed, Phone
from tests.unit.evidence.support import LIN, MA, manifest_of

SERVICES = ["services.evidence.service:Evidence"]
HOSTILE = 40
CITY = Caller(account="city", name="市双拥办", roles=("city_office",), district="*")


@pytest.fixture(scope="module")
def start(stack):
    def start(**more):
        settings = {"TONGXIN_DUE_SECONDS": "0.3", "TONGXIN_EVIDENCE_RETENTION_DAYS": "2"}
        return stack.start(SERVICES[0], **settings | more).wait_ready()

    return start


@pytest.fixture(scope="module")
def evidence(start):
    """A second of processor time for every file: a long sheet costs more on either lane."""
    return start(
        TONGXIN_EVIDENCE_CHECK_SECONDS="1",
        TONGXIN_EVIDENCE_CHECK_SECONDS_PER_MIB="0",
        TONGXIN_EVIDENCE_ACCOUNT_UNFINISHED_FILES="60",
        TONGXIN_EVIDENCE_UNIT_UNFINISHED_FILES="62",
        TONGXIN_EVIDENCE_DISTRICT_UNFINISHED_BYTES=str(2**30),
    )


@pytest.fixture(scope="module", autouse=True)
def feed(stack):
    return Feed(stack)


def phone_of(stack, caller):
    phone = Phone(stack, caller)
    return contextlib.closing(phone.http), phone


@pytest.fixture
def hostile(stack, evidence):
    closing, phone = phone_of(stack, LIN)
    with closing:
        yield phone


@pytest.fixture
def honest(stack, evidence):
    closing, phone = phone_of(stack, MA)
    with closing:
        yield phone


def state_of(stack, order):
    return stack.mongo("evidence").evidence.find_one({"_id": order.evidence})["state"]


def test_an_honest_photo_is_sealed_while_hostile_files_wait(stack, hostile, honest, feed):
    costly = hostile.put(attacks.workbook_of_formulas(), media_type=XLSX)
    for n in range(HOSTILE):
        hostile.put(attacks.workbook_of_formulas(500_000 + n), media_type=XLSX)
    order = honest.put(files.jpeg(seed=70))
    assert honest.ended(order, within=60)["state"] == "SEALED"
    waiting = stack.mongo("evidence").evidence.count_documents({"state.state": "STORED"})
    assert waiting > HOSTILE / 2
    # What used up its time on the quick lane does so on the slow one, and waits for a person.
    shown = hostile.ended(costly, within=90)
    assert (shown["state"], shown["code"]) == ("QUARANTINED", "check-failed")
    assert feed.one(costly, "evidence_quarantined")["reason"] == shown["reason"]
    assert state_of(stack, costly)["attempt"] == 2
    # Let pass, it is sealed for what it was declared to be, though no check can judge it.
    decided = DecideQuarantined(evidence=costly.evidence, release=True, reason="原件已核对")
    Calls(stack, "evidence", CITY).command(decided)
    assert hostile.waits_in(costly, "SEALED", within=90)["code"] == "released"
    assert stack.s3.get_object_retention(
        stack.bucket, state_of(stack, costly)["object"], state_of(stack, costly)["version_id"]
    )


def test_every_one_of_many_photos_of_one_account_is_sealed(honest):
    orders = [honest.put(files.jpeg(64, 48, seed=100 + n)) for n in range(12)]
    for order in orders:
        assert honest.ended(order, within=90)["state"] == "SEALED"


class TestATimeThatIsNone:
    @pytest.mark.parametrize("year", ["0001", "9999", "1969", "2101"])
    def test_a_photo_of_another_age_is_sealed_without_it(self, stack, honest, feed, evidence, year):
        data = files.jpeg(seed=80).replace(b"2026:05:04", f"{year}:01:01".encode())
        order = honest.put(data)
        assert honest.ended(order)["state"] == "SEALED"
        assert feed.one(order, "evidence_sealed")["captured_at"] is None
        assert evidence.metric("tongxin_parked_total") == 0

    @pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
    def test_a_declaration_of_another_age_is_refused_by_name(self, honest, at):
        with pytest.raises(CallFailed) as refused:
            honest.declare(
                files.jpeg(), captured_at=msgspec.convert(at, type=datetime, strict=False)
            )
        assert (refused.value.status, refused.value.field) == (422, "$.captured_at")


class TestWhatParsersDieOf:
    @pytest.mark.parametrize(
        ("data", "media_type"),
        [
            (files.mp4(tail=b"\0\0\0\1free" + bytes([128]) + bytes(15)), "video/mp4"),
        ],
    )
    def test_it_is_a_verdict_about_the_file(self, honest, data, media_type):
        shown = honest.ended(honest.put(data, media_type=media_type))
        assert shown["state"] == "REJECTED"
        assert shown["reason"]


class TestQuotas:
    def declare(self, phone, **more):
        with pytest.raises(CallFailed) as refused:
            for n in range(70):
                phone.declare(b"x%d" % n, **more)
        return refused.value

    def test_an_account_may_leave_so_many_files_unfinished_and_its_unit_a_few_more(
        self, stack, evidence
    ):
        sun = msgspec.structs.replace(LIN, account="sun", unit="street")
        for account, whose in (("sun", "account"), ("he", "unit")):
            closing, phone = phone_of(stack, msgspec.structs.replace(sun, account=account))
            with closing:
                refused = self.declare(phone)
                assert (refused.code, refused.status) == ("quota-open", 409)
                assert refused.extra["whose"] == whose

    def test_a_district_may_leave_so_many_bytes_unfinished(self, stack, evidence):
        who = msgspec.structs.replace(LIN, account="zhao", unit="town", district="qilihe")
        closing, phone = phone_of(stack, who)
        with closing:
            size = 256 * 2**20
            more = {"size": size, "media_type": "application/pdf", "district": "qilihe"}
            refused = self.declare(phone, part_sha256=("0" * 64,) * 52, **more)
        assert (refused.code, refused.extra["whose"]) == ("quota-bytes", "district")

    def test_what_is_finished_makes_room(self, stack, evidence):
        who = msgspec.structs.replace(LIN, account="qian", unit="school", district="xigu")
        closing, phone = phone_of(stack, who)
        with closing:
            order = phone.put(files.jpeg(64, 48, seed=90), district="xigu")
            phone.ended(order)
            for n in range(60):
                phone.declare(b"y%d" % n, district="xigu")
            with pytest.raises(CallFailed, match="quota-open"):
                phone.calls.command(manifest_of(b"z", district="xigu"))
