"""Evidence as a process, on real backing services: from the phone to the seal."""

import contextlib
import io
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pypdfium2
import pytest
from minio.error import S3Error
from PIL import Image

from contracts.caller import Caller
from contracts.evidence import EvidenceSealed
from contracts.orders.evidence import (
    Caption,
    Circle,
    DownloadOf,
    DropSite,
    EvidenceList,
    EvidenceOf,
    KeepSite,
    MarkPassage,
    Open,
    RuleOnLikeness,
    Sites,
    StampedOf,
    StampSaid,
    UsedBefore,
)
from contracts.places import Position
from contracts.scoring import ItemSummary, StandardPublished
from contracts.tasks import FindingRaised, TaskAssigned
from services.evidence.piece.media import DOCX, MP4, PDF, PNG, XLSX
from services.evidence.reuse.pace import MOST
from tests.support.calling import CallFailed, Calls, publish
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.phone import Feed, Phone
from tests.unit.evidence.support import (
    LIN,
    MA,
    MIB,
    OFFICE,
    OPERATIONS,
    hex_of,
    manifest_of,
    parts_of,
)

SERVICES = ["services.evidence.service:Evidence"]
PUBLIC = Caller(account="public", name="群众", roles=(), district="*")


@pytest.fixture(scope="module")
def evidence(stack):
    settings = {"TONGXIN_DUE_SECONDS": "0.5", "TONGXIN_EVIDENCE_RETENTION_DAYS": "2"}
    return stack.start(SERVICES[0], **settings).wait_ready()


@pytest.fixture(scope="module", autouse=True)
def feed(stack):
    return Feed(stack)


@pytest.fixture
def phone(stack, evidence):
    phone = Phone(stack)
    with contextlib.closing(phone.http):
        yield phone


def refused(call, *arguments):
    with pytest.raises(CallFailed) as fault:
        call(*arguments)
    return fault.value


def finding(evidence, unit):
    return FindingRaised(
        finding="f-1",
        inspection="i-1",
        year=2026,
        standard="gs-2026",
        item="H05",
        unit=unit,
        kind="found",
        fault="一件信访逾期未复",
        on=date(2026, 6, 1),
        evidence=(evidence,),
    )


def version_of(stack, order):
    state = stack.mongo("evidence").evidence.find_one({"_id": order.evidence})["state"]
    return state["object"], state["version_id"]


