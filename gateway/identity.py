"""Embedded accounts: who may sign in, with which roles and scope."""

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace
from pymongo.errors import DuplicateKeyError

from contracts.caller import Caller
from contracts.roles import KEEPERS
from contracts.words import CITY_WIDE
from gateway import links, metrics, passwords
from gateway.account import caller_of, document_of
from gateway.attempts import Attempts
from gateway.audit.log import Audit
from gateway.database import Database
from gateway.factors import Factors
from gateway.hashing import NOBODY, Hashing
from gateway.problems import Problem
from gateway.scans import Entrant
from gateway.sessions import Sessions
from gateway.settings import ADMIN
from gateway.visitors import Visitor
from kit import logs

OUTCOMES = {
    "bad-credentials": "refused",
    "second-factor-wrong": "refused",
    "second-factor-needed": "asked",
    "account-locked": "locked",
    "too-many-sign-ins": "limited",
    "unavailable": "busy",
}
NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
"""What an account's name looks like; anything else may be a password in the wrong field."""

UNUSED = {"link": 1, "cause": 1, "body": 1}
"""Of an account whose owner has chosen a password: its link, and what its opening could repeat."""

log = logs.get(__name__)


class Entry(NamedTuple):
    """A right password: whose, and when its account was read, in milliseconds since the epoch.

    A session counts from then, so that what changes the account meanwhile ends it too.
    """

    caller: Caller
    began: int
    held: str
    """The hash that the password was tried against."""


