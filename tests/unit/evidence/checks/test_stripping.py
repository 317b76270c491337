"""What a citizen's photo says of itself is taken out of it; its pixels stay as they are."""

import io
import struct

import pytest
from PIL import ExifTags, Image

from services.evidence.checks.protocol import Reject
from services.evidence.checks.stripping import stripped
from services.evidence.piece.media import HEIC, JPEG, PNG
from tests.unit.evidence.files import jpeg, png


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


def turned(turn: int, order: str = ">") -> bytes:
    """A progressive picture that is to be turned, with a colour profile."""
    exif = Image.Exif()
    exif.endian = order
    exif[ExifTags.Base.Make] = "Tongxin"
    exif[ExifTags.Base.Orientation] = turn
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    image.save(out, "JPEG", exif=exif, progressive=True, icc_profile=b"a profile")
    return out.getvalue()


def test_position_time_camera_and_comment_are_gone_and_no_pixel_is_another() -> None:
    data = jpeg(comment=b"at home")
    assert b"Exif" in data and b"at home" in data
    plain = stripped(data, JPEG)
    assert b"Exif" not in plain and b"at home" not in plain and b"Tongxin" not in plain
    assert pixels(plain) == pixels(data) and len(plain) < len(data)
    assert stripped(plain, JPEG) == plain


@pytest.mark.parametrize("turn", [1, 6])
def test_a_heic_becomes_a_jpeg_that_stays_upright_and_says_nothing_of_itself(turn: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Tongxin"
    exif[ExifTags.Base.Orientation] = turn
    out = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(out, "HEIF", exif=exif)
    assert b"Tongxin" in out.getvalue()
    plain = stripped(out.getvalue(), HEIC)
    assert b"Tongxin" not in plain and b"Exif" not in plain
    shown = Image.open(io.BytesIO(out.getvalue()))
    assert Image.open(io.BytesIO(plain)).format == "JPEG"
    assert Image.open(io.BytesIO(plain)).size == shown.size


def test_a_picture_behind_the_picture_goes_with_its_own_position() -> None:
    assert stripped(jpeg(seed=1) + jpeg(seed=2), JPEG) == stripped(jpeg(seed=1), JPEG)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", [2, 6, 8])
def test_a_picture_stays_upright_and_keeps_its_colours(turn: int, order: str) -> None:
    plain = stripped(turned(turn, order), JPEG)
    image = Image.open(io.BytesIO(plain))
    assert dict(image.getexif()) == {ExifTags.Base.Orientation: turn}
    assert image.info["icc_profile"] == b"a profile"
    assert pixels(plain) == pixels(turned(turn, order))


@pytest.mark.parametrize("turn", [0, 1, 9])
def test_an_orientation_that_says_nothing_is_left_out(turn: int) -> None:
    assert b"Exif" not in stripped(turned(turn), JPEG)


@pytest.mark.parametrize(
    "tiff",
    [b"", b"XX\0*\0\0\0\x08\0\0", b"MM\0*\0\0\xff\xff\0\0", b"MM\0*\0\0\0\x08\xff\xff\0"],
    ids=["empty", "no order", "far away", "too many"],
)
def test_an_exif_that_cannot_be_read_goes_as_well(tiff: bytes) -> None:
    body = b"Exif\0\0" + tiff
    segment = struct.pack(">BBH", 0xFF, 0xE1, len(body) + 2) + body
    plain = stripped(jpeg(), JPEG)
    filled = plain[:2] + b"\xff\xff" + segment[1:] + plain[2:]
    assert stripped(filled, JPEG) == plain


def test_a_png_keeps_what_is_shown() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Tongxin"
    Image.open(io.BytesIO(png())).save(out, "PNG", exif=exif)
    plain = stripped(out.getvalue(), PNG)
    assert b"eXIf" in out.getvalue() and b"eXIf" not in plain
    assert pixels(plain) == pixels(png())


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (jpeg()[:400], JPEG),
        (jpeg()[:-2], JPEG),
        (b"\xff\xd8" + b"\xff\xe1\0\x02" * 5000, JPEG),
        (png()[:60], PNG),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0tEXt\0\0\0\0" * 70_000, PNG),
    ],
    ids=["cut", "without an end", "too many segments", "a cut png", "too many chunks"],
)
def test_what_is_broken_is_refused(data: bytes, media_type: str) -> None:
    with pytest.raises(Reject, match="broken-image"):
        stripped(data, media_type)