class TestFromThePhoneToTheSeal:
    def test_a_photo_is_sealed_and_everybody_hears_what_it_proves(self, phone, feed):
        data = files.jpeg(seed=1)
        order = phone.put(data, tasks=("task-9",), items=("A01", "B02"), register="r-1", row="P01")
        shown = phone.ended(order)
        fact = msgspec.convert(feed.one(order, "evidence_sealed"), EvidenceSealed, strict=False)
        assert shown["state"] == "SEALED"
        assert (fact.sha256, fact.size, fact.unit) == (hex_of(data), len(data), LIN.unit)
        assert (fact.tasks, fact.items) == (("task-9",), ("A01", "B02"))
        assert (fact.register, fact.row, fact.has_position) == ("r-1", "P01", True)
        assert fact.captured_at == datetime(2026, 5, 4, 1, 30, 15, tzinfo=UTC)
        assert feed.types(order) == ["evidence_stored", "check_begun", "evidence_sealed"]

    def test_the_custody_of_a_photo_is_told_and_whole(self, phone):
        shown = phone.ended(phone.put(files.jpeg(seed=2)))
        assert [entry["what"] for entry in shown["custody"]] == [
            "declared",
            "opened",
            "stored",
            "sealed",
        ]
        assert shown["custody_broken_at"] is None

    def test_an_entry_of_custody_altered_in_the_database_is_named(self, phone, stack):
        order = phone.put(files.jpeg(seed=3))
        phone.ended(order)
        change = {"$set": {"state.custody.1.by": "somebody"}}
        stack.mongo("evidence").evidence.update_one({"_id": order.evidence}, change)
        assert phone.shown(order)["custody_broken_at"] == 2

    @pytest.mark.parametrize(
        ("media_type", "data"),
        [
            (PNG, files.png()),
            (PDF, files.pdf()),
            (XLSX, files.xlsx()),
            (DOCX, files.docx()),
            (MP4, files.mp4()),
        ],
    )
    def test_every_allowed_kind_is_sealed(self, phone, media_type, data):
        shown = phone.ended(phone.put(data, media_type=media_type, mode="file"))
        assert (shown["state"], shown["code"]) == ("SEALED", "ok")

    def test_a_sealed_version_cannot_be_deleted_not_even_by_the_store_s_owner(self, phone, stack):
        order = phone.put(files.jpeg(seed=4))
        phone.ended(order)
        key, version = version_of(stack, order)
        with pytest.raises(S3Error, match="AccessDenied"):
            stack.s3.remove_object(stack.bucket, key, version_id=version)
        held = stack.s3.get_object_retention(stack.bucket, key, version_id=version)
        assert held.mode == "GOVERNANCE"
        shown = phone.shown(order)
        assert datetime.fromisoformat(shown["sealed_until"]) == held.retain_until_date

    def test_the_address_takes_these_bytes_only_and_only_once(self, phone):
        data = files.jpeg(seed=5)
        order = phone.declare(data)
        address = phone.open(order)
        assert phone.send(address, data[:-1] + b"x") == 400
        assert phone.send(address, data + b"x") == 403
        assert phone.send(address, data, **{"content-type": "text/html"}) == 403
        for signed in address["headers"]:
            others = {k: v for k, v in address["headers"].items() if k != signed}
            assert phone.send(address | {"headers": others}, data) == 403, signed
        assert phone.send(address, data) == 200
        assert phone.send(address, data) == 412

    def test_a_repeated_command_with_its_key_gets_its_first_answer(self, phone):
        order = phone.declare(files.jpeg(seed=6))
        ask = Open(evidence=order.evidence)
        first = phone.calls.command(ask, key="the-same")
        assert phone.calls.command(ask, key="the-same") == first

    def test_a_declaration_again_answers_where_the_file_stands(self, phone):
        data = files.jpeg(seed=7)
        order = phone.put(data)
        phone.ended(order)
        assert phone.calls.command(order)["state"] == "SEALED"
        other = msgspec.structs.replace(order, title="另一张照片")
        assert refused(phone.calls.command, other).code == "manifest-differs"
        assert phone.open(order)["state"] == "SEALED"

    def test_the_metrics_count_the_verdicts(self, phone, evidence):
        before = evidence.metric("tongxin_evidence_verdicts_total", code="ok")
        phone.ended(phone.put(files.jpeg(seed=8)))
        assert evidence.metric("tongxin_evidence_verdicts_total", code="ok") == before + 1
        assert evidence.ready()[1]["checks"]["object store"] == "ok"


