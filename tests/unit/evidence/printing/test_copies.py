"""What a stamped copy says, and who took one."""

import io
import re
from datetime import timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from contracts.orders.evidence import Caption, StampedOf
from infra.local.programs import font
from services.evidence.checks import prints
from services.evidence.checks.protocol import Framed, Limits, Print, Reject, Request
from services.evidence.piece import custody
from services.evidence.piece.media import JPEG, PDF, XLSX
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import Facts, Verdict
from services.evidence.printing.copies import (
    LARGEST,
    SAME_PRINT,
    code_of,
    lines,
    must_be_printable,
    printed,
)
from services.evidence.refusals import EvidenceDisposedOf, NoPrint, NotSealed
from tests.unit.evidence import files
from tests.unit.evidence.support import LIN, MA, OFFICE, declared, given, later, manifest_of, words

CODE = code_of("e-1", "secret")
ASK = StampedOf(evidence=manifest_of().evidence)
LIMITS = Limits(
    memory=2**30, seconds=6, fetch_seconds=6, pixels=10**7, unpacked=0, members=0, pdf_objects=99
)


def sealed(**manifest: Any) -> Piece:
    verdict = Verdict(code="ok", facts=Facts())
    return declared(manifest_of(**manifest)).but(state="SEALED", verdict=verdict, sealed_at=later())


def test_a_code_is_the_same_each_time_and_another_with_another_secret_or_piece() -> None:
    assert re.fullmatch(r"[A-Z2-7]{16}", CODE)
    assert code_of("e-1", "secret") == CODE
    assert len({CODE, code_of("e-2", "secret"), code_of("e-1", "other")}) == 3


def test_a_copy_says_time_place_items_unit_number_hash_and_code() -> None:
    caption = Caption(time="2026年6月1日", place="东街")
    said = "\n".join(lines(sealed(caption=caption, items=("B04", "B05")), "e-1", CODE))
    for word in ("2026年6月1日", "地点：东街", "B04、B05", "编号：e-1", LIN.unit, CODE[:4]):
        assert word in said
    assert sealed().manifest.sha256[:16] in said and sealed().manifest.sha256 not in said
    assert "-".join(re.findall("....", CODE)) in said


def test_what_no_caption_says_has_no_line_and_the_shutters_time_stands_in() -> None:
    bare = lines(sealed(captured_at=None, caption=Caption()), "e-1", CODE)
    assert not [line for line in bare if line.startswith(("时间", "地点"))]
    taken = lines(sealed(captured_at=later(), caption=Caption()), "e-1", CODE)
    assert taken[0] == "时间：2026-06-01 16:00"
    unsealed = sealed().but(sealed_at=None, unit="")
    assert "封存" not in "".join(lines(unsealed, "e-1", CODE))


@pytest.mark.parametrize(
    ("piece", "refusal"),
    [
        (declared(), NotSealed),
        (sealed().but(state="DISPOSED"), EvidenceDisposedOf),
        (sealed(media_type=XLSX), NoPrint),
        (sealed(media_type=PDF).but(), None),
    ],
)
def test_of_what_a_copy_is_drawn(piece: Piece, refusal: type[Exception] | None) -> None:
    if refusal is None:
        must_be_printable(piece)
        return
    with pytest.raises(refusal):
        must_be_printable(piece)


def test_of_a_large_file_none_is_drawn() -> None:
    large = sealed()
    manifest = large.manifest.__class__(
        **{n: getattr(large.manifest, n) for n in large.manifest.__struct_fields__}
        | {"size": LARGEST + 1}
    )
    with pytest.raises(NoPrint):
        must_be_printable(large.but(manifest=manifest))


def taken(piece: Piece, by: Any = OFFICE, code: str = CODE, **span: float) -> Piece | None:
    change = printed(piece, ASK, given("e-1", by=by, at=later(**span), found=code))
    return change.state if change else None


def test_who_took_a_copy_is_an_entry_and_a_repeat_within_minutes_is_none() -> None:
    once = taken(sealed())
    assert once is not None
    assert (once.code, words(once)[-1]) == (CODE, "printed")
    assert custody.first_broken(once.custody) is None
    assert taken(once, minutes=9) is None
    for by, span in ((MA, timedelta()), (OFFICE, SAME_PRINT)):
        again = taken(once, by, seconds=span.total_seconds())
        assert again is not None and words(again)[-2:] == ["printed", "printed"]
    assert taken(sealed().but(custody=())) is not None


def test_a_code_that_was_printed_stays() -> None:
    once = taken(sealed())
    assert once is not None
    again = taken(once, MA, code=code_of("e-1", "a later secret"))
    assert again is not None and again.code == CODE
    without = taken(once.but(code=""))
    assert without is not None and without.code == CODE and words(without) == words(once)


# -- how it is drawn -------------------------------------------------------------------------------


def copy_of(data: bytes, media_type: str, *frames: Framed, link: str = "") -> bytes:
    request = Request(url="", size=len(data), sha256="", media_type=media_type, limits=LIMITS)
    said = ("地点：" + "甘泉区东街" * 40, "编号：e-1")
    asked = Print(file=request, lines=said, frames=frames, link=link, font=str(font()))
    return prints.drawn(io.BytesIO(data), asked)


def test_a_picture_keeps_its_pixels_above_and_a_code_to_scan_stands_below() -> None:
    data = files.jpeg(seed=3)
    own = Image.open(io.BytesIO(data))
    box = Framed(page=1, box=(0.25, 0.25, 0.5, 0.5))
    copy = Image.open(io.BytesIO(copy_of(data, JPEG, box, link=f"https://x/v/{CODE}")))
    assert copy.size[0] >= prints.LEAST_WIDTH and copy.size[1] >= own.size[1] + prints.CODE_SIDE
    left = (copy.size[0] - own.size[0]) // 2
    red = copy.getpixel((left + own.size[0] // 4 + 1, own.size[1] // 2))
    assert isinstance(red, tuple) and red[0] > 150 > 100 > max(red[1:])
    corner = copy.crop((copy.size[0] - prints.PAD - prints.CODE_SIDE, own.size[1], *copy.size))
    dark = sum(corner.convert("L").histogram()[:80])
    assert 0.1 < dark / (corner.size[0] * corner.size[1]) < 0.6
    assert not copy.getexif()


def test_a_document_is_stamped_page_by_page_up_to_a_limit() -> None:
    for pages, kept in ((2, 2), (prints.MOST_PAGES + 2, prints.MOST_PAGES)):
        out = io.BytesIO()
        document = pikepdf.new()
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 100))
        document.save(out)
        copy = copy_of(out.getvalue(), PDF, Framed(page=2, box=(0.25, 0.25, 0.5, 0.5)))
        with pypdfium2.PdfDocument(copy) as found:
            assert len(found) == kept
            colours = [
                found[n].render(scale=1).to_pil().convert("RGB").getcolors(10**6) for n in (0, 1)
            ]
        red = [any(r > 150 > 100 > max(g, b) for _, (r, g, b) in each) for each in colours if each]
        assert red == [False, True]


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Reject):
        copy_of(b"no picture", JPEG)


def test_a_font_that_is_not_there_is_said() -> None:
    with pytest.raises(OSError, match="cannot open"):
        prints.font_of("/nowhere.ttc")
