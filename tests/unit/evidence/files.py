"""Real files, made for the tests: good ones, and every kind that must be refused."""

import io
import os
import random
import struct
import zipfile
import zlib
from datetime import datetime
from typing import Any

import openpyxl
import pikepdf
import pillow_heif
from PIL import ExifTags, Image

SHOT_AT = datetime(2026, 5, 4, 9, 30, 15)
LANZHOU = (36.061089, 103.834303)


def jpeg(
    width: int = 640,
    height: int = 480,
    *,
    seed: int = 0,
    place: tuple[float, float] | None = LANZHOU,
    comment: bytes = b"",
) -> bytes:
    """A photo with the time and the place of its shutter."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.putpixel((0, 0), (seed % 256, seed // 256 % 256, 7))
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Tongxin"
    exif[ExifTags.Base.Model] = f"T{seed}"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{SHOT_AT:%Y:%m:%d %H:%M:%S}"
    if place is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef] = "N"
        gps[ExifTags.GPS.GPSLatitude] = _sexagesimal(place[0])
        gps[ExifTags.GPS.GPSLongitudeRef] = "E"
        gps[ExifTags.GPS.GPSLongitude] = _sexagesimal(place[1])
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=comment)
    return out.getvalue()


def photo(width: int, height: int, **options: Any) -> bytes:
    """As large and as restless as a phone's."""
    tile = Image.effect_noise((400, 400), 60).convert("RGB")
    image = Image.new("RGB", (width, height))
    for left in range(0, width, 400):
        for top in range(0, height, 400):
            image.paste(tile, (left, top))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, **options)
    return out.getvalue()


def scene(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """Light and dark in large, as a scene has; another one for each seed."""
    spots = Image.frombytes("L", (12, 9), random.Random(seed).randbytes(108))
    return spots.resize((width, height), Image.Resampling.BICUBIC).convert("RGB")


def as_jpeg(image: Image.Image, quality: int = 85) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _sexagesimal(angle: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(angle * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 3)


def png(width: int = 300, height: int = 200, mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 120 if mode == "L" else (10, 200, 90, 128)).save(out, "PNG")
    return out.getvalue()


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A black picture: a few hundred kilobytes that unpack to hundreds of megapixels."""
    row = bytes(1 + width // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf(**catalog: Any) -> bytes:
    """One empty page; ``catalog`` adds entries to the document's root."""
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    for name, value in catalog.items():
        document.Root[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def pdf_with_action(action: pikepdf.Dictionary) -> bytes:
    return pdf(OpenAction=action)


def locked_pdf(user: str) -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["点位", "完成"])
    book.save(out)
    return out.getvalue()


DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
OFFICE = "http://schemas.openxmlformats.org"


DEFAULTS = (
    ("xml", "application/xml"),
    ("png", "image/png"),
    ("jpeg", "image/jpeg"),
    ("bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"),
)


def _default(ending: str, kind: str) -> str:
    return f'<Default Extension="{ending}" ContentType="{kind}"/>'


def docx(
    members: dict[str, bytes] | None = None, *, main: str = DOCX_TYPE, compress: bool = True
) -> bytes:
    """The least document that is one, and more members."""
    types = (
        f'<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{''.join(_default(*pair) for pair in DEFAULTS)}"
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    rels = (
        f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    body = (
        f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body><w:p/></w:body>'
        "</w:document>"
    )
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": rels.encode(),
        "word/document.xml": body.encode(),
        **(members or {}),
    }
    return package(parts, compress=compress)


def package(members: dict[str, bytes], *, compress: bool = True) -> bytes:
    out = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def mp4(size: int = 4096, tail: bytes = b"") -> bytes:
    """The boxes of a film, filled with noise."""
    kind = _box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isomiso2avc1mp41")
    head = _box(b"moov", _box(b"mvhd", bytes(100)))
    return kind + head + _box(b"mdat", os.urandom(max(0, size - len(kind + head) - 8))) + tail


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def heic(width: int = 64, height: int = 48, mode: str = "RGB", *, frames: int = 1) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Apple"
    exif[ExifTags.Base.Software] = "19.1"
    shot = exif.get_ifd(ExifTags.IFD.Exif)
    shot[ExifTags.Base.DateTimeOriginal] = "2026:05:04 09:30:15"
    shot[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    made = pillow_heif.from_pillow(image)
    for _ in range(frames - 1):
        made.add_from_pillow(image)
    out = io.BytesIO()
    made.save(out, quality=50, exif=exif.tobytes())
    return out.getvalue()