class TestAFileInParts:
    DATA = files.mp4(11 * MIB)

    def test_parts_that_are_there_are_not_asked_for_again(self, phone):
        order = phone.declare(self.DATA, media_type=MP4)
        phone.send_parts(order, self.DATA, {1, 3})
        assert phone.uploaded(order)["missing"] == 1
        answer = phone.open(order)
        assert (answer["missing"], [part["number"] for part in answer["parts"]]) == (1, [2])
        phone.send_parts(order, self.DATA, {2})
        assert phone.uploaded(order)["state"] == "STORED"
        assert phone.ended(order)["state"] == "SEALED"

    def test_addresses_come_in_batches(self, phone):
        order = phone.declare(files.mp4(11 * MIB + 1), media_type=MP4)
        answer = phone.open(order, parts=2)
        assert (answer["method"], answer["missing"], len(answer["parts"])) == ("multipart", 3, 2)

    def test_a_part_with_other_bytes_is_refused_by_the_store(self, phone):
        order = phone.declare(self.DATA, media_type=MP4)
        first = phone.open(order)["parts"][0]
        assert phone.send(first, bytes(first["size"])) == 400

    def test_parts_that_fit_a_wrong_whole_are_rejected(self, phone, feed):
        """The store knows the parts' hashes alone; only a reader can tell the hash of the whole."""
        data = files.mp4(11 * MIB + 2)
        order = phone.put(data, media_type=MP4, sha256="ab" * 32)
        assert phone.ended(order)["code"] == "sha256-mismatch"
        assert feed.one(order, "evidence_rejected")["code"] == "sha256-mismatch"


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("code", "media_type", "data"),
        [
            ("broken-image", "image/jpeg", files.jpeg(1600, 1200, seed=20)[:9000]),
            ("decompression-bomb", PNG, files.png_bomb()),
            ("type-mismatch", "image/jpeg", files.png(31, 17)),
            ("type-mismatch", "image/jpeg", files.jpeg(seed=21) + files.package({"a": b"b"})),
            ("type-not-allowed", "image/jpeg", b"<html><body>a page</body></html>"),
            ("macro", DOCX, files.docx({"word/vbaProject.bin": b"x"}, main=files.DOCM_TYPE)),
            ("encrypted", PDF, files.locked_pdf("")),
            ("unreadable", PDF, b"%PDF-1.7\n" + b"nonsense " * 99),
        ],
    )
    def test_a_bad_file_is_rejected_with_its_code_and_a_sentence(
        self, phone, feed, code, media_type, data
    ):
        order = phone.put(data, media_type=media_type)
        shown = phone.ended(order)
        fact = feed.one(order, "evidence_rejected")
        assert (shown["state"], shown["code"], fact["code"]) == ("REJECTED", code, code)
        assert shown["reason"] == fact["reason"] != ""
        assert refused(phone.calls.ask, DownloadOf(evidence=order.evidence)).code == "not-sealed"

    def test_other_bytes_put_past_the_signed_address_are_deleted_and_asked_for_again(
        self, phone, stack
    ):
        data = files.jpeg(seed=22)
        order = phone.declare(data)
        phone.open(order)
        key, _ = version_of(stack, order)
        stack.s3.put_object(stack.bucket, key, io.BytesIO(b"short"), 5)
        answer = phone.uploaded(order)
        assert (answer["state"], answer["fault"]) == ("OPEN", "size-mismatch")
        assert phone.send(phone.open(order), data) == 200
        assert phone.uploaded(order)["state"] == "STORED"
        assert phone.ended(order)["state"] == "SEALED"

    def test_a_type_that_is_not_allowed_is_refused_before_a_byte_is_sent(self, phone):
        fault = refused(lambda: phone.declare(b"a,b", media_type="text/csv"))
        assert (fault.code, fault.status) == ("type-not-allowed", 415)

    @pytest.mark.parametrize(
        ("code", "field", "wrong"),
        [
            ("malformed-request", "colour", {"colour": "red"}),
            (
                "malformed-request",
                "$.position.latitude",
                {"position": {"latitude": 91, "longitude": 0}},
            ),
            ("malformed-request", "$.caption.place", {"caption": {"place": "长" * 201}}),
            ("malformed-request", "$.size", {"size": -1}),
            ("invalid", "$.filename", {"filename": "../../etc/passwd.jpg"}),
            ("capture-time-invalid", "$.captured_at", {"captured_at": "2099-01-01T00:00:00Z"}),
            ("parts-mismatch", "$.part_sha256", {"size": 11 * MIB}),
            ("type-not-allowed", "$.media_type", {"media_type": "text/csv"}),
        ],
    )
    def test_a_bad_manifest_is_refused_by_its_code_and_field_and_nothing_is_kept(
        self, phone, stack, code, field, wrong
    ):
        order = manifest_of(b"x")
        told = {**msgspec.to_builtins(order), **wrong}
        fault = refused(lambda: phone.calls.command(told, method="declare"))
        assert (fault.code, field in f"{fault.field} {fault}") == (code, True), fault.error
        assert not stack.mongo("evidence").evidence.find_one({"_id": order.evidence})

    def test_classified_matter_is_refused_and_logged_without_a_word_of_it(self, phone, evidence):
        fault = refused(lambda: phone.declare(b"x", title="某部机密★1年部署示意图"))
        assert (fault.code, fault.field) == ("classified-matter", "$.title")
        lines = [line for line in evidence.log() if "classified" in str(line.get("event"))]
        assert lines
        assert "部署示意图" not in evidence.text()


