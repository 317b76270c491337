"""Hostile files by name, how each is made, and its verdict; and honest ones beside them."""

import io
import struct
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from services.evidence.checks import films, previews
from services.evidence.piece.media import DOCX, HEIC, JPEG, MP4, PDF, PNG, XLSX
from tests.unit.evidence import attacks, files, office
from tests.unit.evidence.checks.test_active_content import annotation, page_with, pdf_with
from tests.unit.evidence.checks.test_checks import code_of, look
from tests.unit.evidence.files import heic
from tests.unit.evidence.office import field, formula, relation, relations

MACRO, EMBEDDED, ENCRYPTED = "macro", "embedded", "encrypted"
MISMATCH, FOREIGN, UNREADABLE = "type-mismatch", "type-not-allowed", "unreadable"
BROKEN, BOMB, COSTLY = "broken-image", "decompression-bomb", "too-costly"
ELF = b"\x7fELF\x02\x01\x01" + bytes(300)
PAGE = b"<html><script>alert(1)</script></html>"
ARCHIVE = files.package({"a.exe": b"MZ"})


@cache
def box(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def heic_of(width: int, height: int) -> bytes:
    """Says that it has other sides than it has."""
    data = heic()
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def jpeg_of(width: int, height: int) -> bytes:
    data = files.jpeg(64, 48)
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def document(body: str) -> bytes:
    return office.document(body=office.word(f"<w:p>{body}</w:p>"))


def led_outside(kind: str, target: str) -> bytes:
    return office.document(rels=relations(relation(kind, target, external=True)))


def attached() -> bytes:
    out = io.BytesIO()
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments["a.exe"] = pikepdf.AttachedFileSpec(made, b"MZ")
    made.save(out)
    return out.getvalue()


def in_first_half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def link(**action: Any) -> bytes:
    return annotation(A=Dictionary(**action))


def saved(mode: str, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (64, 48)).save(out, kind)
    return out.getvalue()


def header(scale: int, duration: int, *, wide: bool = False) -> bytes:
    if wide:
        return box(b"mvhd", b"\1\0\0\0" + bytes(16) + struct.pack(">IQ", scale, duration))
    return box(b"mvhd", bytes(12) + struct.pack(">II", scale, duration) + bytes(80))


def film_from_behind() -> bytes:
    kind = box(b"ftyp", b"isom\0\0\2\0isommp42")
    return kind + box(b"mdat", bytes(999)) + box(b"moov", header(600, 50_040))


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    # pictures
    "jpeg + archive": (lambda: files.jpeg() + ARCHIVE, JPEG, MISMATCH),
    "jpeg + page": (lambda: files.jpeg() + PAGE, JPEG, MISMATCH),
    "jpeg + program": (lambda: files.jpeg() + ELF, JPEG, MISMATCH),
    "jpeg + pdf": (lambda: files.jpeg() + files.pdf(), JPEG, MISMATCH),
    "jpeg + rar": (lambda: files.jpeg() + b"Rar!\x1a\x07\x01\0" + bytes(50), JPEG, MISMATCH),
    "jpeg + 7z": (lambda: files.jpeg() + b"7z\xbc\xaf\x27\x1c" + bytes(50), JPEG, MISMATCH),
    "jpeg + cut film": (lambda: files.jpeg() + files.mp4()[:-9], JPEG, UNREADABLE),
    "jpeg, page in its comment": (lambda: files.jpeg(comment=PAGE), JPEG, MISMATCH),
    "jpeg, script in its head": (lambda: attacks.jpeg_with(b"<script>"), JPEG, MISMATCH),
    "jpeg cut": (lambda: in_first_half(files.jpeg()), JPEG, BROKEN),
    "jpeg without its end": (lambda: files.jpeg()[:-2], JPEG, BROKEN),
    "jpeg of 4 gigapixels": (lambda: jpeg_of(65_500, 65_500), JPEG, BOMB),
    "jpeg of 65 megapixels": (lambda: jpeg_of(13_000, 5_000), JPEG, BOMB),
    "jpeg without height": (lambda: jpeg_of(64, 0), JPEG, BROKEN),
    "jpeg of fill bytes": (lambda: attacks.jpeg_of_fill_bytes(9000), JPEG, COSTLY),
    "jpeg of comments": (lambda: attacks.jpeg_of_comments(90_000), JPEG, COSTLY),
    "jpeg of many scans": (lambda: attacks.jpeg_of_scans(80, 64), JPEG, COSTLY),
    "only a jpeg's first bytes": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0", JPEG, BROKEN),
    "png called jpeg": (files.png, JPEG, MISMATCH),
    "heic called jpeg": (heic, JPEG, MISMATCH),
    "program called jpeg": (lambda: ELF, JPEG, MISMATCH),
    "svg called jpeg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', JPEG, FOREIGN),
    "page called jpeg": (lambda: PAGE, JPEG, FOREIGN),
    "gif called png": (lambda: b"GIF89a" + bytes(99), PNG, FOREIGN),
    "png + archive": (lambda: files.png() + ARCHIVE, PNG, MISMATCH),
    "png + png": (lambda: files.png() + files.png(), PNG, MISMATCH),
    "png cut": (lambda: in_first_half(files.png()), PNG, BROKEN),
    "png of 900 megapixels": (files.png_bomb, PNG, BOMB),
    "png that inflates": (lambda: attacks.png_that_inflates(2**21), PNG, BOMB),
    "png without pixels": (lambda: files.png().replace(b"IDAT", b"tEXt"), PNG, BROKEN),
    # HEIC
    "heic cut": (lambda: in_first_half(heic()), HEIC, BROKEN),
    "heic without its last byte": (lambda: heic()[:-1], HEIC, BROKEN),
    "heic + archive": (lambda: heic() + ARCHIVE, HEIC, BROKEN),
    "heic + program": (lambda: heic() + ELF, HEIC, BROKEN),
    "heic + page": (lambda: heic() + PAGE, HEIC, BROKEN),
    "heic, archive in a box": (lambda: heic() + box(b"free", ARCHIVE), HEIC, MISMATCH),
    "heic, page in its head": (
        lambda: heic()[:28] + box(b"free", PAGE) + heic()[28:],
        HEIC,
        MISMATCH,
    ),
    "heic of 4 gigapixels": (lambda: heic_of(65_500, 65_500), HEIC, BOMB),
    "heic of 65 megapixels": (lambda: heic_of(13_000, 5_000), HEIC, BOMB),
    "heic of no pixels": (lambda: heic_of(0, 0), HEIC, BROKEN),
    "heic of another codec": (lambda: heic().replace(b"hvc1", b"hvcX"), HEIC, BROKEN),
    "heic without pixels": (lambda: heic()[: heic().index(b"mdat") - 4], HEIC, BROKEN),
    "heic of noise": (lambda: box(b"ftyp", b"heic\0\0\0\0mif1heic") + bytes(999), HEIC, BROKEN),
    "heic of a billion boxes": (
        lambda: heic() + box(b"free") * 100_001,
        HEIC,
        BROKEN,
    ),
    "film called heic": (files.mp4, HEIC, MISMATCH),
    "jpeg called heic": (files.jpeg, HEIC, MISMATCH),
    # PDF
    "pdf, javascript at opening": (
        lambda: files.pdf_with_action(Dictionary(S=Name.JavaScript, JS="1")),
        PDF,
        MACRO,
    ),
    "pdf, launch at opening": (
        lambda: files.pdf_with_action(Dictionary(S=Name.Launch, F="cmd.exe")),
        PDF,
        MACRO,
    ),
    "pdf, web page at opening": (
        lambda: files.pdf_with_action(Dictionary(S=Name.URI, URI="http://x")),
        PDF,
        MACRO,
    ),
    "pdf, launch at a click": (lambda: link(S=Name.Launch, F="x"), PDF, MACRO),
    "pdf, form sent at a click": (lambda: link(S=Name.SubmitForm, F="http://x"), PDF, MACRO),
    "pdf, other file at a click": (lambda: link(S=Name.GoToR, F="o.pdf"), PDF, MACRO),
    "pdf, file address at a click": (
        lambda: link(S=Name.URI, URI=String("file:///etc/passwd")),
        PDF,
        EMBEDDED,
    ),
    "pdf, script address at a click": (
        lambda: link(S=Name.URI, URI=String("javascript:1")),
        PDF,
        EMBEDDED,
    ),
    "pdf, launch after a jump": (
        lambda: link(S=Name.GoTo, D=Array([0]), Next=Dictionary(S=Name.Launch, F="x")),
        PDF,
        MACRO,
    ),
    "pdf, acts on closing": (
        lambda: pdf_with(AA=Dictionary(WC=Dictionary(S=Name.GoTo))),
        PDF,
        MACRO,
    ),
    "pdf, acts on a page": (lambda: page_with(AA=Dictionary()), PDF, MACRO),
    "pdf, file attached": (attached, PDF, EMBEDDED),
    "pdf, file pinned to a page": (lambda: annotation("/FileAttachment"), PDF, MACRO),
    "pdf, portfolio": (lambda: pdf_with(Collection=Dictionary()), PDF, EMBEDDED),
    "pdf, XFA": (lambda: pdf_with(AcroForm=Dictionary(XFA=Array([]))), PDF, MACRO),
    "pdf, rich media": (lambda: annotation("/RichMedia"), PDF, MACRO),
    "pdf under a password": (lambda: files.locked_pdf("secret"), PDF, ENCRYPTED),
    "pdf locked without one": (lambda: files.locked_pdf(""), PDF, ENCRYPTED),
    "pdf + archive": (lambda: files.pdf() + ARCHIVE, PDF, MISMATCH),
    "pdf + page": (lambda: files.pdf() + PAGE, PDF, MISMATCH),
    "pdf behind a program": (lambda: ELF + files.pdf(), PDF, MISMATCH),
    "pdf cut": (lambda: in_first_half(files.pdf()), PDF, UNREADABLE),
    "pdf of dictionaries": (lambda: attacks.pdf_of_dictionaries(9000), PDF, BOMB),
    "pdf of arrays": (lambda: attacks.pdf_of_arrays(9000), PDF, BOMB),
    "pdf of packed arrays": (lambda: attacks.pdf_of_packed(b"[" + b"[]" * 9000 + b"]"), PDF, BOMB),
    # Office
    "docm called docx": (
        lambda: files.docx({"word/vbaProject.bin": b"\xd0\xcf"}, main=files.DOCM_TYPE),
        DOCX,
        MACRO,
    ),
    "docm without its project": (lambda: files.docx(main=files.DOCM_TYPE), DOCX, MACRO),
    "docx, program within": (lambda: files.docx({"word/media/run.exe": ELF}), DOCX, EMBEDDED),
    "docx, archive called a picture": (
        lambda: files.docx({"word/media/i.png": ARCHIVE}),
        DOCX,
        BROKEN,
    ),
    "docx, template from afar": (
        lambda: led_outside("attachedTemplate", "http://x/t.dotm"),
        DOCX,
        EMBEDDED,
    ),
    "docx, picture from afar": (lambda: led_outside("image", "http://x/i.png"), DOCX, EMBEDDED),
    "docx, object from afar": (lambda: led_outside("oleObject", "http://x"), DOCX, EMBEDDED),
    "docx, link to a share": (lambda: led_outside("hyperlink", "\\\\x\\y"), DOCX, EMBEDDED),
    "docx, link to a handler": (lambda: led_outside("hyperlink", "ms-msdt:/id"), DOCX, EMBEDDED),
    "docx, DDE": (lambda: document(field("DDEAUTO cmd")), DOCX, MACRO),
    "docx, macro button": (lambda: document(field("MACROBUTTON Go x")), DOCX, MACRO),
    "docx, text from afar": (
        lambda: document(field('INCLUDETEXT "http://x/y"')),
        DOCX,
        MACRO,
    ),
    "docx of one large member": (
        lambda: files.docx({"word/media/a.xml": b" " * (20 * 2**20)}),
        DOCX,
        BOMB,
    ),
    "docx of many members": (lambda: files.docx({f"m/{n}": b"" for n in range(99)}), DOCX, BOMB),
    "docx of depth": (lambda: attacks.docx_of_depth(100_000), DOCX, BOMB),
    "docx behind a picture": (lambda: files.jpeg() + files.docx(), DOCX, MISMATCH),
    "docx + program": (lambda: files.docx() + ELF, DOCX, UNREADABLE),
    "docx cut": (lambda: in_first_half(files.docx()), DOCX, UNREADABLE),
    "archive called docx": (lambda: ARCHIVE, DOCX, MISMATCH),
    "xlsx called docx": (files.xlsx, DOCX, MISMATCH),
    "xlsx, DDE": (lambda: office.workbook(cells=formula("cmd|'/c calc'!A0")), XLSX, EMBEDDED),
    "xlsx, other workbook": (
        lambda: office.workbook(cells=formula("'C:\\x\\[b.xlsx]S'!A1")),
        XLSX,
        EMBEDDED,
    ),
    "xlsx, fetches": (
        lambda: office.workbook(cells=formula('_xlfn.WEBSERVICE("http://x")')),
        XLSX,
        MACRO,
    ),
    # films
    "film cut": (lambda: files.mp4()[:-100], MP4, UNREADABLE),
    "film + archive": (lambda: files.mp4(tail=ARCHIVE), MP4, UNREADABLE),
    "film, archive in a box": (lambda: files.mp4(tail=box(b"free", ARCHIVE)), MP4, MISMATCH),
    "film without pictures": (lambda: files.mp4().replace(b"moov", b"free"), MP4, UNREADABLE),
    "film of boxes": (lambda: attacks.mp4_of_boxes(100_001), MP4, UNREADABLE),
    "quicktime called mp4": (lambda: files.mp4().replace(b"ftypisom", b"ftypqt  "), MP4, FOREIGN),
    "heic called mp4": (heic, MP4, MISMATCH),
}
HONEST: dict[str, tuple[Callable[[], bytes], str]] = {
    "heic": (heic, HEIC),
    "heic with transparency": (lambda: heic(mode="RGBA"), HEIC),
    "heic in grey": (lambda: heic(mode="L"), HEIC),
    "heic of a burst": (lambda: heic(frames=3), HEIC),
    "heic with odd sides": (lambda: heic(63, 47), HEIC),
    "heic of a live photo": (lambda: heic() + box(b"mpvd", files.mp4(2000)), HEIC),
    "heic with a maker's box": (lambda: heic() + box(b"sefd", bytes(99)), HEIC),
    "heic with room at its end": (lambda: heic() + bytes(512), HEIC),
    "heic of another brand": (lambda: heic().replace(b"ftypheic", b"ftypmif1"), HEIC),
    "jpeg of a printer": (lambda: saved("CMYK", "JPEG"), JPEG),
    "jpeg with a film": (lambda: files.jpeg() + files.mp4(2000), JPEG),
    "png of 16 bits": (lambda: saved("I;16", "PNG"), PNG),
    "pdf for archives": (
        lambda: pdf_with(OutputIntents=Array([Dictionary(S=Name.GTS_PDFA1)])),
        PDF,
    ),
    "film with its head at its end": (film_from_behind, MP4),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_with_its_code(name):
    make, media_type, code = HOSTILE[name]
    assert code_of(make(), media_type) == code


@pytest.mark.parametrize("name", sorted(HONEST))
def test_an_honest_file_passes(name):
    make, media_type = HONEST[name]
    assert look(make(), media_type)


def test_a_heic_tells_of_itself_what_a_jpeg_does_and_is_shown_as_one():
    found = look(heic(), HEIC)
    facts = found.facts
    assert (facts.width, facts.height, facts.camera) == (64, 48, "Apple")
    assert (facts.zoned, facts.software) == (True, "19.1")
    assert f"{facts.taken_at:%H:%M}" == "01:30"
    assert {"pillow", "pillow-heif"} <= set(found.tools)
    small = Image.open(io.BytesIO(found.thumbnail))
    assert (small.format, small.size, dict(small.getexif())) == ("JPEG", (64, 48), {})


def test_of_a_pdf_the_first_page_is_shown():
    found = look(files.pdf(), PDF)
    assert max(Image.open(io.BytesIO(found.thumbnail)).size) == 960
    assert "pypdfium2" in found.tools


def test_a_preview_that_fails_or_crashes_or_is_too_large_is_none():
    def fails() -> bytes:
        raise ValueError

    assert previews.drawn(lambda: b"drawn") == b"drawn"
    assert previews.drawn(fails) is None
    assert previews.drawn(lambda: bytes(previews.MAX_PREVIEW + 1)) is None
    assert previews.drawn(lambda: b"") is None


@pytest.mark.parametrize(
    ("movie", "lasts"),
    [
        (header(600, 50_040), 83.4),
        (header(1000, 2**33, wide=True), 8589934.6),
        (header(0, 5), None),
        (header(600, 2**32 - 1), None),
        (header(600, 0), None),
        (header(600, 60)[:-90], None),
        (b"", None),
    ],
)
def test_a_film_says_how_long_it_lasts(movie, lasts):
    assert films.seconds(movie) == lasts


def test_in_a_films_place_its_length_is_shown():
    found = look(film_from_behind(), MP4)
    assert found.facts.seconds == 83.4
    assert Image.open(io.BytesIO(found.thumbnail)).size == films.SIZE
    assert (films.clock(83.4), films.clock(3723)) == ("1:23", "1:02:03")
