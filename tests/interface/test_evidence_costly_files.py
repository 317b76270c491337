"""A small file that costs much is told as such within the budget of a small file."""

import pytest

from services.evidence.piece import schedule
from services.evidence.piece.media import DOCX, JPEG, MP4, PDF, PNG
from services.evidence.sealing import examination
from services.evidence.settings import CHECK_SECONDS, CHECK_SECONDS_PER_MIB
from tests.interface.test_evidence_examination import limits, request, store_of
from tests.unit.evidence import attacks, files
from tests.unit.evidence.support import MIB


def checked(data, media_type):
    """The verdict with the limits and the quick lane's budget of the service."""
    base = CHECK_SECONDS.parse(str(CHECK_SECONDS.default))
    per_mib = CHECK_SECONDS_PER_MIB.parse(str(CHECK_SECONDS_PER_MIB.default))
    seconds = schedule.processor_seconds(len(data), base, per_mib, slow=False)
    many = limits(seconds=seconds, members=5000, pdf_objects=500_000, unpacked=512 * MIB)
    with store_of(data) as server:
        reply = examination.run(request(server, data, media_type, limits=many))
    assert reply.verdict is not None
    return reply.verdict.code


@pytest.mark.parametrize(
    ("attack", "media_type"),
    [
        (attacks.angle_brackets, DOCX),
        (attacks.jpeg_of_scans, JPEG),
        (attacks.jpeg_of_fill_bytes, JPEG),
        (attacks.jpeg_of_comments, JPEG),
        (attacks.pdf_of_dictionaries, PDF),
        (attacks.pdf_of_arrays, PDF),
        (attacks.png_that_inflates, PNG),
        (attacks.png_of_chunks, PNG),
        (attacks.package_of_members, DOCX),
        (attacks.mp4_of_boxes, MP4),
        (attacks.docx_of_elements, DOCX),
        (attacks.docx_of_depth, DOCX),
        (attacks.docx_of_attributes, DOCX),
        (attacks.docx_of_one_token, DOCX),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_it_is_refused_before_its_budget_is_spent(attack, media_type):
    assert checked(attack(), media_type) in ("unreadable", "too-costly", "decompression-bomb")


@pytest.mark.parametrize(
    ("kind", "packed"), [(b"zTXt", b"k\0\0"), (b"iCCP", b"k\0\0"), (b"iTXt", b"k\0\1\0\0\0")]
)
def test_a_text_that_unpacks_without_end_is_a_bomb(kind, packed):
    bomb = packed + attacks.packed_zeros(64 * MIB)
    assert checked(attacks.png_of((kind, bomb)), PNG) == "decompression-bomb"


def test_a_deep_pdf_costs_nothing():
    assert checked(attacks.pdf_of_depth(), PDF) in ("ok", "unreadable")


def test_dictionaries_packed_away_are_counted_before_they_are_looked_at():
    data = attacks.pdf_of_packed(b"[" + b"<<>>" * 1_500_000 + b"]")
    assert checked(data, PDF) in ("decompression-bomb", "too-costly", "unreadable")


def test_a_stream_that_unpacks_without_end_is_ended():
    data = attacks.pdf_of_packed(b"[" + b" " * (600 * MIB) + b"]")
    assert checked(data, PDF) in ("ok", "unreadable", "too-costly")


def test_the_largest_photo_of_a_phone_fits_into_the_budget():
    assert checked(files.photo(8000, 6000), JPEG) == "ok"
    assert checked(files.photo(8000, 6000, progressive=True), JPEG) == "ok"


def test_a_workbook_of_a_hundred_thousand_cells_fits_into_the_budget():
    from services.evidence.piece.media import XLSX

    assert checked(attacks.workbook_of_cells(100_000), XLSX) == "ok"
