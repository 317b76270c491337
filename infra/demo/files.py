"""Real files for the story: photos with EXIF, PDF, XLSX. The same story makes the same bytes."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pikepdf
from PIL import Image, ImageDraw

JPEG = "image/jpeg"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZE = (1280, 960)
GPS_IFD = 0x8825
EXIF_IFD = 0x8769
LATITUDE, LONGITUDE = (38, 55, 12), (100, 27, 0)
"""Degrees, minutes, seconds: the sample city's square."""

ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def photo(seed: str, taken: datetime) -> bytes:
    """A JPEG with capture time and position; ``taken`` is local time of the place."""
    digest = hashlib.sha256(seed.encode()).digest()
    image = Image.new("RGB", SIZE, tuple(digest[:3]))
    draw = ImageDraw.Draw(image)
    for n in range(0, 30, 2):
        x, y = digest[n] * 4, digest[n + 1] * 3
        colour = (digest[n], digest[n + 1], digest[-n - 1])
        draw.rectangle((x, y, x + 180, y + 120), fill=colour)
    exif = image.getexif()
    exif[0x010F], exif[0x0110] = "Tongxin", "field page"
    exif.get_ifd(EXIF_IFD)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(EXIF_IFD)[0x9011] = "+08:00"
    exif.get_ifd(GPS_IFD).update({1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE})
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def pdf(title: str, size: int = 0) -> bytes:
    """A PDF of one page; ``size``: at least so many bytes (a scanned annex)."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = title
    if size:
        noise = hashlib.shake_256(title.encode()).digest(size)
        document.pages[0].Annex = document.make_stream(noise)
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def table(title: str, rows: list[list[str]]) -> bytes:
    """An XLSX of one sheet."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime(*ZIP_TIME, tzinfo=UTC).replace(
        tzinfo=None
    )
    sheet = book.active
    sheet.title = title[:31]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return _same_times(out.getvalue())


def _same_times(archive: bytes) -> bytes:
    """A zip with fixed member times, so that the same table is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _without_modified(body)
            info = zipfile.ZipInfo(name, ZIP_TIME)
            new.writestr(info, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _without_modified(core: bytes) -> bytes:
    """openpyxl writes the time of saving, whatever the properties say."""
    start, end = core.find(b"<dcterms:modified"), core.find(b"</dcterms:modified>")
    return core if start < 0 else core[:start] + core[end + len(b"</dcterms:modified>") :]


def evidence_id(seed: str, year: int) -> str:
    """A UUIDv7 that the same story makes again."""
    moment = f"{int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000):012x}"
    noise = hashlib.sha256(f"{seed}:{year}".encode()).hexdigest()
    return f"{moment[:8]}-{moment[8:]}-7{noise[:3]}-8{noise[3:6]}-{noise[6:18]}"
