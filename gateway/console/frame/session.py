"""The browser's session: cookies, form tokens, and where a form may come from."""

import hashlib
import hmac
import re
import secrets
import time
from urllib.parse import quote, urlsplit

from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.parts import parts
from gateway.problems import Problem
from gateway.tokens import Session

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HOME = "/console"
PAGES = (HOME, "/field")
"""Where who has signed in may go on."""
PLAIN = "/?&=%#:@!$'()*+,;~"
"""Of an address, what stays as it is: all else is percent-encoded, so that it fits any header."""
SEED = re.compile(r"[A-Za-z0-9_-]{32}")
RENEW_BELOW = 5 / 6
"""Of a token's life: with less left, the next page renews it."""
PREFERENCE_SECONDS = 365 * 24 * 3600


def is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def may_sign_in(request: Request) -> bool:
    """Never send a session over the open network in plain text."""
    return is_secure(request) or request.url.hostname in LOOPBACK


def _name(request: Request, name: str) -> str:
    return f"__Host-{name}" if is_secure(request) else name


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def cookie(request: Request, name: str) -> str:
    return request.cookies.get(_name(request, name), "")


def forget(request: Request, response: Response, name: str) -> None:
    set_cookie(request, response, name, "", 0)


async def current(request: Request) -> Session:
    """Raises: Problem not-signed-in, token-invalid, token-expired, database-unavailable."""
    token = cookie(request, "tongxin")
    if not token:
        raise Problem("not-signed-in")
    made = parts(request)
    found = await made.tokens.admit(token)
    request.state.district = found.caller.district
    request.state.caller = found.caller
    soon = found.expires - time.time() < made.tokens.lifetime * RENEW_BELOW
    if soon and found.expires < found.last:
        token, found = made.tokens.renew(found)
        await made.sessions.renewed(found)
        request.state.renewed = token
    return found


async def lately(request: Request) -> Session:
    """The same, also while the database is away: a session that this process has admitted a short
    while ago and has not heard the end of. For what operations must see just then.

    Raises: as ``current``.
    """
    try:
        return await current(request)
    except PyMongoError:
        pass
    except Problem as problem:
        if problem.code != "database-unavailable":
            raise
    made = parts(request)
    found = made.tokens.admitted_lately(cookie(request, "tongxin"))
    if made.sessions.has_ended(found):
        raise Problem("token-invalid")
    request.state.district, request.state.caller = found.caller.district, found.caller
    return found


class Renewal:
    """ASGI middleware: a page that renewed its session sends the new token along."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            token = scope.get("state", {}).pop("renewed", "")
            if token and message["type"] == "http.response.start":
                request = Request(scope)
                sets = b"=".join((_name(request, "tongxin").encode(), b""))
                own = Response()
                set_cookie(request, own, "tongxin", token, parts(request).tokens.lifetime)
                if not any(
                    k == b"set-cookie" and v.startswith(sets) for k, v in message["headers"]
                ):
                    message["headers"] = [*message["headers"], *_cookies(own)]
            await send(message)

        await self.app(scope, receive, sent)


def _cookies(response: Response) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in response.raw_headers if name == b"set-cookie"]


def form_seed(request: Request) -> str:
    """The random value in the visitor's cookie; a new one where there is none."""
    seed = cookie(request, "tongxin-form")
    return seed if SEED.fullmatch(seed) else secrets.token_urlsafe(24)


def form_token(request: Request, seed: str) -> str:
    key = b"form token " + parts(request).secret.encode()
    return hmac.new(key, seed.encode(), hashlib.sha256).hexdigest()


def site(request: Request) -> str:
    """This site as its visitor calls it: scheme, name and port."""
    return f"{request.url.scheme}://{request.url.netloc}"


def from_here(request: Request) -> bool:
    """Whether the browser itself says that a page of this site sent the form."""
    own = site(request)
    origin, fetched = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    said = origin is not None or fetched is not None
    return said and origin in (None, own) and fetched in (None, "same-origin")


def check_form(request: Request, token: str) -> None:
    """The form was opened here, by this visitor. Raises: Problem cross-site."""
    own = site(request)
    seed = cookie(request, "tongxin-form")
    fetched = request.headers.get("sec-fetch-site", "same-origin")
    from_here = request.headers.get("origin", own) == own and fetched == "same-origin"
    if not (
        from_here
        and seed
        and hmac.compare_digest(form_token(request, seed).encode(), token.encode())
    ):
        raise Problem("cross-site")


def safe_next(wanted: str) -> str:
    """Only pages for people; anything else leads home."""
    try:
        asked = urlsplit(wanted)
    except ValueError:
        return HOME
    own = (
        not asked.scheme
        and not asked.netloc
        and any(asked.path == each or asked.path.startswith(f"{each}/") for each in PAGES)
    )
    plain = wanted.isascii() and wanted.isprintable()
    if not own or "\\" in wanted or wanted.startswith("//"):
        return HOME
    return wanted if plain else quote(wanted, safe=PLAIN)
