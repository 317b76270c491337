"""The first page of a PDF as a picture. To be drawn apart from the check: see ``previews``."""

from typing import IO

import pypdfium2
from pypdfium2.version import PDFIUM_INFO, PYPDFIUM_INFO

from services.evidence.checks.images import LARGE_THUMBNAIL, as_jpeg

VERSION = f"{PYPDFIUM_INFO} (pdfium {PDFIUM_INFO})"
LARGEST_SCALE = 4.0
"""Of a page as small as a stamp."""


def first(file: IO[bytes]) -> bytes:
    """A JPEG; forms and notes are drawn, nothing is run."""
    file.seek(0)
    with pypdfium2.PdfDocument(file.read()) as document:
        page = document[0]
        scale = min(LARGE_THUMBNAIL / max(page.get_size()), LARGEST_SCALE)
        return as_jpeg(page.render(scale=scale).to_pil().convert("RGB"))
