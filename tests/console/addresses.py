"""The addresses of the console as its links lead to them."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page
from starlette.routing import compile_path

from gateway.console.frame.rooms import rooms

LEAVING = re.compile(
    r"/(?:sheet|export|docx|file|original|thumbnail|count|badges|photos/[^/]{1,99}|city/[a-z]{1,9})"
    r"(?:/|\Z)"
)
"""What hands something out that is no page, or leaves the console."""
CHOICE = re.compile(r"[?&](?:lang|size)=")
OWN = ("{act}", "new/{kind}")
"""Ends of addresses whose pages have little in common: each is taken."""


class Addresses:
    def __init__(self) -> None:
        found = {
            path: name
            for name, room in rooms("pages")
            for verb, path, _ in room.ROUTES
            if verb == "GET"
        }
        self._rooms = found
        self._patterns = [(compile_path(path)[0], path) for path in sorted(found)]
        self.pages = sorted(path for path in found if not self._plain(path))

    @staticmethod
    def _plain(path: str) -> bool:
        """No page, or one that stands for several."""
        return bool(LEAVING.search(path)) or path.endswith(OWN)

    def _route(self, path: str) -> str:
        plain = urlsplit(path).path
        if plain in self._rooms:
            return plain
        return next((path for pattern, path in self._patterns if pattern.match(plain)), "")

    def named(self, path: str) -> str:
        """Which address of the routes it has; its own where it has none."""
        plain, route = urlsplit(path).path, self._route(path)
        if route.endswith(OWN):
            return f"{route.rpartition('{')[0]}{plain.rpartition('/')[2]}"
        return route or plain

    def room(self, path: str) -> str:
        return self._rooms.get(self._route(path), "frame")


def links(page: Page) -> list[str]:
    """Pages that it leads to, once each."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    own = (href.partition("#")[0] for href in found if href.startswith("/console"))
    return list(
        dict.fromkeys(
            href for href in own if not (LEAVING.search(urlsplit(href).path) or CHOICE.search(href))
        )
    )


def opened_path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
