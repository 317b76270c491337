"""The sealed originals, read in the name of who asks: each read is an entry of their custody."""

import hashlib
import zlib
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import httpx

from contracts.caller import Caller
from contracts.orders.base import Ask, method_of
from contracts.orders.evidence import DownloadOf
from gateway.openrosa.store import Inner
from gateway.problems import Problem
from gateway.rpc import Rpc
from gateway.vouching import vouched
from kit import logs

BLOCK = 256 * 1024
SECONDS = 30.0
TRIES = 4
"""Of one file, each from where the one before broke off."""

Json = dict[str, Any]
log = logs.get(__name__)


class Asking(NamedTuple):
    """Questions to the services in somebody's name, where there is no request."""

    rpc: Rpc
    caller: Caller

    async def ask(self, service: str, question: Ask) -> Json:
        """Raises: Problem."""
        told = {"ask": question, "caller": self.caller}
        answer: Json = await vouched(self.rpc, service, method_of(type(question)), told)
        return answer

    async def find(self, service: str, question: Ask) -> Json | None:
        """The same; None where there is no such thing."""
        try:
            return await self.ask(service, question)
        except Problem as problem:
            if problem.code == "not-found":
                return None
            raise


class Sum(NamedTuple):
    """What was read of a file. ``filename``: with the ending of its checked type."""

    filename: str
    sha256: str
    size: int
    crc: int


class Broken(OSError):
    """The store gave fewer bytes, or none."""


class Originals:
    """``origin``: of the store as the gateway reaches it."""

    def __init__(self, origin: str) -> None:
        self._origin = origin

    async def sum(self, asking: Asking, evidence: str) -> Sum:
        """Raises: Problem, Broken."""
        address = await asking.ask("evidence", DownloadOf(evidence=evidence))
        digest, size, crc = hashlib.sha256(), 0, 0
        async with self._client() as client:
            try:
                async with client.stream("GET", address["url"]) as answer:
                    _must_be(answer, 200)
                    async for block in answer.aiter_bytes(BLOCK):
                        digest.update(block)
                        crc, size = zlib.crc32(block, crc), size + len(block)
            except httpx.HTTPError as fault:
                raise Broken(f"{type(fault).__name__}: {fault}") from fault
        return Sum(address["filename"], digest.hexdigest(), size, crc)

    async def read(
        self, asking: Asking, evidence: str, first: int, end: int
    ) -> AsyncIterator[bytes]:
        """Bytes ``first`` to ``end`` (not included). Raises: Problem, Broken."""
        for tried in range(1, TRIES + 1):
            try:
                async for block in self._blocks(asking, evidence, first, end):
                    yield block
                    first += len(block)
            except httpx.HTTPError as fault:
                log.warning("the store broke off", evidence=evidence, at=first, error=repr(fault))
                if tried == TRIES:
                    raise Broken(repr(fault)) from fault
            if first >= end:
                return
        raise Broken(f"evidence {evidence} ends at {first} instead of {end}")

    async def _blocks(
        self, asking: Asking, evidence: str, first: int, end: int
    ) -> AsyncIterator[bytes]:
        address = await asking.ask("evidence", DownloadOf(evidence=evidence))
        wanted = {"Range": f"bytes={first}-{end - 1}"}
        async with (
            self._client() as client,
            client.stream("GET", address["url"], headers=wanted) as answer,
        ):
            _must_be(answer, 206)
            left = end - first
            async for block in answer.aiter_bytes(BLOCK):
                yield block[:left]
                left -= len(block)
                if left <= 0:
                    return

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=Inner(self._origin), timeout=SECONDS)


def _must_be(answer: httpx.Response, status: int) -> None:
    if answer.status_code != status:
        raise Broken(f"the store answers {answer.status_code}")
