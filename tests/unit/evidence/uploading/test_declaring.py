"""What may be declared, and what becomes of it when it is declared again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from contracts.captions import CaptionMissing
from contracts.orders.evidence import Caption, Declare
from contracts.places import Position
from contracts.refusals import Invalid, NotFound
from services.evidence.piece import custody
from services.evidence.piece.media import JPEG, LARGEST, MP4, PNG, XLSX, with_ending
from services.evidence.piece.piece import Manifest
from services.evidence.refusals import (
    FileTooLarge,
    ManifestDiffers,
    PlaceNotAllowed,
    QuotaBytes,
    QuotaDay,
    QuotaOpen,
    TooManyAttempts,
    TypeNotAllowed,
)
from services.evidence.sweeping.sweep import sweep
from services.evidence.uploading.declaring import CLOCK_AHEAD, MAX_DECLARATIONS, adds, declare
from services.evidence.uploading.quotas import UNCOUNTED, Quota
from tests.unit.evidence.support import (
    LIN,
    MA,
    MIB,
    NOW,
    OFFICE,
    SUN,
    declared,
    holding,
    in_parts,
    kept,
    later,
    manifest_of,
    opened,
    words,
)
from tests.unit.evidence.support import given as plainly


def given(key="", **more):
    """With nothing held by anybody, where nothing is said."""
    return plainly(key, **{"found": holding()} | more)


def test_a_declared_file_waits_a_week_for_its_bytes():
    order = manifest_of()
    change = declare(None, order, given(order.evidence))
    assert change.answer == {"state": "DECLARED", "method": "put"}
    assert change.state.due == later(days=7)
    assert (change.state.unit, change.state.by) == ("education-bureau", "lin")
    assert words(change.state) == ["declared"]


def test_the_key_is_district_then_the_citys_day_then_the_id_and_never_the_name():
    order = manifest_of()
    late = NOW.replace(hour=23)  # already the next day in the city
    state = declare(None, order, given(order.evidence, at=late)).state
    assert state.object == f"chengguan/20260602/{order.evidence}"


def test_the_same_manifest_again_answers_the_current_state():
    order = manifest_of()
    change = declare(opened(order), order, given(order.evidence))
    assert change.answer is not None
    assert change.answer["state"] == "OPEN"


def test_the_same_manifest_is_the_same_after_it_was_stored():
    beijing = timezone(timedelta(hours=8))
    shot = datetime(2026, 5, 4, 9, 30, 15, 123456, tzinfo=beijing)
    order = manifest_of(captured_at=shot, caption=Caption(place="城关区"))
    back = kept(declared(order))
    assert back.manifest == Manifest.of(order)
    whole_milliseconds = shot.replace(microsecond=123000)
    assert back.manifest.captured_at == whole_milliseconds


def test_the_same_id_with_other_bytes_is_refused():
    order = manifest_of()
    other = manifest_of(b"others", evidence=order.evidence)
    with pytest.raises(ManifestDiffers):
        declare(declared(order), other, given(order.evidence))


def test_the_same_id_in_another_district_is_refused():
    order = manifest_of()
    other = msgspec.structs.replace(order, district="qilihe")
    with pytest.raises(ManifestDiffers):
        declare(declared(order, by=OFFICE), other, given(order.evidence, by=OFFICE))


@pytest.mark.parametrize("owner", [LIN, OFFICE, SUN])
def test_an_id_of_somebody_else_is_refused_in_one_way_whatever_it_is(owner):
    order = manifest_of()
    state = declared(order, by=owner)
    for by in (MA, msgspec.structs.replace(OFFICE, account="office-2")):
        for again in (order, manifest_of(b"others", evidence=order.evidence)):
            with pytest.raises(NotFound) as no:
                declare(state, again, given(order.evidence, by=by))
            assert no.value.detail == f"没有这个对象：{order.evidence}"


def test_a_colleague_of_the_unit_may_go_on():
    order = manifest_of()
    colleague = msgspec.structs.replace(LIN, account="he")
    assert declare(declared(order), order, given(order.evidence, by=colleague)).answer


def test_an_expired_upload_that_is_declared_again_is_open_with_a_whole_week():
    order = manifest_of()
    expired = sweep(declared(order), None, given(order.evidence, by=None, at=later(days=7)))
    assert expired is not None
    change = declare(expired.state, order, given(order.evidence, at=later(days=9)))
    assert change.answer is not None
    assert change.answer["state"] == "OPEN"
    assert change.state.expires_at == later(days=16)
    assert words(change.state) == ["declared", "expired", "declared"]


def test_an_id_cannot_be_declared_and_left_for_ever():
    order = manifest_of()
    state = declared(order)
    for _ in range(MAX_DECLARATIONS - 1):
        expired = sweep(
            state.but(state="DECLARED"), None, given(order.evidence, by=None, at=later(days=7))
        )
        assert expired is not None
        state = declare(expired.state, order, given(order.evidence)).state
    with pytest.raises(TooManyAttempts):
        declare(state.but(state="EXPIRED"), order, given(order.evidence))


@pytest.mark.parametrize("media_type", ["text/csv", "image/avif", "application/zip", "text/html"])
def test_a_type_that_cannot_be_checked_is_refused_at_once(media_type):
    with pytest.raises(TypeNotAllowed) as refused:
        declare(None, manifest_of(media_type=media_type), given())
    assert (refused.value.code, refused.value.field) == ("type-not-allowed", "$.media_type")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("image/jpg", JPEG),
        ("IMAGE/JPEG", JPEG),
        ("Image/Jpg; charset=binary", JPEG),
        ("image/pjpeg", JPEG),
        ("image/x-png", PNG),
        ("video/3gpp", MP4),
        (f"{XLSX.upper()}", XLSX),
    ],
)
def test_a_media_type_is_taken_as_phones_and_browsers_write_it(said, meant):
    assert declared(manifest_of(media_type=said)).manifest.media_type == meant


def test_the_same_file_under_another_spelling_of_its_type_is_the_same():
    order = manifest_of(media_type="image/jpg")
    again = msgspec.structs.replace(order, media_type="image/jpeg")
    assert declare(declared(order), again, given(order.evidence)).state == declared(order)


@pytest.mark.parametrize("null", [(0.0, 0.0), (-0.0, 0.0), (1e-8, -1e-8)])
def test_a_phone_without_a_fix_declares_no_position(null):
    raw = {"latitude": null[0], "longitude": null[1]}
    order = msgspec.convert(
        msgspec.to_builtins(manifest_of()) | {"position": raw}, type=Declare, strict=False
    )
    assert declared(order).manifest.position is None
    assert Position(latitude=0, longitude=103.8).is_null is False


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("照片\u202egpj.exe.jpg", "照片gpj.exe.jpg"),
        ("\u200e慰问\u2068现场\u2069.jpg\ufeff", "慰问现场.jpg"),
        ("a\u200bb.pdf", "ab.pdf"),
        ("人民广场😀（1）+é.jpg", "人民广场😀（1）+é.jpg"),
    ],
)
def test_a_file_name_is_kept_as_its_letters_stand(name, kept):
    assert declared(manifest_of(filename=name)).manifest.filename == kept


@pytest.mark.parametrize("name", ["\u202e", "\u200b\u200f.", "a\x00.jpg"])
def test_a_file_name_of_nothing_but_signs_is_refused(name):
    with pytest.raises(Invalid) as refused:
        declare(None, manifest_of(filename=name), given())
    assert refused.value.field == "$.filename"


def test_a_file_larger_than_its_kind_may_be_is_refused():
    size = LARGEST[XLSX] + 1
    hashes = ("0" * 64,) * (size // (5 * MIB) + 1)
    with pytest.raises(FileTooLarge):
        declare(None, manifest_of(media_type=XLSX, size=size, part_sha256=hashes), given())


def test_eight_mebibytes_need_no_part_hashes_and_one_byte_more_does():
    assert declared(manifest_of(size=8 * MIB)).in_parts is False
    with pytest.raises(Invalid) as refused:
        declare(None, manifest_of(size=8 * MIB + 1), given())
    assert refused.value.field == "$.part_sha256"
    assert declared(in_parts(3)).in_parts is True


def test_a_caller_without_a_unit_declares_for_the_district():
    assert declared(by=OFFICE).unit == ""
    assert declared(by=LIN).unit == "education-bureau"


class TestTheCalendar:
    @pytest.mark.parametrize(
        "at",
        ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-12-31T00:00:00Z"],
    )
    def test_a_capture_at_its_edge_is_refused_by_name(self, at):
        order = manifest_of(captured_at=datetime.fromisoformat(at))
        with pytest.raises(Invalid) as refused:
            declare(None, order, given())
        assert refused.value.field == "$.captured_at"

    def test_a_clock_that_says_how_wrong_it_is_is_no_reason_to_refuse(self):
        ahead = CLOCK_AHEAD + timedelta(days=3)
        order = manifest_of(captured_at=NOW + ahead)
        with pytest.raises(Invalid):
            declare(None, order, given())
        told = manifest_of(captured_at=NOW + ahead, clock_offset=-round(ahead.total_seconds()))
        kept = declare(None, told, given()).state.manifest
        assert (kept.captured_at, kept.clock_offset) == (NOW + ahead, told.clock_offset)


class TestQuotas:
    def held(self, whose="account", files=0, size=0):
        return Quota(whose=whose, files=files, bytes=size, most_files=1000, most_bytes=50 * 2**30)

    def test_a_day_has_an_end(self):
        with pytest.raises(QuotaDay) as refused:
            declare(None, manifest_of(), given(found=holding(today=2000)))
        assert (refused.value.code, refused.value.status) == ("quota-day", 429)
        assert refused.value.extra["retry_after"] == 8 * 3600  # it is four in the afternoon there
        assert "2000" in refused.value.detail

    @pytest.mark.parametrize("whose", ["account", "unit", "district"])
    def test_so_many_files_may_be_unfinished(self, whose):
        declare(None, manifest_of(), given(found=holding(self.held(whose, files=999))))
        with pytest.raises(QuotaOpen) as refused:
            declare(None, manifest_of(), given(found=holding(self.held(whose, files=1000))))
        assert (refused.value.code, refused.value.extra["whose"]) == ("quota-open", whose)

    @pytest.mark.parametrize("whose", ["account", "unit", "district"])
    def test_so_many_bytes_may_be_unfinished(self, whose):
        full = holding(self.held(whose, size=50 * 2**30 - 5))
        declare(None, manifest_of(b"12345"), given(found=full))
        with pytest.raises(QuotaBytes) as refused:
            declare(None, manifest_of(b"123456"), given(found=full))
        assert (refused.value.code, "50 GiB" in refused.value.detail) == ("quota-bytes", True)

    def test_what_is_known_already_may_be_declared_again(self):
        order = manifest_of()
        assert declare(opened(order), order, given(order.evidence, found=UNCOUNTED)).answer

    def test_what_expired_counts_anew(self):
        order = manifest_of()
        expired = declared(order).but(state="EXPIRED")
        with pytest.raises(QuotaDay):
            declare(expired, order, given(order.evidence, found=holding(today=2000)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"filename": "..\\a.jpg"}, "$.filename"),
        ({"captured_at": NOW.replace(tzinfo=None)}, "$.captured_at"),
        ({"captured_at": datetime(1, 1, 1, tzinfo=UTC)}, "$.captured_at"),
        ({"captured_at": NOW + CLOCK_AHEAD + timedelta(seconds=1)}, "$.captured_at"),
        ({"register": "r-1"}, "$.row"),
        ({"row": "p-1"}, "$.row"),
        ({"size": 9 * MIB}, "$.part_sha256"),
    ],
)
def test_a_faulty_manifest_is_refused_with_the_field_at_fault(changes, field):
    order = manifest_of(**changes)
    with pytest.raises(Invalid) as refused:
        declare(None, order, given(order.evidence))
    assert refused.value.field == field


def test_only_a_new_or_expired_file_adds_to_what_is_unfinished():
    assert adds(None)
    assert not adds(declared())
    assert adds(declared().but(state="EXPIRED"))


def test_a_file_is_handed_out_under_an_ending_that_says_what_it_is():
    assert with_ending("台账.XLSX", XLSX) == "台账.XLSX"
    assert with_ending("台账.zip", XLSX) == "台账.zip.xlsx"


def test_the_id_of_a_leads_photo_is_no_files():
    order = manifest_of()
    found = replace(holding(), taken=True)
    with pytest.raises(ManifestDiffers):
        declare(None, order, plainly(order.evidence, found=found))


def test_a_photo_without_a_caption_that_its_task_wants_is_refused_at_the_field():
    wants = replace(holding(), captions=("time", "place"))
    order = manifest_of(caption=Caption(time="2026年5月4日", place="  "))
    with pytest.raises(CaptionMissing, match="地点") as no:
        declare(None, order, given(found=wants))
    assert no.value.field == "$.caption"
    told = manifest_of(caption=Caption(time="2026年5月4日", place="东街"))
    assert declare(None, told, given(found=wants)).state.state == "DECLARED"


def test_a_document_needs_no_caption():
    wants = replace(holding(), captions=("time",))
    order = manifest_of(media_type=XLSX)
    assert declare(None, order, given(found=wants)).state.state == "DECLARED"


def test_what_was_declared_before_a_caption_was_wanted_is_the_same_declaration():
    order = manifest_of()
    known = declared(order)
    wants = replace(holding(), captions=("time",))
    assert declare(known, order, given(order.evidence, found=wants)).state == known


def test_where_nothing_may_be_taken_nothing_else_is_asked():
    order = manifest_of(media_type="text/html", position=Position(latitude=38, longitude=100))
    with pytest.raises(PlaceNotAllowed):
        declare(None, order, given(found=replace(UNCOUNTED, forbidden=True)))


def test_an_older_manifest_keeps_its_digest():
    manifest = Manifest.of(manifest_of())
    said = msgspec.to_builtins(manifest)
    for name in ("dated", "supersedes", "before"):
        del said[name]
    assert manifest.digest == custody.digest(said)
    redo = msgspec.structs.replace(manifest, supersedes="0192f0c1-2345-7abc-8def-0123456789ab")
    assert redo.digest != manifest.digest
