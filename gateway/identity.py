"""Embedded accounts: who may sign in, with which roles and scope."""

import asyncio
import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import to_builtins
from pymongo.errors import DuplicateKeyError

from contracts.caller import Caller
from contracts.words import CITY_WIDE
from gateway import metrics, passwords
from gateway.attempts import Attempts
from gateway.database import Database
from gateway.hashing import NOBODY, Hashing
from gateway.problems import SAME_KEY, Problem
from gateway.settings import ADMIN
from gateway.visitors import Visitor
from kit import logs

OUTCOMES = {
    "bad-credentials": "refused",
    "account-locked": "locked",
    "too-many-sign-ins": "limited",
    "unavailable": "busy",
}
NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
"""What an account's name looks like; anything else may be a password in the wrong field."""
ABANDONED = timedelta(minutes=5)
"""How long a name is held for an opening: longer than any call is under way."""

log = logs.get(__name__)


class Accounts:
    def __init__(self, database: Database, attempts: Attempts, *, city: str) -> None:
        self._accounts = database["accounts"]
        self._attempts = attempts
        self._city = city
        self._hashing = Hashing()

    async def ensure_admin(self, password: str) -> None:
        """The first account; an existing one keeps its password."""
        if await self._accounts.find_one({"_id": ADMIN}, {"_id": 1}):
            return
        admin = Caller(account=ADMIN, name="系统管理员", roles=("city_office",), district=CITY_WIDE)
        document = {
            **_document(admin),
            "password": await self._hash(password, ADMIN),
            "state": "active",
        }
        try:
            await self._accounts.insert_one(document)
            log.info("first account made", account=ADMIN)
        except DuplicateKeyError:
            log.info("first account made by another replica")

    async def sign_in(self, account: str, password: str, visitor: Visitor) -> Caller:
        """Raises: Problem bad-credentials (whichever of the two is wrong), account-locked,
        too-many-sign-ins, unavailable; PyMongoError.
        """
        outcome = "failed"
        try:
            caller = await self._sign_in(account, password, visitor)
            outcome = "ok"
        except Problem as problem:
            outcome = OUTCOMES.get(problem.code, outcome)
            raise
        finally:
            metrics.SIGN_INS.labels(outcome).inc()
            named = account if NAME.fullmatch(account) else ""
            log.info("sign-in", outcome=outcome, source=visitor.address, account=named)
        return caller

    async def _sign_in(self, account: str, password: str, visitor: Visitor) -> Caller:
        rank = await self._attempts.look(account, visitor)
        # One line for all devices of an account: its owner may make as many as he likes.
        line = f"known {account}" if visitor.device else visitor.source
        async with self._hashing.turn(line, rank):
            await self._attempts.count(account, visitor)
            found = await self._accounts.find_one({"_id": account, "state": "active"})
            held = found["password"] if found else NOBODY
            right = await self._hashing.verify(held, password)
            if found and right and self._hashing.is_old(held):
                await self._renew(account, held, await self._hashing.hash(password))
        if not (found and right):
            raise Problem("bad-credentials")
        await self._attempts.forgive(account, visitor)
        return _caller(found)

    async def _renew(self, account: str, held: str, anew: str) -> None:
        same = {"_id": account, "password": held}
        await self._accounts.update_one(same, {"$set": {"password": anew}})

    async def within(self, caller: Caller, account: str) -> None:
        """Whether this caller may deal with that account. Raises: Problem not-found."""
        found = await self._accounts.find_one({"_id": account}, {"district": 1})
        if found is None or caller.district not in (CITY_WIDE, found["district"]):
            raise Problem("not-found")

    async def reserve(self, person: Caller, password: str, *, email: str, cause: str) -> bool:
        """Hold an account name before the person is appointed; nobody can sign in to it yet.

        ``cause`` is the opener's account and idempotency key: the same cause finds its own
        reservation again. True if the account is already active (a repeat of a finished opening).

        Raises: Problem invalid (a password that is easily guessed), account-exists,
        idempotency-key-reused (same cause, other content).
        """
        opener = cause.partition(" ")[0]
        await self._judge(person, password, opener)
        body = hashlib.sha256(repr((to_builtins(person), email)).encode()).hexdigest()
        document = {
            **_document(person),
            "email": email,
            "password": await self._hash(password, opener),
            "state": "pending",
            "cause": cause,
            "body": body,
        }
        try:
            await self._accounts.insert_one(document)
        except DuplicateKeyError:
            return await self._held_by_same_cause(document, password, opener)
        return False

    async def _held_by_same_cause(self, wanted: dict[str, Any], password: str, opener: str) -> bool:
        held = await self._accounts.find_one({"_id": wanted["_id"]})
        if held is None or held.get("cause") != wanted["cause"]:
            if held is not None and await self._taken_over(held, wanted):
                return False
            raise Problem("account-exists", field="$.account")
        async with self._hashing.turn(f"opener {opener}"):
            same = await self._hashing.verify(held["password"], password)
        if held["body"] != wanted["body"] or not same:
            raise Problem("idempotency-key-reused")
        return bool(held["state"] == "active")

    async def _taken_over(self, held: dict[str, Any], wanted: dict[str, Any]) -> bool:
        """A name that was held for an opening which nobody has finished is free again; of several
        who want it one gets it.
        """
        if held["state"] != "pending" or datetime.now(UTC) - held["at"] < ABANDONED:
            return False
        same = {"_id": held["_id"], "state": "pending", "cause": held["cause"]}
        return (await self._accounts.replace_one(same, wanted)).matched_count == 1

    async def activate(self, account: str, cause: str) -> None:
        """Raises: Problem unavailable, where the name is no longer held for this cause: another
        call of the same key was refused, or somebody else has taken it over.
        """
        found = await self._accounts.update_one(
            {"_id": account, "cause": cause}, {"$set": {"state": "active"}}
        )
        if not found.matched_count:
            raise Problem("unavailable", SAME_KEY, repeat_with_same_key=True)

    async def release(self, account: str, cause: str) -> None:
        """Give up a reservation whose appointment was refused."""
        await self._accounts.delete_one({"_id": account, "cause": cause, "state": "pending"})

    async def _judge(self, person: Caller, password: str, opener: str) -> None:
        about = (person.account, person.name, person.unit, person.district, self._city)
        async with self._hashing.turn(f"opener {opener}"):
            fault = await asyncio.to_thread(passwords.fault, password, about)
        if fault:
            raise Problem("invalid", fault, field="$.password")

    async def _hash(self, password: str, opener: str) -> str:
        async with self._hashing.turn(f"opener {opener}"):
            return await self._hashing.hash(password)


def _document(caller: Caller) -> dict[str, Any]:
    return {
        "_id": caller.account,
        "name": caller.name,
        "roles": list(caller.roles),
        "district": caller.district,
        "unit": caller.unit,
        "at": datetime.now(UTC),
    }


def _caller(document: dict[str, Any]) -> Caller:
    return Caller(
        account=document["_id"],
        name=document["name"],
        roles=tuple(document["roles"]),
        district=document["district"],
        unit=document["unit"],
    )
