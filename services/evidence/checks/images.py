"""Pictures: walked to their end, decoded in full, their time and place read, made small."""

import io
import re
import struct
import warnings
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import IO, Any

import PIL
from PIL import ExifTags, Image

from contracts.orders.evidence import Position
from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.checks.sniff import alone
from services.evidence.domain.media import JPEG
from services.evidence.domain.verdict import Facts

THUMBNAIL = 320
"""Pixels of a thumbnail's longer side."""

THUMBNAIL_QUALITY = 80
HERE = timezone(timedelta(hours=8))
"""A camera that names no offset shows the time of the place."""

FORMATS = {JPEG: ("JPEG", "MPO")}
TURNS = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_270,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation → how to set it upright; cameras do not mirror."""

CAMERA_LENGTH = 80
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the coded data of a JPEG scan: a marker that is neither stuffing nor a restart."""


def look(file: IO[bytes], media_type: str, limits: Limits) -> Finding:
    """Raises: Reject (type-mismatch, broken-image, decompression-bomb)."""
    file.seek(0)
    data = file.read()
    end, texts = jpeg_end(data) if media_type == JPEG else png_end(data)
    alone(file, data[end:], texts)
    del data
    image = _decoded(file, FORMATS.get(media_type, ("PNG",)), limits.pixels)
    width, height = image.size
    exif = image.getexif()
    facts = Facts(
        width=width,
        height=height,
        taken_at=taken_at(exif),
        position=position(exif),
        camera=_camera(exif),
    )
    return Finding(
        facts=facts, tools={"pillow": PIL.__version__}, thumbnail=_thumbnail(image, exif)
    )


def _decoded(file: IO[bytes], formats: tuple[str, ...], pixels: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit below counts, and it refuses rather than warns
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(file, formats=formats)
            if image.width * image.height > pixels:
                raise Reject("decompression-bomb")
            image.load()
    except (Reject, MemoryError):
        raise
    except Exception as fault:  # a decoder fails in any way on bytes that somebody made up
        raise Reject("broken-image") from fault
    return image


def _thumbnail(image: Image.Image, exif: Image.Exif) -> bytes:
    """A small JPEG, upright, without the original's metadata."""
    image.thumbnail((THUMBNAIL, THUMBNAIL))
    small = Image.new("RGB", image.size)
    small.paste(image.convert("RGB"))
    if turn := TURNS.get(exif.get(ExifTags.Base.Orientation, 1)):
        small = small.transpose(turn)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


# -- where a picture ends ------------------------------------------------------------------------


def jpeg_end(data: bytes) -> tuple[int, list[bytes]]:
    """The offset behind the first picture's end marker, and its comments. Raises: Reject."""
    at = 2
    comments: list[bytes] = []
    try:
        while True:
            if data[at] != 0xFF:
                raise Reject("broken-image")
            while data[at + 1] == 0xFF:  # fill bytes
                at += 1
            marker = data[at + 1]
            if marker == 0xD9:
                return at + 2, comments
            if marker == 0x01 or 0xD0 <= marker <= 0xD7:
                at += 2
                continue
            (length,) = struct.unpack_from(">H", data, at + 2)
            if marker == 0xFE:
                comments.append(data[at + 4 : at + 2 + length])
            at += 2 + max(length, 2)
            if marker == 0xDA:
                found = SCAN.search(data, at)
                if found is None:
                    raise Reject("broken-image")
                at = found.start()
    except (IndexError, struct.error) as fault:
        raise Reject("broken-image") from fault


def png_end(data: bytes) -> tuple[int, list[bytes]]:
    """The offset behind the IEND chunk, and its texts. Raises: Reject."""
    at, texts = len(PNG_SIGNATURE), []
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind in (b"tEXt", b"iTXt"):
            texts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
        if kind == b"IEND":
            return at, texts
    raise Reject("broken-image")


# -- what a picture says of itself -----------------------------------------------------------------


def taken_at(exif: Image.Exif) -> datetime | None:
    """When the shutter fell, or None where the picture does not say it clearly."""
    tags = exif.get_ifd(ExifTags.IFD.Exif)
    raw = tags.get(ExifTags.Base.DateTimeOriginal)
    offset = tags.get(ExifTags.Base.OffsetTimeOriginal)
    try:
        local = datetime.strptime(str(raw).strip("\x00 "), "%Y:%m:%d %H:%M:%S")
        zone = datetime.strptime(str(offset).strip("\x00 "), "%z").tzinfo if offset else HERE
    except ValueError:
        return None
    return local.replace(tzinfo=zone)


def position(exif: Image.Exif) -> Position | None:
    """Where the shutter fell, or None where the picture does not say it clearly."""
    tags = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(tags, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    longitude = _degrees(tags, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Position(latitude=latitude, longitude=longitude)


def _degrees(tags: Mapping[int, Any], value: int, reference: int, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in tags[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if angle != angle:  # a fraction of 0/0
        return None
    sign = -1 if str(tags.get(reference, "")).upper().startswith(negative) else 1
    return round(sign * angle, 6)


def _camera(exif: Image.Exif) -> str:
    names = (exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model))
    text = " ".join(str(name).strip("\x00 ") for name in names if name)
    return "".join(sign for sign in text if sign.isprintable())[:CAMERA_LENGTH]
