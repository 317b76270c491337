"""The second factor: codes of six digits by the clock (RFC 6238), and codes for when it is lost.

Written here: it is twenty lines over ``hmac``, and what a library adds (other digests, other
lengths) no authenticator app shows.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from urllib.parse import quote, urlencode

STEP = 30
"""Seconds that a code stands for."""
DIGITS = 6
DRIFT = 1
"""Steps that a telephone's clock may be off, either way."""
SECRET_BYTES = 20
"""As RFC 4226 recommends for SHA-1."""
RECOVERIES = 10


def new_secret() -> str:
    """In base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code(secret: str, step: int) -> str:
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matched(secret: str, given: str, now: float, *, after: int) -> int | None:
    """The step of a code that holds now and is later than ``after``, so that none holds twice."""
    if not (given.isascii() and given.isdecimal()):
        return None
    current = int(now) // STEP
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > after and hmac.compare_digest(code(secret, step).encode(), given.encode()):
            return step
    return None


def uri(secret: str, *, issuer: str, account: str) -> str:
    """What an app reads from a picture."""
    about = {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{quote(f'{issuer}:{account}')}?{urlencode(about, quote_via=quote)}"


def new_recoveries() -> tuple[str, ...]:
    """Each for one sign-in without the telephone: 50 random bits, in two groups."""
    made = (base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERIES))
    return tuple(f"{text[:5]}-{text[5:10]}" for text in made)


def kept(recovery: str) -> str:
    """How a recovery code is stored: it is tried as seldom as a password, so one hash is enough."""
    plain = recovery.strip().lower().replace("-", "").replace(" ", "")
    return hashlib.sha256(plain.encode()).hexdigest()


def all_kept(recoveries: Iterable[str]) -> list[str]:
    return [kept(one) for one in recoveries]
