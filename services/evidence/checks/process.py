"""The checking process: read, look, answer. It is forked where all of this is imported already."""

import _strptime  # noqa: F401  else each child imports it anew
import codecs

import msgspec
from PIL import Image

from services.evidence.checks.confine import fetch_within, look_within
from services.evidence.checks.examine import examine
from services.evidence.checks.protocol import BEGUN, Request

Image.init()
for name in ("cp437", "idna"):
    codecs.lookup(name)  # the same


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
