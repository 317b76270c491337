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

from functools import lru_cache, partial

import anyio.to_thread
import brotli
from starlette.datastructures import Headers
from starlette.middleware.gzip import (
    DEFAULT_EXCLUDED_CONTENT_TYPES,
    GZipMiddleware,
    GZipResponder,
    IdentityResponder,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.sheets.answers import MEDIA_TYPES

LEAST = 1000
"""Bytes that fill a packet: less is not sent sooner."""
LEVEL = 5
"""Of gzip and of br: above it, a list of tasks shrinks by a few per cent more, for twice the
processor's time."""
BEST, KEPT = 11, 64
"""Of br, for files that are the same for everybody: made once, and so many kept."""
IN_A_THREAD = 128 * 1024
CODINGS = ("br", "gzip")
"""The first is taken where both are wanted alike."""
MOST_CODINGS = 20


def coding(asked: str) -> str:
    """What is taken of an ``Accept-Encoding`` by its weights (RFC 9110, 12.4.2 and 12.5.3); empty:
    the answer as it is.
    """
    weights = dict(map(_weighed, asked.lower().split(",")[:MOST_CODINGS]))
    wanted = {name: weights.get(name, weights.get("*", 0.0)) for name in CODINGS}
    best = max(CODINGS, key=lambda name: wanted[name])
    plain = weights.get("identity", 0.0)
    return best if wanted[best] > 0 and wanted[best] >= plain else ""


def _weighed(part: str) -> tuple[str, float]:
    """A weight that is none counts as 0: what cannot be read is not relied on."""
    name, _, rest = part.partition(";")
    sign, _, text = rest.strip().partition("=")
    if not rest:
        return name.strip(), 1.0
    number = text.strip()
    known = sign.strip() == "q" and number.replace(".", "", 1).isdecimal() and number.isascii()
    return name.strip(), float(number[:6]) if known else 0.0


class _Brotli(IdentityResponder):
    content_encoding = "br"

    def __init__(self, app: ASGIApp, *, fixed: bool, excluded: tuple[str, ...]) -> None:
        super().__init__(app, LEAST, exclude_content_types=excluded)
        self._fixed = fixed
        self._compressor: brotli.Compressor | None = None

    async def apply_compression(self, body: bytes, *, more_body: bool) -> bytes:
        if self._fixed and self._compressor is None and not more_body:
            return await anyio.to_thread.run_sync(_smallest, body)
        if len(body) >= IN_A_THREAD:
            return await anyio.to_thread.run_sync(self._pack, body, more_body)
        return self._pack(body, more_body)

    def _pack(self, body: bytes, more_body: bool) -> bytes:
        if self._compressor is None:
            self._compressor = brotli.Compressor(quality=LEVEL)
        packed: bytes = self._compressor.process(body)
        rest: bytes = self._compressor.flush() if more_body else self._compressor.finish()
        return packed + rest


@lru_cache(maxsize=KEPT)
def _smallest(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=BEST)
    return packed


class _Compress(GZipMiddleware):
    """The framework's knows one coding, and takes what is refused for what is asked for."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        responder = self._responder(scope)
        return await responder(scope, receive, send)

    def _responder(self, scope: Scope) -> ASGIApp:
        excluded = self.exclude_content_types
        match coding(Headers(scope=scope).get("accept-encoding", "")):
            case "br":
                fixed = str(scope["path"]).startswith("/static/")
                return _Brotli(self.app, fixed=fixed, excluded=excluded)
            case "gzip":
                return GZipResponder(self.app, LEAST, LEVEL, exclude_content_types=excluded)
            case _:
                return IdentityResponder(self.app, LEAST, exclude_content_types=excluded)


Compress = partial(
    _Compress,
    minimum_size=LEAST,
    compresslevel=LEVEL,
    exclude_content_types=(
        *DEFAULT_EXCLUDED_CONTENT_TYPES,
        "text/html",
        "application/octet-stream",
        "application/zip",
        MEDIA_TYPES["xlsx"],
    ),
)
