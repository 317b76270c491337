"""Tables on their way into the house: kept with their answers until the act is done, so that an
official comes back tomorrow and goes on.

What is kept has passed the door (no full number of a person, no mark of secrecy) and is sealed: the
database, its disk and its copies hold no word of it. It is gone with the act, when its official
drops it, when a service finds classified matter in it, and otherwise after ``DAYS``.
"""

import hashlib
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from bson.binary import Binary
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contracts.sheets import Workbook
from gateway.database import Database
from gateway.problems import Problem

DAYS = 90
MOST = 30
"""Unfinished tables of one account."""
MOST_BYTES = 15 * 1024 * 1024
"""Of one table, sealed: what a document of the database holds, less its other fields."""
NONCE_BYTES = 12
TRIES = 5

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """``turn`` counts what happened to it; ``done``: what the act answered, then ``book`` is
    None."""

    id: str
    kind: str
    filename: str
    target: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    book: Workbook | None = None
    done: Json | None = None
    turn: int = 0
    at: datetime | None = None


class Keeping:
    """Every method raises PyMongoError while the database is away."""

    def __init__(self, database: Database, secret: str) -> None:
        self._imports = database["imports"]
        self._seal = AESGCM(hashlib.sha256(b"kept table " + secret.encode()).digest())

    async def keep(self, account: str, kind: str, target: dict[str, str], book: Workbook) -> str:
        """Its id. Raises: Problem too-large, refused (too many wait already)."""
        waiting = await self._imports.count_documents(
            {"account": account, "done": None}, limit=MOST
        )
        if waiting >= MOST:
            told = f"未办完的表已有 {MOST} 份，请先办完或删去几份。"
            raise Problem("refused", told)
        id = secrets.token_hex(12)
        sealed = self._sealed(id, zlib.compress(msgspec.json.encode(book)))
        if len(sealed) > MOST_BYTES:
            raise Problem("too-large", "表中的文字过多，请拆分后再带进来。")
        now = datetime.now(UTC)
        await self._imports.insert_one(
            {
                "_id": id,
                "account": account,
                "kind": kind,
                "filename": self._sealed(id, book.filename.encode()),
                "target": self._sealed(id, msgspec.json.encode(target)),
                "answers": self._sealed(id, b"{}"),
                "table": sealed,
                "done": None,
                "turn": 0,
                "at": now,
                "until": now + timedelta(days=DAYS),
            }
        )
        return id

    async def of(self, account: str) -> list[Kept]:
        """The account's unfinished tables without their cells, the newest first."""
        found = self._imports.find({"account": account, "done": None}, {"table": 0})
        opened = []
        for one in await found.sort("at", -1).to_list(MOST):
            try:
                opened.append(self._opened(one))
            except Problem:  # sealed under a key that is no more: nobody can open it
                await self.drop(one["_id"], account)
        return opened

    async def get(self, id: str, account: str) -> Kept:
        """Raises: Problem not-found, also where it is somebody else's."""
        found = await self._imports.find_one({"_id": id, "account": account})
        if found is None:
            raise Problem("not-found", "没有这份表：可能已删去，或是别人带进来的。")
        return self._opened(found)

    async def answer(self, kept: Kept, account: str, answers: dict[str, str]) -> None:
        """Beside those that are kept. Raises: Problem not-found, version-conflict."""
        for _ in range(TRIES):
            said = {**kept.answers, **answers}
            sealed = self._sealed(kept.id, msgspec.json.encode(said))
            if await self._write(kept, account, {"answers": sealed}):
                return
            kept = await self.get(kept.id, account)
        raise Problem("version-conflict")

    async def close(self, kept: Kept, account: str, done: Json) -> None:
        """The act is done: only what it answered is left."""
        change = {"done": self._sealed(kept.id, msgspec.json.encode(done)), "table": None}
        await self._imports.update_one({"_id": kept.id, "account": account}, {"$set": change})

    async def turn(self, kept: Kept, account: str) -> None:
        """Something was refused: the next try is another one."""
        await self._write(kept, account, {})

    async def drop(self, id: str, account: str) -> None:
        await self._imports.delete_one({"_id": id, "account": account})

    async def _write(self, kept: Kept, account: str, change: Json) -> bool:
        now = datetime.now(UTC)
        change = {**change, "turn": kept.turn + 1, "until": now + timedelta(days=DAYS)}
        result = await self._imports.update_one(
            {"_id": kept.id, "account": account, "turn": kept.turn}, {"$set": change}
        )
        return result.matched_count == 1

    def _opened(self, found: Json) -> Kept:
        id = found["_id"]
        try:
            table = found.get("table")
            return Kept(
                id=id,
                kind=found["kind"],
                filename=self._open(id, found["filename"]).decode(),
                target=msgspec.json.decode(self._open(id, found["target"])),
                answers=msgspec.json.decode(self._open(id, found["answers"])),
                book=table
                and msgspec.json.decode(zlib.decompress(self._open(id, table)), type=Workbook),
                done=found["done"] and msgspec.json.decode(self._open(id, found["done"])),
                turn=found["turn"],
                at=found["at"],
            )
        except InvalidTag:
            told = "这份表是在更换密钥之前收下的，已打不开，请重新带进来。"
            raise Problem("not-found", told) from None

    def _sealed(self, id: str, plain: bytes) -> Binary:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return Binary(nonce + self._seal.encrypt(nonce, plain, id.encode()))

    def _open(self, id: str, sealed: bytes) -> bytes:
        return self._seal.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], id.encode())
