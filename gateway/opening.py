"""Opening an account: its name is held until the person is appointed, then somebody may sign in."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import to_builtins
from pymongo.errors import DuplicateKeyError

from contracts.caller import Caller
from gateway.account import document_of
from gateway.database import Database
from gateway.identity import Accounts
from gateway.problems import SAME_KEY, Problem

ABANDONED = timedelta(minutes=5)
"""How long a name is held for an opening: longer than any call is under way."""


class Openings:
    def __init__(self, database: Database, accounts: Accounts) -> None:
        self._held = database["accounts"]
        self._accounts = accounts

    async def reserve(
        self, person: Caller, password: str | None, *, reach: Mapping[str, str], cause: str
    ) -> bool:
        """Hold an account name before the person is appointed; nobody can sign in to it yet.

        Without a password the person is invited to choose one. ``cause`` is the opener's account
        and idempotency key: the same cause finds its own reservation again. True if the account is
        open already (a repeat of a finished opening).

        Raises: Problem invalid (a password that is easily guessed), account-exists,
        idempotency-key-reused (same cause, other content).
        """
        line = f"opener {cause.partition(' ')[0]}"
        body = hashlib.sha256(repr((to_builtins(person), reach)).encode()).hexdigest()
        document = {
            **document_of(person),
            **reach,
            "state": "pending",
            "cause": cause,
            "body": body,
        }
        if password is not None:
            await self._accounts.judge(person, password, line)
            document["password"] = await self._accounts.hash(password, line)
        try:
            await self._held.insert_one(document)
        except DuplicateKeyError:
            return await self._held_by_same_cause(document, password, line)
        return False

    async def _held_by_same_cause(
        self, wanted: dict[str, Any], password: str | None, line: str
    ) -> bool:
        held = await self._held.find_one({"_id": wanted["_id"]})
        if held is None or held.get("cause") != wanted["cause"]:
            if held is not None and await self._taken_over(held, wanted):
                return False
            raise Problem("account-exists", field="$.account")
        same = ("password" in held) == (password is not None)
        if same and password is not None:
            same = await self._accounts.verify(held["password"], password, line)
        if held["body"] != wanted["body"] or not same:
            raise Problem("idempotency-key-reused")
        return bool(held["state"] != "pending")

    async def _taken_over(self, held: dict[str, Any], wanted: dict[str, Any]) -> bool:
        """A name that was held for an opening which nobody has finished is free again; of several
        who want it one gets it.
        """
        if held["state"] != "pending" or datetime.now(UTC) - held["at"] < ABANDONED:
            return False
        same = {"_id": held["_id"], "state": "pending", "cause": held["cause"]}
        return (await self._held.replace_one(same, wanted)).matched_count == 1

    async def activate(self, account: str, cause: str, state: str) -> None:
        """``state``: active, or invited where the person has yet to choose a password.

        Raises: Problem unavailable, where the name is no longer held for this cause: another call
        of the same key was refused, or somebody else has taken it over.
        """
        same = {"_id": account, "cause": cause}
        found = await self._held.update_one(
            {**same, "state": "pending"}, {"$set": {"state": state}}
        )
        if not found.matched_count and not await self._held.find_one(same, {"_id": 1}):
            raise Problem("unavailable", SAME_KEY, repeat_with_same_key=True)

    async def release(self, account: str, cause: str) -> None:
        """Give up a reservation whose appointment was refused."""
        await self._held.delete_one({"_id": account, "cause": cause, "state": "pending"})
