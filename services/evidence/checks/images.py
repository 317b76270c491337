"""Pictures: walked to their end, decoded in full, their time and place read, made small."""

import io
import math
import struct
import warnings
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import IO, Any, NamedTuple

import PIL
from PIL import ExifTags, Image

from contracts.clock import CHINA
from contracts.places import Position
from services.evidence.checks import heic, jpeg, png, tails
from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.checks.sniff import alone
from services.evidence.piece.fingerprint import SIDE, fingerprint
from services.evidence.piece.media import HEIC, JPEG
from services.evidence.piece.verdict import Facts, calendar_time

THUMBNAIL = 320
"""Pixels of a thumbnail's longer side."""

LARGE_THUMBNAIL = 960
"""… where no browser shows the original, and it is all that a reviewer sees at once."""

THUMBNAIL_QUALITY = 80
FORMATS = {JPEG: ("JPEG", "MPO"), HEIC: ("HEIF",)}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation → how to set it upright; the front cameras of phones mirror."""

MALFORMED = (
    *(SyntaxError, struct.error, ValueError, TypeError, LookupError, OSError),
    *(ArithmeticError, AttributeError),
)
"""What Pillow dies of when it reads an EXIF that somebody made up."""

CAMERA_LENGTH = 80
FARTHEST = timedelta(hours=14)
"""No zone is farther from UTC."""


class Tags(NamedTuple):
    """EXIF by its directories: of the picture, of the shot, of the place."""

    picture: Mapping[int, Any]
    shot: Mapping[int, Any]
    place: Mapping[int, Any]


def look(file: IO[bytes], media_type: str, limits: Limits) -> Finding:
    """Raises: Reject (type-mismatch, broken-image, decompression-bomb, too-costly)."""
    file.seek(0)
    texts, shown = _walked(file.read(), media_type, limits.pixels)
    alone(file, texts)
    image = _decoded(shown, FORMATS.get(media_type, ("PNG",)), limits.pixels)
    width, height = image.size
    exif = _exif(image)
    small = _small(image, exif.picture, LARGE_THUMBNAIL if media_type == HEIC else THUMBNAIL)
    facts = Facts(
        width=width,
        height=height,
        taken_at=taken_at(exif.shot),
        position=position(exif.place),
        camera=_named(exif.picture, ExifTags.Base.Make, ExifTags.Base.Model),
        software=_named(exif.picture, ExifTags.Base.Software),
        zoned=ExifTags.Base.OffsetTimeOriginal in exif.shot,
        fingerprint=fingerprint(_squeezed(small)),
    )
    tools = {"pillow": PIL.__version__}
    if media_type == HEIC:
        tools["pillow-heif"] = heic.VERSION
    return Finding(facts=facts, tools=tools, thumbnail=as_jpeg(small))


def shown(data: bytes, media_type: str, pixels: int, side: int) -> Image.Image:
    """Upright, no larger than ``side``, without what it says of itself. Raises: Reject."""
    image = _decoded(data, FORMATS.get(media_type, ("PNG",)), pixels)
    return _small(image, _exif(image).picture, side)


def _walked(data: bytes, media_type: str, pixels: int) -> tuple[list[bytes], bytes]:
    """The picture's free texts and what of it is shown, once its structure is known to its last
    byte. Raises: Reject.
    """
    if media_type == HEIC:
        heic.must_be_whole(data, pixels)
        return [], data
    if media_type != JPEG:
        return png.walk(data, pixels)
    first = jpeg.walk(data, 0, pixels)
    if first.at == len(data):
        return first.comments, data
    return first.comments + tails.must_be_known(data, first.at, pixels), data


def _decoded(data: bytes, formats: tuple[str, ...], pixels: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit below counts, and it refuses rather than warns
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=formats)
            if image.width * image.height > pixels:
                raise Reject("decompression-bomb")
            image.load()
    except (Reject, MemoryError):
        raise
    except Exception as fault:  # a decoder fails in any way on bytes that somebody made up
        raise Reject("broken-image", f"{type(fault).__name__}: {fault}") from fault
    return image


def _exif(image: Image.Image) -> Tags:
    """What the picture says of itself; of a part that cannot be read, nothing.

    Every viewer shows the picture all the same, whatever an editor left of its EXIF.
    """
    parts = (None, ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Tags(*(_part(image, part) for part in parts))


def _part(image: Image.Image, part: ExifTags.IFD | None) -> Mapping[int, Any]:
    try:
        exif = image.getexif()
        return dict(exif if part is None else exif.get_ifd(part))
    except MALFORMED:
        return {}


def _small(image: Image.Image, tags: Mapping[int, Any], side: int) -> Image.Image:
    """Upright, without the original's metadata."""
    image.thumbnail((side, side))
    small = Image.new("RGB", image.size)
    small.paste(image.convert("RGB"))
    turn = TURNS.get(_whole(tags.get(ExifTags.Base.Orientation)))
    return small if turn is None else small.transpose(turn)


def _squeezed(small: Image.Image) -> bytes:
    return small.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS).tobytes()


def as_jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


# -- what a picture says of itself -----------------------------------------------------------------


def taken_at(tags: Mapping[int, Any]) -> datetime | None:
    """When the shutter fell, or None where the picture does not say it clearly."""
    raw = tags.get(ExifTags.Base.DateTimeOriginal)
    offset = tags.get(ExifTags.Base.OffsetTimeOriginal)
    try:
        local = datetime.strptime(str(raw).strip("\x00 "), "%Y:%m:%d %H:%M:%S")
        told = datetime.strptime(str(offset).strip("\x00 "), "%z") if offset else None
    except ValueError:
        return None
    # A camera that names no offset shows the time of the place.
    zone = CHINA if told is None else told.tzinfo
    if told is not None and abs(told.utcoffset() or timedelta()) > FARTHEST:
        return None
    return calendar_time(local.replace(tzinfo=zone))


def position(tags: Mapping[int, Any]) -> Position | None:
    """Where the shutter fell, or None where the picture does not say it clearly.

    0° N 0° E is what a phone without a fix writes, and one that hides the place.
    """
    latitude = _degrees(tags, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    longitude = _degrees(tags, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    found = Position(latitude=latitude, longitude=longitude)
    return None if found.is_null else found


def _degrees(tags: Mapping[int, Any], value: int, reference: int, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in tags[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(angle):  # a fraction of 0/0 or n/0
        return None
    sign = -1 if str(tags.get(reference, "")).upper().startswith(negative) else 1
    return round(sign * angle, 6)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _named(tags: Mapping[int, Any], *wanted: int) -> str:
    """What these tags say, as one line of text."""
    names = (tags.get(tag) for tag in wanted)
    text = " ".join(str(name).strip("\x00 ") for name in names if name)
    return "".join(sign for sign in text if sign.isprintable())[:CAMERA_LENGTH]
