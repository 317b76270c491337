"""The pages of a PDF as pictures. To be drawn apart from the check: see ``previews``."""

from collections.abc import Iterator
from typing import IO

import pypdfium2
from PIL import Image
from pypdfium2.version import PDFIUM_INFO, PYPDFIUM_INFO

from services.evidence.checks.images import LARGE_THUMBNAIL, as_jpeg

VERSION = f"{PYPDFIUM_INFO} (pdfium {PDFIUM_INFO})"
LARGEST_SCALE = 4.0
"""Of a page as small as a stamp."""


def first(file: IO[bytes]) -> bytes:
    """A JPEG; forms and notes are drawn, nothing is run."""
    return as_jpeg(next(shown(file, LARGE_THUMBNAIL)))


def shown(file: IO[bytes], side: int) -> Iterator[Image.Image]:
    """Page by page, no larger than ``side``."""
    file.seek(0)
    with pypdfium2.PdfDocument(file.read()) as document:
        for page in document:
            scale = min(side / max(page.get_size()), LARGEST_SCALE)
            yield page.render(scale=scale).to_pil().convert("RGB")
