"""Hashing of passwords: in a thread, few at once, each place they come from in its turn."""

import asyncio
from contextlib import AbstractAsyncContextManager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway import passwords
from gateway.turns import Turns

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's recommendation: 30 ms of a core. The library's own default takes 220 ms and withstands
stolen hashes hardly better (a digit less), but lets a few dozen sign-ins fill two cores."""
AT_ONCE = 2
MOST_WAITING = 500
WAIT_SECONDS = 30
"""An office of 200 that signs in at one moment through one address takes 10 s."""
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$gSIb3xgf4bz/5+0Ae6rzfg$"
    "f5xH1q91ai404PKFa27TbeuQ1tRoVTZch+YkqU+2Lg4"
)
"""Held for a name that nobody has: trying it costs as much as any other."""


class Hashing:
    def __init__(self) -> None:
        self._turns = Turns(at_once=AT_ONCE, most=MOST_WAITING, seconds=WAIT_SECONDS)

    def turn(self, line: str, rank: int = 0) -> AbstractAsyncContextManager[None]:
        """Whoever hashes holds one. Raises: Problem unavailable."""
        return self._turns.one(line, rank)

    async def verify(self, held: str, password: str) -> bool:
        try:
            spelled = passwords.as_typed(password)
            return await asyncio.to_thread(HASHER.verify, held, spelled)
        except (VerificationError, InvalidHashError):
            return False

    async def hash(self, password: str) -> str:
        return await asyncio.to_thread(HASHER.hash, passwords.as_typed(password))

    def is_old(self, held: str) -> bool:
        """Whether it was made at another cost, and so can be told from others by its time."""
        return HASHER.check_needs_rehash(held)
