"""Dossiers that were ordered are bound here, item by item, by whichever gateway has hands free.

Killed at any moment, another goes on with the item that was not bound yet.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace
from pymongo.errors import PyMongoError

from contracts.orders.evidence import ReceiptKeys, TreeHeadOf
from contracts.orders.scoring import FrozenItemOf, SnapshotOf
from contracts.words import CITY_WIDE
from gateway.console.frame.naming import Names
from gateway.dossiers import gathering, writing
from gateway.dossiers.content import Bound
from gateway.dossiers.originals import Asking, Originals
from gateway.dossiers.store import HELD, Dossier, Shelf
from gateway.dossiers.volume import Volume
from gateway.people import People
from gateway.problems import Problem
from gateway.rpc import Rpc
from kit import logs

LOOK_EVERY = 5.0
"""Seconds between two looks at what another gateway has left."""
MOST_FAULTS = 100
NOT_COVERED = "保管记录的签名树头还没有盖住最新的原件"

Json = dict[str, Any]
log = logs.get(__name__)


class Lost(Exception):
    """Another gateway has it now."""


class Ground(NamedTuple):
    """What all items of a dossier share. ``part``: the district's text in the snapshot."""

    bound: Bound
    part: str
    items: Mapping[str, Json]
    units: Mapping[str, str]


class Binder:
    """``font``: a file; ``city``: who binds where it is not a district."""

    def __init__(
        self, rpc: Rpc, shelf: Shelf, originals: Originals, people: People, city: str, font: Path
    ) -> None:
        self._rpc, self._shelf, self._originals = rpc, shelf, originals
        self._people, self._city, self._font = people, city, font
        self._me = secrets.token_hex(8)

    async def run(self) -> None:
        while True:
            self._shelf.ordered.clear()
            if not await self._one():
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):
                        await self._shelf.ordered.wait()

    async def _one(self) -> bool:
        """Whether there was one to bind."""
        try:
            taken = await self._shelf.take(self._me)
        except PyMongoError as fault:
            log.error("the database is away", error=str(fault)[:300])
            return False
        if taken is None:
            return False
        try:
            async with self._held(taken):
                await self._bind(taken)
        except Lost:
            log.warning("another gateway binds the dossier", dossier=taken.id)
        except Exception as fault:
            log.warning("a dossier is put off", dossier=taken.id, exc_info=fault)
            with suppress(PyMongoError):
                await self._shelf.put_off(taken, self._me, _told(fault))
        return True

    @asynccontextmanager
    async def _held(self, dossier: Dossier) -> AsyncIterator[None]:
        """While it is bound, nobody else takes it up."""

        async def hold() -> None:
            while True:
                await asyncio.sleep(HELD.total_seconds() / 4)
                with suppress(PyMongoError):
                    await self._shelf.hold(dossier.id, self._me)

        holding = asyncio.create_task(hold())
        try:
            yield
        finally:
            holding.cancel()

    async def _bind(self, dossier: Dossier) -> None:
        asking = Asking(self._rpc, dossier.by)
        ground = await self._ground(asking, dossier)
        volumes = [await self._shelf.volume(dossier, n) for n in range(dossier.done)]
        for code in dossier.items[dossier.done :]:
            first = 1 + sum(one.pages for one in volumes)
            volumes.append(await self._volume(asking, ground, code, first))
            filed = await self._shelf.file(dossier, self._me, volumes[-1])
            if filed is None:
                raise Lost(dossier.id)
            dossier = filed
        faults = [f"{one.item}：{fault}" for one in volumes for fault in one.faults]
        if faults:
            told = tuple(faults[:MOST_FAULTS])
            ended = replace(dossier, state="refused", faults=told, done=len(volumes))
            await self._shelf.end(ended, self._me)
            return
        await self._close(asking, ground, dossier, volumes)

    async def _ground(self, asking: Asking, dossier: Dossier) -> Ground:
        snapshot = await asking.ask(
            "scoring", SnapshotOf(snapshot=dossier.snapshot, district=dossier.district)
        )
        part = msgspec.json.decode(snapshot["part"])
        office = part["name"] if dossier.by.district != CITY_WIDE else self._city
        bound = Bound(
            district=dossier.district,
            district_name=part["name"],
            year=dossier.year,
            item=dossier.item,
            snapshot={name: snapshot[name] for name in ("name", "at", "level", "sha256")}
            | {"id": dossier.snapshot, "part_sha256": snapshot["part_sha256"]},
            office=f"{office}双拥工作领导小组办公室",
        )
        units = await gathering.unit_names(asking, dossier.district)
        return Ground(bound, snapshot["part"], part["items"], units)

    async def _volume(self, asking: Asking, ground: Ground, code: str, first: int) -> Volume:
        bound = ground.bound
        asked = FrozenItemOf(snapshot=bound.snapshot["id"], district=bound.district, item=code)
        frozen, work = await asyncio.gather(
            asking.ask("scoring", asked),
            gathering.work_of(asking, bound.district, bound.year, code),
        )
        held = await gathering.pieces(asking, self._originals, work.evidence)
        people = await self._people.names(sorted({task["person"] for task in work.submitted}))
        names = Names(people, dict(ground.units), {bound.district: bound.district_name})
        return await asyncio.to_thread(
            writing.volume, bound, frozen, ground.items[code], work, held, names, first, self._font
        )

    async def _close(
        self, asking: Asking, ground: Ground, dossier: Dossier, volumes: list[Volume]
    ) -> None:
        """Raises: Problem (the tree head covers not all of it yet), Lost."""
        head, keys = await asyncio.gather(
            asking.ask("evidence", TreeHeadOf()), asking.ask("evidence", ReceiptKeys())
        )
        if head["signed_at"] < max((one.sealed for one in volumes), default=""):
            raise Problem("unavailable", NOT_COVERED)
        root = await asyncio.to_thread(
            writing.root, ground.bound, ground.part, volumes, head["head"], keys, self._font
        )
        plan = writing.plan(volumes, root)
        code = root[-1].sha256
        done = replace(
            dossier,
            state="ready",
            done=len(volumes),
            why="",
            lacks=tuple(lack for one in volumes for lack in one.lacks),
            size=writing.laid_out(plan, ground.bound.snapshot["at"]).size,
            files=len(plan),
            code=code,
            tag=sha256(msgspec.msgpack.encode(plan)).hexdigest(),
            frozen_at=ground.bound.snapshot["at"],
            filename=f"{ground.bound.title}-{code[:8]}.zip",
        )
        if not await self._shelf.close(done, self._me, root, plan):
            raise Lost(dossier.id)
        log.info("a dossier is bound", dossier=dossier.id, files=len(plan), bytes=done.size)


def _told(fault: Exception) -> str:
    """Why it is tried again, for its page."""
    if isinstance(fault, Problem):
        return fault.detail or fault.title
    return f"{type(fault).__name__}: {fault}"[:300]
