"""Which account is whose: an identity of the city's own sign-in, bound to one account.

It is bound by who tends the account, or, where that is configured, by an address that the provider
has seen proved and that one account alone has. Nobody gets an account or a right by it.
"""

from typing import Any

from pymongo.errors import DuplicateKeyError

from contracts.roles import KEEPERS
from gateway.city.tokens import Somebody
from gateway.database import Database
from gateway.problems import Problem

FIELDS = {"email": "email", "phone_number": "telephone"}
"""Claims, and the field of an account that holds the same."""
COUNTRY = "+86"
TAKEN = "这个城市身份已绑定别的账号。"


class Identities:
    """``claim``: by which an account without an identity is found, or empty."""

    def __init__(self, database: Database, *, issuer: str, claim: str) -> None:
        self._accounts = database["accounts"]
        self._issuer = issuer
        self._claim = claim

    def _identity(self, subject: str) -> str:
        return f"{self._issuer} {subject}"

    async def account_of(self, somebody: Somebody) -> tuple[str, bool] | None:
        """The account in use, and whether it was bound just now. Raises: PyMongoError."""
        identity = self._identity(somebody.subject)
        found = await self._accounts.find_one({"identity": identity}, {"state": 1})
        if found is not None:
            return (found["_id"], False) if found["state"] == "active" else None
        account = await self._claimed(somebody)
        return (account, True) if account and await self._bind(account, identity) else None

    async def _claimed(self, somebody: Somebody) -> str:
        """The one account that has what was proved; who keeps the system is bound by hand alone."""
        value = somebody.verified(self._claim) if self._claim else ""
        value = value.removeprefix(COUNTRY).strip()
        if not value:
            return ""
        same: dict[str, Any] = {FIELDS[self._claim]: value}
        found = await self._accounts.find(same, {"roles": 1, "state": 1}).limit(2).to_list()
        if (
            len(found) != 1
            or found[0]["state"] != "active"
            or set(KEEPERS) & set(found[0]["roles"])
        ):
            return ""
        return str(found[0]["_id"])

    async def _bind(self, account: str, identity: str) -> bool:
        """Not where it has another, or became somebody else's meanwhile."""
        free = {"_id": account, "identity": {"$exists": False}}
        try:
            done = await self._accounts.update_one(free, {"$set": {"identity": identity}})
        except DuplicateKeyError:
            return False
        return done.matched_count == 1

    async def set(self, account: str, subject: str) -> None:
        """By hand; ``""``: none any more. Raises: Problem refused (another's), PyMongoError."""
        change = {"$unset": {"identity": 1}}
        if subject:
            change = {"$set": {"identity": self._identity(subject)}}  # type: ignore[dict-item]
        try:
            await self._accounts.update_one({"_id": account}, change)
        except DuplicateKeyError:
            raise Problem("refused", TAKEN, field="$.subject") from None

    def subject_of(self, found: dict[str, Any]) -> str:
        """Of an account, as its provider calls its person; "" where none is bound."""
        identity: str = found.get("identity", "")
        return identity.removeprefix(f"{self._issuer} ") if identity else ""
