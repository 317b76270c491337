"""Second factors of accounts: enrolled, asked for at sign-in, taken away when lost."""

import hmac
import time
from typing import Any

from joserfc import jwe
from joserfc.jwk import OctKey

from gateway import second_factor
from gateway.database import Database
from gateway.problems import Problem

SEALING = {"alg": "dir", "enc": "A256GCM"}
IN_FORCE = "此账号已启用动态码；要换手机，请先停用。"


class Factors:
    """``issuer``: the name that an app shows. Secrets lie in the database sealed by ``key``."""

    def __init__(self, database: Database, key: str, *, issuer: str) -> None:
        self._accounts = database["accounts"]
        self._key = OctKey.import_key(hmac.digest(key.encode(), b"second factor", "sha256"))
        self._issuer = issuer

    async def begin(self, account: str) -> dict[str, str]:
        """A new secret, not in force before a code of it was shown. Raises: Problem refused."""
        secret = second_factor.new_secret()
        held = jwe.encrypt_compact(SEALING, secret.encode(), self._key)
        same = {"_id": account, "factor": {"$exists": False}}
        change = {"$set": {"factor_new": held}}
        if not (await self._accounts.update_one(same, change)).matched_count:
            raise Problem("refused", IN_FORCE)
        return self._shown(account, secret)

    async def in_force(self, account: str) -> bool:
        same = {"_id": account, "factor": {"$exists": True}}
        return await self._accounts.find_one(same, {"_id": 1}) is not None

    async def pending(self, account: str) -> dict[str, str] | None:
        """The secret that waits for a code of it to be shown."""
        found = await self._accounts.find_one({"_id": account}, {"factor_new": 1}) or {}
        held = found.get("factor_new")
        return None if held is None else self._shown(account, self._secret(held))

    def _shown(self, account: str, secret: str) -> dict[str, str]:
        """The secret, and the address that an app reads from a picture."""
        uri = second_factor.uri(secret, issuer=self._issuer, account=account)
        return {"secret": secret, "uri": uri}

    async def confirm(self, account: str, code: str) -> tuple[str, ...]:
        """The recovery codes, told this once. Raises: Problem refused, invalid (a wrong code)."""
        found = await self._accounts.find_one({"_id": account}) or {}
        held = found.get("factor_new")
        if held is None:
            raise Problem("refused", "请先领取密钥。")
        step = second_factor.matched(self._secret(held), code, time.time(), after=0)
        if step is None:
            raise Problem("invalid", "动态码不对，请核对手机时间后再试。", field="$.code")
        recoveries = second_factor.new_recoveries()
        factor = {
            "secret": held,
            "step": step,
            "recoveries": second_factor.all_kept(recoveries),
        }
        same = {"_id": account, "factor_new": held}
        change = {"$set": {"factor": factor}, "$unset": {"factor_new": 1}}
        if not (await self._accounts.update_one(same, change)).matched_count:
            raise Problem("version-conflict")
        return recoveries

    async def check(self, found: dict[str, Any], given: str) -> None:
        """The code that this account's sign-in needs besides the password; each holds once.

        Raises: Problem second-factor-needed, second-factor-wrong; PyMongoError.
        """
        factor = found.get("factor")
        if factor is None:
            return
        if not given:
            raise Problem("second-factor-needed")
        secret, after = self._secret(factor["secret"]), factor["step"]
        step = second_factor.matched(secret, given.strip(), time.time(), after=after)
        same: dict[str, Any]
        change: dict[str, Any]
        if step is not None:
            same, change = {"factor.step": {"$lt": step}}, {"$set": {"factor.step": step}}
        else:
            held = second_factor.kept(given)
            same, change = {"factor.recoveries": held}, {"$pull": {"factor.recoveries": held}}
        one = {"_id": found["_id"], "factor.secret": factor["secret"], **same}
        if not (await self._accounts.update_one(one, change)).matched_count:
            raise Problem("second-factor-wrong")

    async def remove(self, account: str) -> None:
        gone = {"factor": 1, "factor_new": 1}
        await self._accounts.update_one({"_id": account}, {"$unset": gone})

    def _secret(self, held: str) -> str:
        plain = jwe.decrypt_compact(held, self._key).plaintext
        assert plain is not None
        return plain.decode()
