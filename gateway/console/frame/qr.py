"""Pictures for a telephone to read."""

import segno

QUIET = 4
"""Modules of white around the code, as ISO/IEC 18004 wants."""
MODULE = 4
"""CSS pixels of one module: 1 mm and more on every usual screen."""


def picture(text: str) -> str:
    """A QR code of ``text`` as an address that an ``img`` shows: without a style, which the
    content policy forbids, and with its white ground, so that it is read on any page."""
    code = segno.make_qr(text, error="m")
    return code.svg_data_uri(border=QUIET, scale=MODULE, dark="#000", light="#fff", svgclass=None)
