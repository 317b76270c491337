"""How long a film lasts, and a picture in its place: nothing of it is decoded. Pure."""

import io
import struct

from PIL import Image, ImageDraw, ImageFont

ENOUGH = 64 * 1024
"""Bytes of the ``moov`` box within which its header stands: it is the first box in it."""

SIZE = (320, 180)
BEHIND, BEFORE = (38, 44, 52), (235, 238, 242)
TRIANGLE = ((140, 62), (140, 118), (188, 90))
UNKNOWN = (0, 2**32 - 1, 2**64 - 1)


def seconds(movie: bytes) -> float | None:
    """Of a ``moov`` box (ISO/IEC 14496-12 §8.2.2); None where it does not say."""
    at = movie.find(b"mvhd")
    try:
        wide = movie[at + 4] == 1
        scale, duration = struct.unpack_from(
            ">IQ" if wide else ">II", movie, at + 8 + 8 * (1 + wide)
        )
    except (struct.error, IndexError):
        return None
    if at < 0 or not scale or duration in UNKNOWN:
        return None
    return round(float(duration) / float(scale), 1)


def placeholder(lasts: float | None) -> bytes:
    """A JPEG that says "film", and its length where that is known."""
    image = Image.new("RGB", SIZE, BEHIND)
    draw = ImageDraw.Draw(image)
    draw.polygon(TRIANGLE, fill=BEFORE)
    if lasts is not None:
        draw.text((SIZE[0] / 2, 150), clock(lasts), BEFORE, ImageFont.load_default(22), anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def clock(lasts: float) -> str:
    """83.4 -> 1:23"""
    minutes, rest = divmod(int(lasts), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
