"""HEIC as phones write it: boxes to the last byte, then the primary picture."""

import io
import re
import struct
from importlib.metadata import version

import pillow_heif
from PIL import Image

from services.evidence.checks.protocol import Reject
from services.evidence.checks.videos import box_kinds

BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
NEEDED = {b"meta", b"mdat"}
EXTENT = re.compile(rb"\0\0\0\x14ispe\0{4}(.{8})", re.DOTALL)
"""The sides of a picture or of a tile as they are coded (ISO/IEC 23008-12 §6.5.3)."""

VERSION = version("pillow-heif")

pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False)


def opened(data: bytes) -> Image.Image:
    """The primary picture, not decoded yet."""
    return Image.open(io.BytesIO(data), formats=("HEIF",))


def must_be_whole(data: bytes, pixels: int) -> None:
    """Raises: Reject (type-mismatch, broken-image, decompression-bomb)."""
    try:
        kinds = box_kinds(io.BytesIO(data), 0, len(data), BRANDS)
    except Reject as fault:
        raise Reject("broken-image", "HEIC") if fault.code == "unreadable" else fault from fault
    if NEEDED - set(kinds):
        raise Reject("broken-image", "HEIC: meta, mdat")
    # What is shown may be a corner cut out of something far larger, which is decoded whole.
    for sides in EXTENT.finditer(data):
        width, height = struct.unpack(">II", sides[1])
        if width * height > pixels:
            raise Reject("decompression-bomb", "HEIC")
