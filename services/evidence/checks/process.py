"""The checking process: read, look or draw, answer. It is forked where all is imported already."""

import codecs
import tempfile
from datetime import datetime

import msgspec
from PIL import Image

from services.evidence.checks import prints
from services.evidence.checks.confine import fetch_within, look_within
from services.evidence.checks.examine import examine, fetch
from services.evidence.checks.protocol import BEGUN, Print, Request

# What imports something only when it is first used does so here, and not in each child.
Image.init()
datetime.strptime("2026", "%Y")
for name in ("cp437", "idna"):
    codecs.lookup(name)


def check() -> None:
    """A ``Request`` on standard input, a ``Reply`` on standard output, both JSON."""
    with open(0, "rb") as given, open(1, "wb") as answer:
        request = msgspec.json.decode(given.read(), type=Request)
        fetch_within(request.limits.fetch_seconds)

        def begin() -> None:
            answer.write(BEGUN)
            answer.flush()
            look_within(request.limits.seconds)

        answer.write(msgspec.json.encode(examine(request, begin)))


def draw() -> None:
    """A ``Print`` on standard input, ``BEGUN`` and the copy on standard output."""
    with open(0, "rb") as given, open(1, "wb") as answer, tempfile.TemporaryFile() as file:
        asked = msgspec.json.decode(given.read(), type=Print)
        limits = asked.file.limits
        fetch_within(limits.fetch_seconds)
        fetch(asked.file, file)
        prints.font_of(asked.font)
        answer.write(BEGUN)
        answer.flush()
        look_within(limits.seconds)
        answer.write(prints.drawn(file, asked))
