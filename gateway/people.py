"""Accounts as those see and change them who tend them: who, where, how to reach, in use or not."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from contracts.caller import Caller
from contracts.orders.base import MAX_COUNT
from contracts.roles import given_by, guarded_by
from contracts.words import CITY_WIDE, Role
from gateway.database import Database
from gateway.links import USABLE
from gateway.problems import Problem
from gateway.tending.given import REACH, Accounts

SHOWN = ("name", "roles", "district", "unit", *REACH, "state")
NOT_YOURS = "此账号的岗位不由您管理。"
OWN = "不能对自己的账号办理此事，请由他人办理。"
LAST = "这是最后一个系统管理员账号，请先开通另一个。"


class People:
    def __init__(self, database: Database) -> None:
        self._accounts = database["accounts"]

    async def given(self, caller: Caller, account: str) -> dict[str, Any]:
        """An account whose roles are this caller's to give. Raises: as ``_of``."""
        return await self._of(caller, account, given_by(caller.roles))

    async def guarded(self, caller: Caller, account: str) -> dict[str, Any]:
        """An account that this caller may lock out. Raises: as ``_of``."""
        return await self._of(caller, account, guarded_by(caller.roles))

    async def _of(self, caller: Caller, account: str, roles: frozenset[Role]) -> dict[str, Any]:
        """Raises: Problem not-found (none, or another district's), forbidden (it has a role that
        is not the caller's to deal with, and so neither is its password)."""
        found = await self._accounts.find_one({"_id": account})
        if found is None or caller.district not in (CITY_WIDE, found["district"]):
            raise Problem("not-found")
        if not set(found["roles"]) <= roles:
            raise Problem("forbidden", NOT_YOURS)
        return found

    async def about(self, account: str) -> dict[str, Any]:
        """An account as its own person sees it; empty fields where there is none."""
        return shown(await self._accounts.find_one({"_id": account}) or {"_id": account})

    async def page(self, caller: Caller, asked: Accounts) -> dict[str, Any]:
        """Accounts by name, those of the caller's scope, as a page."""
        scope = {} if caller.district == CITY_WIDE else {"district": caller.district}
        wanted = {**_wanted(asked), **scope, "_id": {"$gt": asked.cursor}}
        found = await self._accounts.find(wanted).sort("_id", 1).limit(asked.limit + 1).to_list()
        rows = [shown(one) for one in found[: asked.limit]]
        next = rows[-1]["account"] if len(found) > asked.limit else None
        page = {"items": rows, "next": next}
        if not asked.count or asked.cursor:
            return page
        if next is None:
            return page | {"count": len(rows)}
        return page | {"count": await self._accounts.count_documents(wanted, limit=MAX_COUNT)}

    async def names(self, accounts: Sequence[str]) -> dict[str, str]:
        """What the persons of these accounts are called; who has none is not there."""
        found = self._accounts.find({"_id": {"$in": list(accounts)}}, {"name": 1})
        return {one["_id"]: one.get("name") or one["_id"] async for one in found}

    async def sizes(self) -> dict[str, int]:
        """District → accounts in use. Raises: PyMongoError."""
        of_each: list[dict[str, Any]] = [
            {"$match": {"state": "active"}},
            {"$group": {"_id": "$district", "count": {"$sum": 1}}},
        ]
        found = await self._accounts.aggregate(of_each)
        return {one["_id"]: one["count"] async for one in found}

    async def in_use(self, accounts: Sequence[str]) -> dict[str, str]:
        """Those of these accounts that somebody signs in to, with their names."""
        wanted = {"_id": {"$in": list(accounts)}, "state": "active"}
        found = self._accounts.find(wanted, {"name": 1}).sort("_id", 1)
        return {one["_id"]: one["name"] async for one in found}

    async def appoint(self, person: Caller, reach: Mapping[str, str]) -> None:
        """Other roles, another scope, another name, another way to be reached."""
        change = {
            "name": person.name,
            "roles": list(person.roles),
            "district": person.district,
            "unit": person.unit,
            **reach,
        }
        # A repeat of the opening would appoint as before; a one-time link is in the hands of who
        # tended the account as it was, or on its way to an old address.
        opening = {"cause": 1, "body": 1, "link": 1}
        await self._accounts.update_one(
            {"_id": person.account}, {"$set": change, "$unset": opening}
        )

    async def must_be_spared(self, found: dict[str, Any]) -> None:
        """Somebody can still administer accounts without this one. Raises: Problem refused."""
        others = {"_id": {"$ne": found["_id"]}, "roles": "system_admin", "state": "active"}
        if "system_admin" in found["roles"] and not await self._accounts.find_one(others):
            raise Problem("refused", LAST)

    async def disable(self, account: str) -> None:
        """Nobody signs in to it; its link is void."""
        change = {"$set": {"state": "disabled"}, "$unset": {"link": 1}}
        await self._accounts.update_one({"_id": account, "state": {"$in": list(USABLE)}}, change)

    async def withdraw_link(self, account: str) -> bool:
        """Whether there was one that held."""
        held = {"_id": account, "link.until": {"$gt": datetime.now(UTC)}}
        done = await self._accounts.update_one(held, {"$unset": {"link": 1}})
        return done.matched_count == 1

    async def enable(self, account: str) -> None:
        """With its password, or invited where it has none."""
        for has, state in ((True, "active"), (False, "invited")):
            same = {"_id": account, "state": "disabled", "password": {"$exists": has}}
            await self._accounts.update_one(same, {"$set": {"state": state}})


def _wanted(asked: Accounts) -> dict[str, Any]:
    same = {
        "district": asked.district,
        "unit": asked.unit,
        "state": asked.state,
        "roles": asked.role,
    }
    found: dict[str, Any] = {name: value for name, value in same.items() if value}
    if asked.text:
        part = {"$regex": re.escape(asked.text), "$options": "i"}
        found["$or"] = [{"_id": part}, {"name": part}]
    return found


def must_be_another(caller: Caller, account: str) -> None:
    """Raises: Problem forbidden."""
    if caller.account == account:
        raise Problem("forbidden", OWN)


def shown(found: dict[str, Any]) -> dict[str, Any]:
    told = {name: found.get(name) or "" for name in SHOWN}
    return {"account": found["_id"], **told, "at": found.get("at")}


def link_until(found: dict[str, Any]) -> datetime | None:
    """Until when an account's one-time link holds; None without one that does."""
    until: datetime | None = found.get("link", {}).get("until")
    return until if until is not None and until > datetime.now(UTC) else None