class Accounts:
    def __init__(
        self,
        database: Database,
        attempts: Attempts,
        sessions: Sessions,
        audit: Audit,
        factors: Factors,
        *,
        city: str,
        demanded: bool = False,
    ) -> None:
        """``demanded``: whoever keeps the system has no role before a second factor is enrolled."""
        self._accounts = database["accounts"]
        self._attempts = attempts
        self._sessions = sessions
        self._audit = audit
        self._factors = factors
        self._demanded = demanded
        self._city = city
        self._hashing = Hashing()

    async def ensure_admin(self, password: str) -> None:
        """The first account; an existing one keeps its password.

        One that was the city's office, as it once was made, administers from now on: else nobody
        could appoint an administrator.
        """
        if await self._accounts.find_one({"_id": ADMIN}, {"_id": 1}):
            if not await self._accounts.find_one({"roles": "system_admin"}, {"_id": 1}):
                duty = {"$set": {"roles": ["system_admin"]}}
                await self._accounts.update_one({"_id": ADMIN}, duty)
            return
        admin = Caller(
            account=ADMIN, name="系统管理员", roles=("system_admin",), district=CITY_WIDE
        )
        document = {
            **document_of(admin),
            "password": await self.hash(password, ADMIN),
            "state": "active",
        }
        try:
            await self._accounts.insert_one(document)
            log.info("first account made", account=ADMIN)
        except DuplicateKeyError:
            log.info("first account made by another replica")

    async def sign_in(self, account: str, password: str, visitor: Visitor, code: str = "") -> Entry:
        """``code``: of the second factor, or a recovery code.

        Raises: Problem bad-credentials (whichever of the two is wrong), second-factor-needed,
        second-factor-wrong, account-locked, too-many-sign-ins, unavailable; PyMongoError.
        """
        outcome = "failed"
        try:
            entry = await self._sign_in(account, password, visitor, code)
            await self._tell(account, "ok", visitor)
            outcome = "ok"
        except Problem as problem:
            outcome = OUTCOMES.get(problem.code, outcome)
            if outcome == "refused":
                await self._tell(account, outcome, visitor)
            raise
        finally:
            metrics.SIGN_INS.labels(outcome).inc()
            log.info("sign-in", outcome=outcome, source=visitor.address, account=_named(account))
        return entry

    async def _tell(self, account: str, outcome: str, visitor: Visitor, detail: str = "") -> None:
        name, source = _named(account), visitor.address
        await self._audit.add("sign-in", name, name, outcome=outcome, detail=detail, source=source)

    async def vouch(self, caller: Caller, code: str, visitor: Visitor) -> None:
        """Who is signed in lets another place in: with a code, where the account's sign-in needs
        one. A wrong one counts as a try. Raises: as ``sign_in``, without bad-credentials."""
        found = await self._accounts.find_one({"_id": caller.account, "state": "active"})
        if found is None:
            raise Problem("token-invalid")
        await self._shows(found, code, visitor)

    async def _shows(self, found: dict[str, Any], code: str, visitor: Visitor) -> None:
        """A code, where one is in force; a wrong one counts as a try. Raises: as ``vouch``."""
        if "factor" in found and not code:
            raise Problem("second-factor-needed")
        if "factor" in found:
            await self._attempts.look(found["_id"], visitor)
            await self._attempts.count(found["_id"], visitor)
            await self._factors.check(found, code)
            await self._attempts.forgive(found["_id"], visitor)

    async def vouched(self, entrant: Entrant, visitor: Visitor) -> Entry:
        """Let in who was let in from a telephone, unless its session or account has ended since.

        Raises: Problem scan-refused, unavailable; PyMongoError.
        """
        account = entrant.account
        found = await self._accounts.find_one({"_id": account, "state": "active"})
        over = await self._sessions.forgotten(account, entrant.issued, entrant.session)
        outcome = "refused" if found is None or over else "ok"
        await self._tell(account, outcome, visitor, "by telephone")
        metrics.SIGN_INS.labels(outcome).inc()
        log.info("sign-in", outcome=outcome, source=visitor.address, account=account)
        if found is None or over:
            raise Problem("scan-refused")
        return Entry(self._caller(found), entrant.confirmed, found.get("password", ""))

    async def _sign_in(self, account: str, password: str, visitor: Visitor, code: str) -> Entry:
        rank = await self._attempts.look(account, visitor)
        # One line for all devices of an account: its owner may make as many as he likes.
        line = f"known {account}" if visitor.device else visitor.source
        async with self._hashing.turn(line, rank):
            await self._attempts.count(account, visitor)
            began = int(time.time() * 1000)
            found = await self._accounts.find_one({"_id": account, "state": "active"})
            held = found["password"] if found else NOBODY
            right = await self._hashing.verify(held, password)
            if found and right and self._hashing.is_old(held):
                held = await self._renew(account, held, await self._hashing.hash(password))
        if not (found and right):
            raise Problem("bad-credentials")
        # Not forgiven before: who has the password may not try codes without end.
        await self._factors.check(found, code)
        await self._attempts.forgive(account, visitor)
        return Entry(self._caller(found), began, held)

    async def recognised(
        self, account: str, visitor: Visitor, *, code: str = "", enough: bool, began: int
    ) -> Entry:
        """Let in whom the city's own sign-in knows. ``enough``: it says that it has seen a second
        factor; else one that is in force is asked for here. ``began``: when it was asked (ms).

        Raises: Problem second-factor-needed, second-factor-wrong, account-locked, bad-credentials
        (disabled since); PyMongoError.
        """
        found = await self._accounts.find_one({"_id": account, "state": "active"})
        if found is None:
            await self._tell(account, "refused", visitor, "by the city")
            raise Problem("bad-credentials")
        if not enough:
            await self._shows(found, code, visitor)
        await self._tell(account, "ok", visitor, "by the city")
        metrics.SIGN_INS.labels("ok").inc()
        log.info("sign-in", outcome="ok", source=visitor.address, account=account)
        return Entry(self._caller(found, seen=enough), began, found.get("password", ""))

    def _caller(self, found: dict[str, Any], *, seen: bool = False) -> Caller:
        """``seen``: somebody else has seen a second factor."""
        caller = caller_of(found)
        bare = self._demanded and caller.has(*KEEPERS) and "factor" not in found and not seen
        return replace(caller, roles=()) if bare else caller

    async def _renew(self, account: str, held: str, anew: str) -> str:
        """The hash that the account has then."""
        same = {"_id": account, "password": held}
        renewed = await self._accounts.update_one(same, {"$set": {"password": anew}})
        return anew if renewed.matched_count else held

    async def choose(self, token: str, password: str) -> str:
        """Set the password of the account that a one-time link stands for; the account.

        Whoever was signed in with the old one is signed in no longer. Raises: Problem link-invalid,
        invalid (a password that is easily guessed), unavailable; PyMongoError.
        """
        account, same = links.read(token, datetime.now(UTC))
        line = f"link {account}"
        await self.judge(await self.holder(token), password, line)
        new = {"password": await self.hash(password, line), "state": "active"}
        changed = await self._accounts.update_one(same, {"$set": new, "$unset": UNUSED})
        if not changed.matched_count:
            raise Problem("link-invalid")
        await self._sessions.end_all(account)
        await self._attempts.unlock(account)
        return account

    async def holder(self, token: str) -> Caller:
        """Whose password a one-time link would set. Raises: Problem link-invalid, PyMongoError."""
        _, same = links.read(token, datetime.now(UTC))
        found = await self._accounts.find_one(same)
        if found is None:
            raise Problem("link-invalid")
        return caller_of(found)

    async def change_password(
        self, caller: Caller, old: str, new: str, visitor: Visitor, code: str = ""
    ) -> Entry:
        """A person's own; every session of the account ends. A wrong old one counts as a try.

        Raises: Problem bad-credentials, invalid, and as ``sign_in``.
        """
        entry = await self.sign_in(caller.account, old, visitor, code)
        line = f"opener {caller.account}"
        await self.judge(caller, new, line, field="$.new")
        if passwords.as_typed(new) == passwords.as_typed(old):
            raise Problem("invalid", "新密码须与原密码不同。", field="$.new")
        change = {"$set": {"password": await self.hash(new, line)}, "$unset": UNUSED}
        same = {"_id": caller.account, "password": entry.held}
        if not (await self._accounts.update_one(same, change)).matched_count:
            raise Problem("version-conflict")
        ended = await self._sessions.end_all(caller.account)
        return entry._replace(began=ended + 1)

    async def link(self, account: str, life: timedelta) -> links.Link:
        """A new one-time link for an account that is invited or in use; an older one is void.

        Raises: Problem not-found (disabled, or not yet opened).
        """
        made = links.make(account, datetime.now(UTC), life)
        change = {"$set": {"link": made.kept()}}
        if not (await self._accounts.update_one(links.open_to(account), change)).matched_count:
            raise Problem("not-found")
        return made

    async def judge(
        self, person: Caller, password: str, line: str, *, field: str = "$.password"
    ) -> None:
        """Raises: Problem invalid (easily guessed, too short or too long), unavailable."""
        about = (person.account, person.name, person.unit, person.district, self._city)
        async with self._hashing.turn(line):
            fault = await asyncio.to_thread(passwords.fault, password, about)
        if fault:
            raise Problem("invalid", fault, field=field)

    async def hash(self, password: str, line: str) -> str:
        async with self._hashing.turn(line):
            return await self._hashing.hash(password)

    async def verify(self, held: str, password: str, line: str) -> bool:
        async with self._hashing.turn(line):
            return await self._hashing.verify(held, password)


def _named(account: str) -> str:
    return account if NAME.fullmatch(account) else ""
