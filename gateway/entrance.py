"""What holds of every request on the public address, before any route: its Host, its path, HEAD."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.problems import Problem

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HOST = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::[0-9]{1,5})?")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Entrance:
    """ASGI middleware. ``hosts``: names of the public address, without port."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] = ()) -> None:
        self.app = app
        self._hosts = LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        refusal = self._refusal(scope)
        if refusal is not None:
            return await refusal.response()(scope, receive, send)
        if scope["method"] != "HEAD":
            return await self.app(scope, receive, send)
        # A copy: the server itself must still know that it sends no body.
        asked = {**scope, "method": "GET"}
        await self.app(asked, receive, _bodiless(send))
        scope["route"] = asked.get("route")
        return None

    def _refusal(self, scope: Scope) -> Problem | None:
        named = [value for name, value in scope["headers"] if name == b"host"]
        found = HOST.fullmatch(named[0].decode("latin-1").lower()) if len(named) == 1 else None
        if found is None:
            return Problem("host-invalid")
        host = (found[1] or found[2]).rstrip(".")
        own = scope["server"][0] if scope.get("server") else ""
        if host not in self._hosts and host != own:
            return Problem("host-unknown")
        if CONTROL.search(scope["path"]):
            return Problem("not-found", "没有这个地址。")
        return None


def _bodiless(send: Send) -> Send:
    """The answer ends with its headers, also where its body never would."""
    ended = False

    async def sent(message: Message) -> None:
        nonlocal ended
        if message["type"] == "http.response.start":
            return await send(message)
        if not ended:
            ended = True
            await send({"type": "http.response.body", "body": b""})
        return None

    return sent
