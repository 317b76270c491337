"""Dossiers as the gateway's database keeps them: what is ordered, how far it is, what is in it.

A dossier is named by what it is of: ordered again, the same snapshot gives the same one. Whoever
binds it holds it for a while; what holds no longer is taken up where it stopped.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import msgspec
from bson.binary import Binary
from msgspec import Struct
from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from contracts.caller import Caller
from gateway.database import Database
from gateway.dossiers.volume import Filed, Lack, Planned, Volume
from gateway.problems import Problem

State = Literal["building", "ready", "refused", "failed"]
HELD = timedelta(seconds=20)
"""How long a process that says nothing still has it."""
PAUSES = (2, 5, 10, 10, 20, 20, 30, 30, 60, 60)
"""Seconds until the next try, after so many in which it came no further; then it has failed."""
MOST_WAITING, MOST_LISTED = 20, 50
MOST_BYTES = 15 * 1024 * 1024
"""Of one item: a document of the database holds 16 MiB."""


class Dossier(Struct, frozen=True, kw_only=True):
    """``items``: codes in their order; ``done``: how many are bound; ``kept``: where their volumes
    lie, then the files beside them and the plan; ``code``: SHA-256 of its sums, which stands for
    all of it; ``size`` in bytes."""

    id: str
    district: str
    year: int
    item: str
    snapshot: str
    snapshot_name: str
    by: Caller
    at: datetime
    state: State
    items: tuple[str, ...]
    done: int = 0
    kept: tuple[str, ...] = ()
    tries: int = 0
    why: str = ""
    faults: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    size: int = 0
    files: int = 0
    code: str = ""
    tag: str = ""
    frozen_at: str = ""
    filename: str = ""


def named(district: str, item: str, snapshot: str) -> str:
    return hashlib.sha256(f"{district} {item} {snapshot}".encode()).hexdigest()[:32]


class Shelf:
    """Every method raises PyMongoError while the database is away."""

    def __init__(self, database: Database) -> None:
        self._dossiers = database["dossiers"]
        self._volumes = database["dossier_volumes"]
        self.ordered = asyncio.Event()
        """Set when something may wait to be bound."""

    async def order(self, wanted: Dossier) -> Dossier:
        """Begins it, unless it is ready or under way. Raises: Problem busy."""
        waiting = await self._dossiers.count_documents({"state": "building"}, limit=MOST_WAITING)
        found = await self.find(wanted.id)
        if found and found.state in ("ready", "building"):
            return found
        if waiting >= MOST_WAITING:
            raise Problem("busy", "正在生成的档案太多，请稍后再试。")
        begun = {**_kept(wanted), "held": datetime.now(UTC), "binder": ""}
        try:
            only = {"_id": wanted.id, "state": {"$in": ["refused", "failed"]}}
            await self._dossiers.replace_one(only, begun, upsert=True)
        except DuplicateKeyError:  # somebody else has begun it meanwhile
            return await self.get(wanted.id)
        for where in found.kept if found else ():
            await self._volumes.delete_one({"_id": where})
        self.ordered.set()
        return wanted

    async def find(self, id: str) -> Dossier | None:
        found = await self._dossiers.find_one({"_id": id})
        return _read(found) if found else None

    async def get(self, id: str) -> Dossier:
        """Raises: Problem not-found."""
        if (found := await self.find(id)) is None:
            raise Problem("not-found")
        return found

    async def listed(self, district: str, item: str | None = None) -> list[Dossier]:
        """The newest first."""
        wanted = {"district": district} | ({} if item is None else {"item": item})
        found = self._dossiers.find(wanted, {"lacks": 0, "faults": 0}).sort("at", DESCENDING)
        return [_read(one) for one in await found.to_list(MOST_LISTED)]

    # -- binding -----------------------------------------------------------------------------------

    async def take(self, binder: str) -> Dossier | None:
        """One that nobody holds; None where there is none."""
        now = datetime.now(UTC)
        taken = await self._dossiers.find_one_and_update(
            {"state": "building", "held": {"$lte": now}},
            {"$set": {"binder": binder, "held": now + HELD}, "$inc": {"tries": 1}},
            sort=[("held", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return _read(taken) if taken else None

    async def hold(self, id: str, binder: str) -> bool:
        """For another while; False where it is another's now."""
        return await self._change(id, binder, {"held": datetime.now(UTC) + HELD})

    async def file(self, dossier: Dossier, binder: str, volume: Volume) -> Dossier | None:
        """With the next item; None where it is another's now. Raises: Problem too-large."""
        raw = msgspec.msgpack.encode(volume)
        if len(raw) > MOST_BYTES:
            raise Problem("too-large", f"{volume.item}的材料太多，一项最多约一万件。")
        kept = (*dossier.kept, await self._keep(dossier.id, raw))
        change = {"done": len(kept), "kept": kept, "tries": 0, "why": ""}
        if not await self._change(dossier.id, binder, change):
            return None
        return msgspec.structs.replace(dossier, **change)

    async def close(
        self, dossier: Dossier, binder: str, beside: Sequence[Filed], plan: Sequence[Planned]
    ) -> bool:
        """It is whole, with the files that stand beside the items."""
        kept = [
            await self._keep(dossier.id, msgspec.msgpack.encode(each)) for each in (beside, plan)
        ]
        whole = msgspec.structs.replace(dossier, kept=(*dossier.kept, *kept))
        return await self._change(dossier.id, binder, _kept(whole))

    async def end(self, dossier: Dossier, binder: str) -> bool:
        """It cannot be bound, for what it says."""
        return await self._change(dossier.id, binder, _kept(dossier))

    async def put_off(self, dossier: Dossier, binder: str, why: str) -> None:
        """Another time; after too many, it has failed."""
        if dossier.tries > len(PAUSES):
            await self._change(dossier.id, binder, {"state": "failed", "why": why})
            return
        later = datetime.now(UTC) + timedelta(seconds=PAUSES[max(0, dossier.tries - 1)])
        await self._change(dossier.id, binder, {"held": later, "why": why, "binder": ""})

    async def _keep(self, id: str, raw: bytes) -> str:
        """Where it lies: under its own hash, so that whoever lost the dossier to another changes
        nothing of the other's."""
        where = f"{id} {hashlib.sha256(raw).hexdigest()}"
        kept = {"_id": where, "raw": Binary(raw)}
        await self._volumes.replace_one({"_id": where}, kept, upsert=True)
        return where

    async def _change(self, id: str, binder: str, change: dict[str, Any]) -> bool:
        mine = {"_id": id, "state": "building", "binder": binder}
        change = {name: value for name, value in change.items() if name != "_id"}
        return bool((await self._dossiers.update_one(mine, {"$set": change})).matched_count)

    # -- reading -----------------------------------------------------------------------------------

    async def volume(self, dossier: Dossier, n: int) -> Volume:
        """Raises: Problem not-found."""
        return msgspec.msgpack.decode(await self._raw(dossier.kept[n]), type=Volume)

    async def files(self, dossier: Dossier, n: int) -> tuple[Filed, ...]:
        """Of the ``n``-th item; after the last, those beside the items. Raises: Problem."""
        if n < len(dossier.items):
            return (await self.volume(dossier, n)).files
        return msgspec.msgpack.decode(await self._raw(dossier.kept[n]), type=tuple[Filed, ...])

    async def plan(self, dossier: Dossier) -> list[Planned]:
        """Raises: Problem not-found."""
        return msgspec.msgpack.decode(await self._raw(dossier.kept[-1]), type=list[Planned])

    async def _raw(self, where: str) -> bytes:
        found = await self._volumes.find_one({"_id": where})
        if found is None:
            raise Problem("not-found")
        return bytes(found["raw"])


def _kept(dossier: Dossier) -> dict[str, Any]:
    told = msgspec.to_builtins(dossier, builtin_types=(datetime,))
    return {"_id": told.pop("id"), **told}


def _read(found: dict[str, Any]) -> Dossier:
    known = {name: found[name] for name in Dossier.__struct_fields__ if name in found}
    return msgspec.convert({**known, "id": found["_id"]}, Dossier)