class TestTheSameBytesTwice:
    def test_the_second_is_sealed_recorded_and_raised_across_districts(self, phone, stack, feed):
        data = files.jpeg(seed=30)
        first = phone.put(data, items=("C03",))
        phone.ended(first)
        elsewhere = msgspec.structs.replace(LIN, account="he", district="qilihe", unit="street")
        other = Phone(stack, elsewhere)
        second = other.put(data, district="qilihe", items=("A01",))
        fact = feed.one(second, "evidence_reused")
        shown = other.ended(second)
        other.http.close()
        assert (fact["duplicate_of"], fact["duplicate_items"]) == (first.evidence, ["C03"])
        assert shown["state"] == "SEALED"
        earlier = {"district": "chengguan", "unit": LIN.unit, "items": ["C03"]}
        assert shown["duplicate"].items() >= earlier.items()
        assert "evidence" not in shown["duplicate"]
        assert phone.shown(first)["duplicate"] is None
        assert refused(other.shown, first).code == "not-found"
        for asked, found in (("qilihe", [second.evidence]), ("chengguan", [])):
            city = msgspec.structs.replace(OFFICE, district="*")
            ask = EvidenceList(district=asked, repeated=True)
            listed = Calls(stack, "evidence", city).ask(ask)["items"]
            assert [one["id"] for one in listed] == found

    def test_the_list_is_of_a_unit_of_a_mode_and_of_what_is_new(self, phone, order, stack):
        ours = EvidenceList(item="D09", unit=LIN.unit, mode="camera", repeated=False)
        ids = [one["id"] for one in phone.calls.ask(ours)["items"]]
        assert order.evidence in ids
        for changed in ({"mode": "gallery"}, {"unit": "no-such"}, {"repeated": True}):
            other = msgspec.structs.replace(ours, **changed)
            assert order.evidence not in [one["id"] for one in phone.calls.ask(other)["items"]]


