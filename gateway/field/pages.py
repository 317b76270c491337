"""Where the field page lies: its shell, its modules, its worker, and the way in for its script.

Whoever opens the page signs in at the console, in whatever way the city has. ``enter`` gives the
page's own script that session as a token, so that the API knows one way in and no cookie opens it:
a foreign page can neither ask for the token (``session.from_here``) nor read it.
"""

import hashlib
import time
from functools import cache
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from contracts.roles import UPLOADERS
from gateway import door
from gateway.console.frame import session
from gateway.parts import parts
from gateway.problems import Problem
from gateway.routes.api import reply

HOME = "/field/"
FOLDER = Path(__file__).parent
APP = FOLDER / "app"
SHELLS = {HOME: "field.html", f"{HOME}check": "check.html"}
FOREVER = f"public, max-age={30 * 24 * 3600}"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:{store}; "
    "media-src blob:; connect-src 'self'{store}; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of the shell, its modules and its workers, each of which has the policy that it came with."""
PERMISSIONS = "camera=(self), geolocation=(self), microphone=()"


def headers(request: Request) -> dict[str, str]:
    """No copy outlives its version: the browser asks each time, by ETag, and its worker keeps one
    whole version for when there is no network."""
    store = parts(request).store
    return {
        "Content-Security-Policy": CSP.format(store=f" {store}" if store else ""),
        "Permissions-Policy": PERMISSIONS,
        "Cache-Control": "no-cache",
    }


class Modules(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(headers(Request(scope)))
        return response


async def beside(_request: Request) -> Response:
    """Kept by the browser, so that the short address leads on without a network too."""
    return RedirectResponse(HOME, 308, {"Cache-Control": FOREVER})


async def shell(request: Request) -> Response:
    text = (FOLDER / SHELLS[request.url.path]).read_text(encoding="utf-8")
    return HTMLResponse(text, headers=headers(request))


@cache
def _worker() -> str:
    """The worker with the list of what it keeps; another file anywhere makes another worker."""
    files = sorted(one for one in APP.rglob("*") if one.is_file())
    whole = hashlib.sha256()
    for file in (*files, *(FOLDER / name for name in SHELLS.values())):
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    kept = [*SHELLS, *(f"{HOME}app/{one.relative_to(APP).as_posix()}" for one in files)]
    given = f'const VERSION = "{whole.hexdigest()[:16]}";\nconst FILES = {{}};\n'
    listed = msgspec.json.encode(kept).decode()
    return given.replace("{}", listed) + (FOLDER / "worker.js").read_text(encoding="utf-8")


async def worker(request: Request) -> Response:
    return Response(_worker(), headers=headers(request), media_type="text/javascript")


async def manifest(request: Request) -> Response:
    told = (FOLDER / "manifest.json").read_bytes()
    return Response(told, headers=headers(request), media_type="application/manifest+json")


async def here(_request: Request) -> Response:
    """Whether this site can be reached, and what time it is there."""
    return Response(status_code=204)


async def enter(request: Request) -> Response:
    """Raises: Problem cross-site, forbidden; and as ``session.current``."""
    if not session.from_here(request):
        raise Problem("cross-site")
    found = await session.current(request)
    door.allow(found.caller, UPLOADERS)
    token = getattr(request.state, "renewed", "") or session.cookie(request, "tongxin")
    response = reply(
        {
            "token": token,
            "seconds": max(0, found.expires - int(time.time())),
            "me": msgspec.to_builtins(found.caller),
            "city": parts(request).city,
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Starlette) -> None:
    app.add_route("/field", beside, ["GET"])
    for path in SHELLS:
        app.add_route(path, shell, ["GET"])
    app.add_route(f"{HOME}worker.js", worker, ["GET"])
    app.add_route(f"{HOME}manifest.webmanifest", manifest, ["GET"])
    app.add_route(f"{HOME}here", here, ["GET"])
    app.add_route(f"{HOME}session", enter, ["POST"])
    app.mount(f"{HOME}app", Modules(directory=APP), name="field")
