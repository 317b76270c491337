"""The object store as this process reaches it: addresses are signed for the public name."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from gateway.problems import Problem

SECONDS = 60.0
AT_ONCE, EACH = 4, 3
"""Submissions under way: in this process, and of one account. Each holds a post of 32 MiB at most
in /tmp, which in a container is memory (infra/compose.yml)."""
WAIT = 10


class Inner(httpx.AsyncHTTPTransport):
    """Goes to ``origin``, and says the Host that the address was signed for."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = httpx.URL(origin) if origin else None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._origin is not None:
            inner = {"scheme": self._origin.scheme, "host": self._origin.host}
            request.url = request.url.copy_with(**inner, port=self._origin.port)
        return await super().handle_async_request(request)


class Store:
    """``origin``: of the store; empty: as the address says."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._of: dict[str, int] = {}

    @asynccontextmanager
    async def turn(self, account: str) -> AsyncIterator[httpx.AsyncClient]:
        """Raises: Problem busy, where too many are under way."""
        if self._of.get(account, 0) >= EACH or self._turns.locked():
            raise Problem("busy", "同时发送的表单太多，请稍后再发送。", retry_after=WAIT)
        self._of[account] = self._of.get(account, 0) + 1
        try:
            async with (
                self._turns,
                httpx.AsyncClient(transport=Inner(self._origin), timeout=SECONDS) as client,
            ):
                yield client
        finally:
            self._of[account] -= 1
            if not self._of[account]:
                del self._of[account]
