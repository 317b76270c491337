"""Screenshots of every page: ``python -m tests.console.shots [--url ADDRESS]``.

A demonstration is played on data of its own; ``--url`` takes one that runs, whose administrator's
password is TONGXIN_ADMIN_PASSWORD. Each role signs in and follows the links of its pages; the first
page of every address of the console is taken at two widths and in two sizes of type. Pictures
and an index.html with all of them: ``.local/shots``. ``--only PART``: of addresses that have it.
"""

import argparse
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Error, Page, Response, sync_playwright
from starlette.routing import compile_path

from gateway.console.frame.rooms import rooms
from infra.demo.api import Api, unless
from infra.demo.city import PASSWORD
from infra.local.__main__ import only_one, stop
from infra.local.backing import forget
from infra.local.programs import LOCAL
from infra.local.system import running
from tests.console.browsing import FLAGS, SHELL

HOME, TOWN = LOCAL / "shots", LOCAL / "shots-town"
WIDTHS = {1366: 768, 360: 740}
SIZES = ("normal", "large")
MOST = 150
"""Pages that one role opens."""
KEEPERS = ("system_admin", "security_admin", "auditor", "operations", "province_reviewer")
STRANGER = ""
ACCOUNTS = (
    STRANGER,
    *("gq-office", "gq-xuanchuan", "gq-field", "gq-reviewer", "gq-inspector", "gq-leader"),
    *("city-office", "city-leader", "city-reviewer"),
    *(f"shots-{role.replace('_', '-')}" for role in KEEPERS),
)
BEGIN = ("/console", "/console/start", "/console/components")
LEAVING = re.compile(r"/(?:sheet|export|file|original|thumbnail|count|badges)(?:/|\Z)")
"""Addresses that hand something out that is no page."""
CHOICE = re.compile(r"[?&](?:lang|size)=")


class Shot(NamedTuple):
    address: str
    path: str
    account: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.console.shots", description=__doc__)
    parser.add_argument("--url", default="", help="a demonstration that runs")
    parser.add_argument("--only", default="", help="part of the addresses to take")
    parser.add_argument("--go-on", action="store_true", help="keep the pictures that are there")
    given = parser.parse_args()
    if not given.go_on:
        shutil.rmtree(HOME, ignore_errors=True)
    if given.url:
        return take(given.url, os.environ["TONGXIN_ADMIN_PASSWORD"], given.only)
    with only_one(TOWN):
        stop(TOWN)
        forget(TOWN)
        with running(TOWN, usual_ports=False, say=print) as system:
            system.wait_ready(print)
            return system.story() or take(system.url, system.admin_password, given.only)


def take(url: str, password: str, only: str) -> int:
    """0 where every page answered."""
    HOME.mkdir(parents=True, exist_ok=True)
    admin = Api(url, "shots").sign_in("admin", password)
    for role in KEEPERS:
        unless(("account-exists",), partial(_open, admin, role))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SHELL, args=FLAGS)
        taken, broken = _walk(browser, url, only)
        browser.close()
    (HOME / "index.html").write_text(index(taken), "utf-8")
    print(f"{len(taken)} pages in {HOME / 'index.html'}")
    for line in broken:
        print(f"  ✗ {line}", file=sys.stderr)
    return 1 if broken else 0


def _opened(page: Page, path: str) -> Response | None:
    """None for what is a file to be kept."""
    try:
        return page.goto(path)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def _open(admin: Api, role: str) -> None:
    account = f"shots-{role.replace('_', '-')}"
    person = {"account": account, "name": "李四", "roles": [role], "district": "*"}
    admin.post(f"open {account}", "/people", **person, password=PASSWORD)


def _walk(browser: Browser, url: str, only: str) -> tuple[list[Shot], list[str]]:
    """Every role in turn; an address is taken for the first that reaches it."""
    named = addresses()
    taken: dict[str, Shot] = {}
    broken: list[str] = []
    for account in ACCOUNTS:
        context = browser.new_context(base_url=url)
        if account != STRANGER:
            token = _token(url, account)
            context.add_cookies([{"name": "tongxin", "value": token, "url": url}])
        page = context.new_page()
        for shot in _reached(page, account, named, broken):
            if shot.address not in taken and only in shot.address:
                taken[shot.address] = shot
                _shoot(page, shot)
        context.close()
    return sorted(taken.values()), broken


def _reached(
    page: Page, account: str, named: Callable[[str], str], broken: list[str]
) -> Iterator[Shot]:
    """The first page of each address that this reader's links lead to, while it is open."""
    waiting, seen = list(BEGIN), set[str]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        address = named(path) or path
        if address in seen:
            continue
        seen.add(address)
        answer = _opened(page, path)
        if answer is None or answer.status in (403, 404):
            continue
        if answer.status >= 400:
            broken.append(f"{answer.status} {path} ({account})")
        waiting += links(page)
        here = urlsplit(page.url).path
        yield Shot(named(here) or here, _path(page.url), account)


def _token(url: str, account: str) -> str:
    given = {"account": account, "password": PASSWORD}
    key = {"Idempotency-Key": f"shots-{account}-{time.time_ns()}"}
    answer = httpx.post(f"{url}/api/v1/token", json=given, headers=key, timeout=30)
    answer.raise_for_status()
    found: str = answer.json()["token"]
    return found


def addresses() -> Callable[[str], str]:
    """Which address of the console's routes a path has; "" for none."""
    templates = sorted(
        {path for _, room in rooms("pages") for verb, path, _ in room.ROUTES if verb == "GET"}
    )
    known = [(compile_path(path)[0], path) for path in templates]
    exact = set(templates)

    def named(path: str) -> str:
        plain = urlsplit(path).path
        if plain in exact:
            return plain
        return next((path for pattern, path in known if pattern.match(plain)), "")

    return named


def links(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    own = (href.partition("#")[0] for href in found if href.startswith("/console"))
    return [
        href for href in own if not (LEAVING.search(urlsplit(href).path) or CHOICE.search(href))
    ]


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _shoot(page: Page, shot: Shot) -> None:
    if all(picture(shot, width, size).exists() for width in WIDTHS for size in SIZES):
        return
    for size in SIZES:
        page.goto(f"{shot.path}{'&' if '?' in shot.path else '?'}size={size}")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_load_state("networkidle")
            page.screenshot(path=picture(shot, width, size), full_page=True)
    page.goto(f"{shot.path}{'&' if '?' in shot.path else '?'}size=normal")


def picture(shot: Shot, width: int, size: str) -> Path:
    name = re.sub(r"[^a-z0-9]+", "-", shot.address.removeprefix("/console")).strip("-") or "home"
    return HOME / f"{name}-{width}-{size}.png"


def index(taken: list[Shot]) -> str:
    return "\n".join(("<!doctype html><meta charset=utf-8><title>Tongxin</title>", *_rows(taken)))


def _rows(taken: list[Shot]) -> Iterator[str]:
    for shot in taken:
        yield f"<h2>{escape(shot.address)}</h2><p>{escape(shot.path)} · {escape(shot.account)}</p>"
        for width in WIDTHS:
            for size in SIZES:
                name = picture(shot, width, size).name
                yield f'<a href="{name}"><img src="{name}" height="360" alt="{width} {size}"></a>'


if __name__ == "__main__":
    sys.exit(main())
