"""Answers travel compressed where their length tells nobody anything.

Who can put words of his own into an answer that holds a secret as well, and see how long it becomes
on the way, finds the secret letter by letter (BREACH, 2013). Such answers are the pages of the
console: a browser asks for them with its cookie wherever a link leads it, they repeat parts of
their address, and hold a form token. So no HTML is compressed. An answer of the API is: it is asked
for with a token in a header, which no foreign page can make a browser send. So are the files that
everybody may have.

The live feed is a stream whose messages must not wait for one another, and workbooks are packages
already. An ETag stays what it is: it names the version of a thing, not the bytes of an answer.
"""

import re
from functools import partial

from starlette.datastructures import Headers
from starlette.middleware.gzip import (
    DEFAULT_EXCLUDED_CONTENT_TYPES,
    GZipMiddleware,
    IdentityResponder,
)
from starlette.types import Receive, Scope, Send

from gateway.sheets.answers import MEDIA_TYPES

LEAST = 1000
"""Bytes that fill a packet: less is not sent sooner."""
LEVEL = 5
"""Above it, a list of tasks shrinks by a few per cent more, for twice the processor's time."""

REFUSED = re.compile(r"\bgzip\s*;\s*q=0(?:\.0{0,3})?\s*(?:,|\Z)", re.IGNORECASE)
"""A client that cannot unpack says so by weight (RFC 9110, 12.4.2)."""


class _Compress(GZipMiddleware):
    """The framework's takes a coding that is refused for one that is asked for."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope).get("accept-encoding", "") if scope["type"] == "http" else ""
        if not REFUSED.search(asked):
            return await super().__call__(scope, receive, send)
        plain = IdentityResponder(
            self.app, self.minimum_size, exclude_content_types=self.exclude_content_types
        )
        return await plain(scope, receive, send)


Compress = partial(
    _Compress,
    minimum_size=LEAST,
    compresslevel=LEVEL,
    exclude_content_types=(
        *DEFAULT_EXCLUDED_CONTENT_TYPES,
        "text/html",
        "application/octet-stream",
        MEDIA_TYPES["xlsx"],
    ),
)
