"""A copy for paper: each page with its red frames and, below it, what it is and where to check it.

Derived from the original, which nothing here writes to.
"""

import io
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import IO

import segno
from PIL import Image, ImageDraw, ImageFont

from services.evidence.checks import images, pages
from services.evidence.checks.protocol import Framed, Print
from services.evidence.piece.media import PDF

SIDE = 1600
"""Pixels of a page's longer side: A4 at 137 dots an inch."""
LEAST_WIDTH = 1000
MOST_PAGES = 20
"""Of a document; its later pages are told to be left out."""
TEXT, GAP, PAD = 24, 10, 24
CODE_SIDE = 240
EDGE = 5
QUALITY = 85
RED, INK, PAPER = (200, 16, 16), (20, 20, 20), (255, 255, 255)
NOTICE = "打印副本，原件未作改动；扫码或在网站输入核验码，可核对原件。"
CUT = f"只印前 {MOST_PAGES} 页，全文见原件。"


def drawn(file: IO[bytes], asked: Print) -> bytes:
    """A PDF of a PDF, else a JPEG. Raises: Reject."""
    stamped = _stamped(file, asked)
    out = io.BytesIO()
    if asked.file.media_type == PDF:
        stamped[0].save(out, "PDF", save_all=True, append_images=stamped[1:], quality=QUALITY)
    else:
        stamped[0].save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _stamped(file: IO[bytes], asked: Print) -> list[Image.Image]:
    found = list(islice(_pages(file, asked), MOST_PAGES + 1))
    cut = (CUT,) if len(found) > MOST_PAGES else ()
    lines = (*asked.lines, NOTICE, *cut)
    return [
        _page(page, [one for one in asked.frames if one.page == number], lines, asked)
        for number, page in enumerate(found[:MOST_PAGES], 1)
    ]


def _pages(file: IO[bytes], asked: Print) -> Iterator[Image.Image]:
    if asked.file.media_type == PDF:
        yield from pages.shown(file, SIDE)
        return
    file.seek(0)
    pixels = asked.file.limits.pixels
    yield images.shown(file.read(), asked.file.media_type, pixels, SIDE)


def _page(
    page: Image.Image, frames: list[Framed], lines: tuple[str, ...], asked: Print
) -> Image.Image:
    _frame(page, frames)
    width = max(page.width, LEAST_WIDTH)
    font = font_of(asked.font)
    room = width - 3 * PAD - (CODE_SIDE if asked.link else 0)
    text = [part for line in lines for part in _broken(line, font, room)]
    high = max(len(text) * (TEXT + GAP), CODE_SIDE if asked.link else 0) + 2 * PAD
    sheet = Image.new("RGB", (width, page.height + high), PAPER)
    sheet.paste(page, ((width - page.width) // 2, 0))
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(text):
        pen.text((PAD, page.height + PAD + number * (TEXT + GAP)), line, INK, font)
    if asked.link:
        sheet.paste(_code(asked.link), (width - PAD - CODE_SIDE, page.height + PAD))
    return sheet


def _frame(page: Image.Image, frames: list[Framed]) -> None:
    pen = ImageDraw.Draw(page)
    for one in frames:
        x, y, width, height = one.box
        box = (x * page.width, y * page.height)
        end = ((x + width) * page.width, (y + height) * page.height)
        pen.rectangle((*box, *end), outline=RED, width=EDGE)


def _broken(line: str, font: ImageFont.FreeTypeFont, room: float) -> Iterator[str]:
    """The line in parts that are no wider than ``room``."""
    part = ""
    for sign in line:
        if part and font.getlength(part + sign) > room:
            yield part
            part = ""
        part += sign
    yield part


def _code(link: str) -> Image.Image:
    out = io.BytesIO()
    segno.make_qr(link, error="m").save(out, kind="png", scale=4, border=4)
    drawn = Image.open(io.BytesIO(out.getvalue()), formats=("PNG",)).convert("RGB")
    return drawn.resize((CODE_SIDE, CODE_SIDE), Image.Resampling.NEAREST)


@cache
def font_of(path: str) -> ImageFont.FreeTypeFont:
    """Raises: OSError: there is none."""
    return ImageFont.truetype(path, TEXT)
