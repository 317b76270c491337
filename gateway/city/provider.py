"""The provider at the other end: what it says of itself, its keys, and a code for a token.

Every call has a time limit and a limit of size, and follows no redirect. What it says of itself is
believed for an hour; its keys are read anew once a minute at most, when a token names one that is
not known.
"""

import asyncio
import time
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gateway.city.tokens import Expected, Somebody, UnknownKey, believed
from kit import logs

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
BELIEVED_SECONDS, KEYS_ANEW_SECONDS = 3600.0, 60.0
MAX_ANSWER = 256 * 1024
"""Bytes of an answer that are read."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")

log = logs.get(__name__)


class ProviderAway(Exception):
    """It does not answer, or not as one; people have their passwords."""


class NoGrant(Exception):
    """It answers, and gives no token for this code."""


class About(NamedTuple):
    """``leaving``: where a browser signs out there too, or empty."""

    authorization: str
    token: str
    keys: str
    leaving: str
    by_post: bool
    """It takes the client's secret in the body alone."""


class Settings(NamedTuple):
    issuer: str
    client: str
    secret: str
    name: str
    """What people call it."""
    seconds: float
    """The longest wait for each of its answers."""
    claim: str
    """By which verified claim an account is found, or empty."""
    enough: frozenset[str]
    """Of ``amr`` and ``acr``: stand for a second factor."""


def is_private(address: str) -> bool:
    """Nobody on the way reads it: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def read_about(found: Any, issuer: str) -> About:
    """https://openid.net/specs/openid-connect-discovery-1_0.html. Raises: ProviderAway."""
    if not isinstance(found, dict) or found.get("issuer") != issuer:
        raise ProviderAway("it says that it is another")
    authorization, token, keys, leaving = (_address(found.get(name)) for name in ENDPOINTS)
    if not (authorization and token and keys):
        raise ProviderAway("an address of it is missing or not https")
    methods = found.get("token_endpoint_auth_methods_supported")
    by_post = isinstance(methods, list) and "client_secret_basic" not in methods
    return About(authorization, token, keys, leaving, by_post)


def _address(said: Any) -> str:
    return said if isinstance(said, str) and is_private(said) else ""


class Provider:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._about: tuple[About, float] | None = None
        self._keys: tuple[KeySet, float] | None = None
        self._reading = asyncio.Lock()

    async def going(self, *, back: str, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to be recognised. Raises: ProviderAway."""
        asked = {
            "response_type": "code",
            "client_id": self.settings.client,
            "redirect_uri": back,
            "scope": "openid profile email phone",
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        return _with((await self.about()).authorization, asked)

    async def leaving(self, *, back: str) -> str:
        """Where a browser signs out there too; empty where it has no such address.

        Raises: ProviderAway.
        """
        about = await self.about()
        asked = {"client_id": self.settings.client, "post_logout_redirect_uri": back}
        return _with(about.leaving, asked) if about.leaving else ""

    async def somebody(self, code: str, *, back: str, nonce: str, verifier: str) -> Somebody:
        """Who came back with this code. Raises: ProviderAway, NoGrant, Distrusted."""
        token = await self._token(code, back, verifier)
        expected = Expected(self.settings.issuer, self.settings.client, nonce)
        try:
            return believed(token, await self._key_set(), expected, time.time())
        except UnknownKey:
            return believed(token, await self._key_set(anew=True), expected, time.time())

    async def _token(self, code: str, back: str, verifier: str) -> str:
        about, own = await self.about(), self.settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        auth = None if about.by_post else httpx.BasicAuth(own.client, own.secret)
        if about.by_post:
            form |= {"client_id": own.client, "client_secret": own.secret}
        found = await self._asked("POST", about.token, data=form, auth=auth)
        token = found.get("id_token") if isinstance(found, dict) else None
        if not isinstance(token, str):
            raise NoGrant("no id_token in the answer")
        return token

    async def about(self) -> About:
        """Raises: ProviderAway."""
        async with self._reading:
            if self._about is None or time.monotonic() - self._about[1] > BELIEVED_SECONDS:
                address = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
                found = read_about(await self._asked("GET", address), self.settings.issuer)
                self._about = found, time.monotonic()
            return self._about[0]

    async def _key_set(self, *, anew: bool = False) -> KeySet:
        address = (await self.about()).keys
        async with self._reading:
            age = time.monotonic() - self._keys[1] if self._keys else BELIEVED_SECONDS + 1
            if self._keys is None or age > (KEYS_ANEW_SECONDS if anew else BELIEVED_SECONDS):
                try:
                    keys = KeySet.import_key_set(await self._asked("GET", address))
                except (JoseError, ValueError, KeyError, TypeError) as fault:
                    raise ProviderAway(f"its keys cannot be read: {fault}"[:200]) from None
                self._keys = keys, time.monotonic()
            return self._keys[0]

    async def _asked(self, verb: str, address: str, **more: Any) -> Any:
        """The answer's JSON. Raises: ProviderAway; NoGrant, where it says 4xx."""
        body, seconds = bytearray(), self.settings.seconds
        try:
            async with (
                asyncio.timeout(seconds),
                httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=False) as http,
                http.stream(verb, address, headers={"Accept": "application/json"}, **more) as got,
            ):
                async for part in got.aiter_bytes():
                    body += part
                    if len(body) > MAX_ANSWER:
                        raise ProviderAway("an answer of it does not end")
                status = got.status_code
            if verb == "POST" and 400 <= status < 500:
                raise NoGrant(f"{status} {bytes(body[:200])!r}")
            if status != 200:
                raise ProviderAway(f"it answers {status}")
            return msgspec.json.decode(body)
        except (httpx.HTTPError, OSError, msgspec.DecodeError, UnicodeError) as fault:
            raise ProviderAway(f"{urlsplit(address).hostname}: {type(fault).__name__}") from None


def _with(address: str, asked: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
