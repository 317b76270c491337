"""The gallery shows every component that there is."""

import re
from pathlib import Path

from gateway import console

FRAME = Path(console.__file__).parent / "frame"
GALLERY = (FRAME.parent / "components" / "components.html").read_text("utf-8")
MACRO = re.compile(r"{% macro ([a-z]\w{0,40})\(")
IN_EVERY_FRAME = {"sealed", "aging"}
"""Of a form that is sent, and of a list that grows old."""


def test_every_macro_of_the_frame_stands_in_the_gallery() -> None:
    named = MACRO.findall((FRAME / "macros.html").read_text("utf-8"))
    assert len(named) > 15
    missing = {name for name in named if f"m.{name}(" not in GALLERY}
    assert missing == IN_EVERY_FRAME