@pytest.fixture(scope="module")
def pair(stack, evidence):
    scene = files.scene(50)
    phone = Phone(stack)
    first = phone.put(files.as_jpeg(scene), items=("C03",))
    eventually(lambda: phone.shown(first).get("comparison") == "done")
    elsewhere = msgspec.structs.replace(LIN, account="he", district="qilihe", unit="street")
    other = Phone(stack, elsewhere)
    small = scene.resize((400, 300)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    second = other.put(files.as_jpeg(small, 50), district="qilihe", items=("A01",))
    eventually(lambda: other.shown(second).get("near_of"))
    for one in (phone, other):
        one.http.close()
    return first, second


class TestAPictureThatLooksTheSame:
    """Another size and quality; by another district; and what a phone hears before it sends."""

    def as_(self, stack, caller):
        return Calls(stack, "evidence", caller)

    def there(self, stack, *roles):
        caller = msgspec.structs.replace(OFFICE, account="zhou", district="qilihe", roles=roles)
        return self.as_(stack, caller)

    def test_it_is_sealed_recorded_and_raised_and_the_earlier_use_is_named(self, stack, feed, pair):
        first, second = pair
        fact = feed.one(second, "evidence_reused")
        assert fact["duplicate_of"] == first.evidence
        assert fact["distance"] <= 8
        shown = self.there(stack, "district_office").ask(EvidenceOf(evidence=second.evidence))
        like = shown["near_of"]
        assert (shown["state"], shown["duplicate"], shown["comparison"]) == ("SEALED", None, "done")
        assert (like["district"], like["unit"], like["items"]) == ("chengguan", LIN.unit, ["C03"])
        assert like["year"] >= 2026 and "evidence" not in like
        assert any("画面相近" in doubt for doubt in shown["doubts"])
        city = msgspec.structs.replace(OFFICE, district="*", roles=("city_office",))
        seen = self.as_(stack, city).ask(EvidenceOf(evidence=second.evidence))
        assert seen["near_of"]["evidence"] == first.evidence

    def test_the_first_is_compared_and_new_and_the_list_tells_them_apart(self, stack, pair):
        city = msgspec.structs.replace(OFFICE, district="*", roles=("city_office",))
        listed = {
            similar: [
                one["id"]
                for one in self.as_(stack, city).ask(EvidenceList(similar=similar))["items"]
            ]
            for similar in (True, False)
        }
        first, second = (order.evidence for order in pair)
        assert second in listed[True] and first not in listed[True]
        assert first in listed[False] and second not in listed[False]

    def test_a_reviewer_s_word_is_kept_and_the_doubt_is_gone(self, stack, pair):
        _, second = pair
        order = RuleOnLikeness(evidence=second.evidence, ruling="same-scene", reason="每年同一角度")
        assert refused(self.there(stack, "unit").command, order).code == "forbidden"
        assert self.there(stack, "reviewer").command(order)["ruling"] == "same-scene"
        shown = self.there(stack, "reviewer").ask(EvidenceOf(evidence=second.evidence))
        assert shown["near_of"]["ruled"]["by"] == "zhou"
        assert not any("画面相近" in doubt for doubt in shown["doubts"])
        assert shown["custody_broken_at"] is None

    def test_a_phone_asks_with_hashes_alone(self, stack, pair, phone):
        first, _ = pair
        look = phone.shown(first)["facts"]["fingerprint"]
        told = phone.calls.ask(UsedBefore(sha256=first.sha256, fingerprint=look))
        assert told["compared"]
        uses = [(one["district"], one["distance"]) for one in told["uses"]]
        assert uses[0] == ("chengguan", None)
        assert uses[1][0] == "qilihe"
        assert told["uses"][0]["evidence"] == first.evidence
        assert "evidence" not in told["uses"][1]
        new = phone.calls.ask(UsedBefore(sha256="ab" * 32, fingerprint="0123456789abcdef"))
        assert new["uses"] == []
        assert refused(phone.calls.ask, UsedBefore()).code == "invalid"

    def test_an_inspector_s_secret_photo_is_used_before_for_nobody_else(self, stack, phone):
        sun = Caller(account="sun", name="孙", roles=("inspector",), district="chengguan")
        his = Phone(stack, sun)
        order = his.put(files.as_jpeg(files.scene(51)), tasks=())
        shown = his.ended(order)
        his.http.close()
        ask = UsedBefore(sha256=order.sha256, fingerprint=shown["facts"]["fingerprint"])
        assert len(his.calls.ask(ask)["uses"]) == 1
        assert phone.calls.ask(ask)["uses"] == []

    def test_who_asks_too_fast_is_told_to_wait(self, stack, evidence):
        hasty = self.as_(stack, msgspec.structs.replace(LIN, account="hasty"))
        codes = set()
        for _ in range(MOST + 1):
            with contextlib.suppress(CallFailed):
                hasty.ask(UsedBefore(sha256="ab" * 32))
                continue
            codes.add(refused(hasty.ask, UsedBefore(sha256="ab" * 32)).code)
        assert codes == {"quota-questions"}

    def test_a_plain_picture_is_said_to_be_none_that_can_be_compared(self, phone):
        assert phone.ended(phone.put(files.jpeg(seed=52)))["comparison"] == "plain"
        document = phone.put(files.pdf(Lang="en"), media_type=PDF)
        assert phone.ended(document)["comparison"] == "bytes-only"


@pytest.fixture(scope="module")
def order(stack, evidence):
    """A sealed photo of one unit."""
    phone = Phone(stack)
    order = phone.put(files.jpeg(seed=40), title="只给本单位看的标题", items=("D09",))
    phone.ended(order)
    phone.http.close()
    return order


class TestWhoSeesWhat:
    def as_(self, stack, caller):
        return Calls(stack, "evidence", caller)

    def test_another_unit_does_not_see_it(self, stack, order):
        asks = [EvidenceOf(evidence=order.evidence), DownloadOf(evidence=order.evidence)]
        for ask in asks:
            assert refused(self.as_(stack, MA).ask, ask).code == "not-found"
        assert self.as_(stack, MA).ask(EvidenceList(item="D09"))["items"] == []

    def test_an_inspectors_photo_is_shown_once_a_finding_names_it(self, stack, evidence):
        sun = Caller(account="sun", name="孙", roles=("inspector",), district="chengguan")
        phone = Phone(stack, sun)
        order = phone.put(files.jpeg(seed=41), items=("H05",), tasks=())
        phone.ended(order)
        phone.http.close()
        asks = [EvidenceList(item="H05"), EvidenceOf(evidence=order.evidence)]
        for caller in (MA, OFFICE):
            assert self.as_(stack, caller).ask(asks[0])["items"] == []
            assert refused(self.as_(stack, caller).ask, asks[1]).code == "not-found"
        assert len(self.as_(stack, sun).ask(asks[0])["items"]) == 1
        publish(stack, finding(order.evidence, MA.unit), district="chengguan")
        for caller in (MA, OFFICE):
            eventually(lambda caller=caller: self.as_(stack, caller).ask(asks[0])["items"])
            assert self.as_(stack, caller).ask(asks[1])["id"] == order.evidence
        assert self.as_(stack, LIN).ask(asks[0])["items"] == []

    def test_the_district_office_sees_it_and_another_district_does_not(self, stack, order):
        ask = EvidenceOf(evidence=order.evidence)
        assert self.as_(stack, OFFICE).ask(ask)["title"] == "只给本单位看的标题"
        stranger = msgspec.structs.replace(OFFICE, district="qilihe")
        assert refused(self.as_(stack, stranger).ask, ask).code == "not-found"

    def test_operations_see_states_and_hashes_and_nothing_of_what_a_file_shows(self, stack, order):
        operations = self.as_(stack, OPERATIONS)
        shown = operations.ask(EvidenceOf(evidence=order.evidence))
        listed = operations.ask(EvidenceList(item="D09"))["items"]
        assert listed == [shown]
        assert (shown["state"], shown["sha256"]) == ("SEALED", order.sha256)
        assert "标题" not in str(shown)
        assert not {"title", "caption", "filename", "by", "unit", "position"} & set(shown)
        assert refused(operations.ask, DownloadOf(evidence=order.evidence)).code == "forbidden"

    def test_who_may_not_upload_is_told_so(self, stack, order):
        leader = msgspec.structs.replace(OFFICE, roles=("leader",))
        assert refused(self.as_(stack, leader).command, order).code == "forbidden"

    def test_the_list_comes_in_pages_the_newest_first(self, stack, phone, order):
        for seed in (41, 42):
            phone.declare(files.jpeg(seed=seed), items=("D09",))
        first = phone.calls.ask(EvidenceList(item="D09", limit=2))
        rest = phone.calls.ask(EvidenceList(item="D09", limit=2, cursor=first["next"]))
        ids = [item["id"] for item in first["items"] + rest["items"]]
        assert (len(ids), ids[-1], rest["next"]) == (3, order.evidence, None)

    def test_a_download_is_the_sealed_version_as_an_attachment(self, phone, order):
        told = phone.calls.ask(DownloadOf(evidence=order.evidence))
        answer = phone.http.get(told["url"])
        assert hex_of(answer.content) == order.sha256
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6")

    def test_who_took_an_original_is_an_entry_of_its_custody_and_a_preview_is_counted(
        self, phone, order, stack, evidence
    ):
        before = evidence.metric("tongxin_evidence_previews_total")
        for thumbnail in (True, False, False):
            ask = DownloadOf(evidence=order.evidence, thumbnail=thumbnail)
            assert self.as_(stack, OFFICE).ask(ask)["url"]
        shown = phone.shown(order)
        entries = [(entry["what"], entry["by"]) for entry in shown["custody"]]
        assert entries.count(("fetched", OFFICE.account)) == 1
        assert shown["custody_broken_at"] is None
        assert evidence.metric("tongxin_evidence_previews_total") == before + 1

    def test_a_stamped_copy_is_framed_in_red_and_its_code_tells_whose_it_is(
        self, phone, order, stack
    ):
        frame = MarkPassage(evidence=order.evidence, x=0.2, y=0.2, width=0.5, height=0.5)
        phone.calls.command(frame)
        office = self.as_(stack, OFFICE)
        told = [office.ask(StampedOf(evidence=order.evidence)) for _ in range(2)][1]
        answer = phone.http.get(told["url"])
        copy: Any = Image.open(io.BytesIO(answer.content))
        original = phone.http.get(phone.calls.ask(DownloadOf(evidence=order.evidence))["url"])
        assert hex_of(original.content) == order.sha256
        width, height = Image.open(io.BytesIO(original.content)).size
        assert copy.height > height
        edge = (copy.width - width) // 2 + round(0.2 * width)
        red, green, blue = copy.getpixel((edge, round(0.4 * height)))
        assert red > 150 > 100 > max(green, blue)
        public = self.as_(stack, PUBLIC)
        said = public.ask(StampSaid(code=told["code"]))
        assert said["sha256_begins"] == order.sha256[:16]
        assert (said["evidence"], said["state"]) == (order.evidence, "SEALED")
        assert said.keys().isdisjoint(("by", "title", "caption", "position", "filename"))
        for sha256, same in ((order.sha256, True), (hex_of(answer.content), False)):
            assert public.ask(StampSaid(code=told["code"], sha256=sha256))["same"] is same
        assert refused(public.ask, StampSaid(code="A" * 16)).code == "not-found"
        shown = phone.shown(order)
        entries = [(entry["what"], entry["by"]) for entry in shown["custody"]]
        assert entries.count(("printed", OFFICE.account)) == 1
        assert shown["custody_broken_at"] is None

    def test_each_page_of_a_pdf_is_stamped_and_of_a_table_there_is_no_copy(self, phone):
        order = phone.put(files.pdf(), media_type=PDF)
        phone.ended(order)
        told = phone.calls.ask(StampedOf(evidence=order.evidence))
        copy = phone.http.get(told["url"])
        assert copy.headers["content-type"] == "application/pdf"
        with pypdfium2.PdfDocument(copy.content) as document:
            assert len(document) == 1
        table = phone.put(files.xlsx(), media_type=XLSX)
        phone.ended(table)
        assert refused(phone.calls.ask, StampedOf(evidence=table.evidence)).code == "no-print"

    def test_the_thumbnail_is_a_small_picture(self, phone, order):
        told = phone.calls.ask(DownloadOf(evidence=order.evidence, thumbnail=True))
        answer = phone.http.get(told["url"])
        assert answer.status_code == 200
        assert 0 < len(answer.content) < 64 * 1024

    def test_a_document_has_no_thumbnail(self, phone):
        order = phone.put(files.xlsx(), media_type=XLSX)
        phone.ended(order)
        ask = DownloadOf(evidence=order.evidence, thumbnail=True)
        assert refused(phone.calls.ask, ask).code == "no-thumbnail"


def charge(stack, task, item="B04"):
    """A standard whose item wants two captions, and a task of it."""
    wants = ItemSummary(
        code="B04",
        category="二",
        title="标语",
        points=1000,
        side="civil",
        kind="hard",
        evidence=("PIC 标语照片【说明：时间、地点】",),
        lead="宣传部",
        cooperating=(),
        register=False,
        captions=("time", "place"),
    )
    publish(stack, StandardPublished(version="v-1", name="标准", items=(wants,), sha256="0" * 64))
    told = TaskAssigned(
        task=task,
        year=2026,
        standard="v-1",
        item="",
        title="标语",
        lead=LIN.unit,
        person="lin",
        cooperating=(),
        due=date(2026, 9, 30),
        about=item,
    )
    publish(stack, told, district=LIN.district)
    held = stack.mongo("evidence")
    eventually(lambda: held.charges.find_one({"_id": task}) and held.wantings.find_one({}))


class TestCaptionsThatAnItemWants:
    def test_a_photo_of_its_task_without_them_is_refused_at_the_field(self, phone, stack):
        charge(stack, "t-captions")
        with pytest.raises(CallFailed) as no:
            phone.declare(files.jpeg(seed=61), tasks=("t-captions",), caption=Caption(time="五月"))
        assert (no.value.code, no.value.field) == ("caption-missing", "$.caption")
        assert no.value.extra == {"missing": ["place"]}
        told = Caption(time="五月", place="东街")
        order = phone.put(files.jpeg(seed=61), tasks=("t-captions",), caption=told)
        assert phone.ended(order)["state"] == "SEALED"

    def test_another_districts_task_wants_nothing_here(self, phone, stack):
        far = msgspec.structs.replace(LIN, account="far", district="shandan")
        other = Phone(stack, far)
        assert other.declare(files.jpeg(seed=62), tasks=("t-captions",))


CAMP = (38.123456, 100.654321)
"""Latitude and longitude that stand nowhere else."""
TRACES = ("38.12345", "100.65432", "北郊七号地块")


def traces(stack, *more):
    """What of a position can be read in the database or in a log."""
    held = stack.mongo("evidence")
    kept = [name for name in held.list_collection_names() if name != "sites"]
    told = [str(one) for name in kept for one in held[name].find({})]
    told += [running.text() for running in stack.processes]
    return [trace for trace in (*TRACES, *more) if any(trace in text for text in told)]


@pytest.fixture(scope="class")
def site(stack, evidence):
    city = Calls(stack, "evidence")
    area = Circle((CAMP[1], CAMP[0]), 300)
    id = city.command(KeepSite(name="北郊七号地块", area=area))["id"]
    yield id
    city.command(DropSite(site=id, reason="试完"))
    assert city.ask(Sites())["items"] == []


@pytest.mark.usefixtures("site")
class TestWhereNothingMayBeTaken:
    def test_a_declaration_from_there_is_refused_and_leaves_no_trace(self, phone, stack):
        here = Position(latitude=CAMP[0], longitude=CAMP[1])
        order = manifest_of(files.jpeg(seed=71, place=None), position=here, district=LIN.district)
        for _ in range(2):
            no = refused(phone.calls.command, order)
            assert (no.code, no.field, no.extra) == ("place-not-allowed", "$.position", {})
            assert "七号" not in no.error["detail"]
        assert refused(phone.shown, order).code == "not-found"
        assert traces(stack, order.evidence, order.sha256) == []
        objects = stack.s3.list_objects(stack.bucket, recursive=True)
        assert not [one for one in objects if order.evidence in one.object_name]

    def test_just_outside_it_is_taken(self, phone):
        beside = Position(latitude=38.2, longitude=100.7)
        assert phone.declare(files.jpeg(seed=72, place=None), position=beside)

    def test_a_picture_that_says_by_itself_that_it_is_of_there_is_rejected_and_deleted(
        self, phone, stack
    ):
        order = phone.put(files.jpeg(seed=73, place=CAMP))
        shown = phone.ended(order)
        assert (shown["state"], shown["code"], shown["facts"].get("position")) == (
            "REJECTED",
            "place-not-allowed",
            None,
        )

        def gone():
            objects = stack.s3.list_objects(stack.bucket, recursive=True)
            return not [one for one in objects if order.evidence in one.object_name]

        eventually(gone)
        assert traces(stack) == []

    def test_nobody_but_the_citys_office_sees_the_list(self, stack):
        for caller in (LIN, MA, OFFICE, OPERATIONS):
            assert refused(Calls(stack, "evidence", caller).ask, Sites()).code == "forbidden"


def test_bytes_of_twenty_mebibytes_never_pass_through_the_service_on_the_way_in(phone, evidence):
    """While they are sent, the service is held: it could not take a byte."""
    data = files.mp4(20 * MIB)
    order = phone.declare(data, media_type=MP4)
    addresses = phone.open(order)["parts"]
    evidence.freeze()
    try:
        for address, part in zip(addresses, parts_of(data), strict=True):
            assert phone.send(address, part) == 200
    finally:
        evidence.resume()
    assert phone.uploaded(order)["state"] == "STORED"
    assert phone.ended(order)["state"] == "SEALED"
