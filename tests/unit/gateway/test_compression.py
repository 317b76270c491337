"""Answers that are files: tables as text travel compressed, packages as they are."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from gateway.compress import LEAST, Compress
from gateway.sheets.answers import MEDIA_TYPES

TEXT = b"A1," * LEAST


async def _file(request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        yield TEXT
        yield TEXT

    length = {"Content-Length": str(2 * len(TEXT))}
    return StreamingResponse(chunks(), headers=length, media_type=request.query_params["type"])


def answered(media_type: str) -> httpx.Response:
    app = Starlette(routes=[Route("/", _file)])
    app.add_middleware(Compress)

    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            asked = {"Accept-Encoding": "gzip"}
            return await client.get("/", params={"type": media_type}, headers=asked)

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("media_type", "encoding"),
    [
        (MEDIA_TYPES["csv"], "gzip"),
        ("application/json", "gzip"),
        ("application/problem+json", "gzip"),
        ("text/javascript", "gzip"),
        (MEDIA_TYPES["xlsx"], None),
        ("image/jpeg", None),
        ("text/html; charset=utf-8", None),
        ("text/event-stream", None),
    ],
)
def test_an_answer_is_compressed_by_its_type(media_type: str, encoding: str | None) -> None:
    answer = answered(media_type)
    assert answer.headers.get("content-encoding") == encoding
    assert answer.content == 2 * TEXT
    assert ("content-length" in answer.headers) == (encoding is None)
