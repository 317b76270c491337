"""Screenshots of every page: ``python -m tests.console.shots [--url ADDRESS]``.

A demonstration is played on data of its own; ``--url`` takes one that runs, whose administrator's
password is TONGXIN_ADMIN_PASSWORD. Each role signs in and follows the links of its pages; of every
address of the console one example is taken at two widths and in two sizes of type, and each role's
first page. ``.local/shots``: the pictures and an index.html of them by role and room, with what
each page loads, the pages that failed, and the addresses that nobody reached.
``--only PART``: of addresses that have it. ``--strip ROLE``: that role's acts in the story as a row
of pictures instead (strips.py).
"""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import httpx
from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

from contracts.words import ROLE_NAMES
from infra.demo.api import Api, unless
from infra.demo.city import PASSWORD
from infra.local.__main__ import only_one, say, stop
from infra.local.backing import forget
from infra.local.programs import LOCAL
from infra.local.system import running
from tests.console import scene, strips
from tests.console.addresses import Addresses, links, opened_path
from tests.console.browsing import FLAGS, SHELL
from tests.console.looks import chinese, oddities, told
from tests.console.shot_index import HOME, Shot, Tour, index, picture

TOWN = LOCAL / "shots-town"
WIDTHS = {1366: 768, 360: 740}
SIZES = ("normal", "large")
EXAMPLES = 2
"""Pages of one address that a role opens: their links differ with their state."""
MOST, TALLEST = 130, 5000
"""Pages that one role opens; pixels of a picture."""
ROLE_SECONDS, TOUR_SECONDS, PAGE_SECONDS, QUIET_SECONDS = 300, 1500, 20, 3
"""Bounds of one role's walk, of all, of one page's opening, of its silence after that."""
KEEPERS = ("system_admin", "security_admin", "auditor", "operations", "province_reviewer")
STRANGER = ""
ACCOUNTS = {
    "city-office": "city_office",
    "gq-office": "district_office",
    "gq-xuanchuan": "unit",
    "gq-field": "field",
    "gq-reviewer": "reviewer",
    "gq-inspector": "inspector",
    "gq-leader": "leader",
    "city-reviewer": "reviewer",
    **{f"shots-{role.replace('_', '-')}": role for role in KEEPERS},
    STRANGER: "",
}
BEGIN = ("/console", "/console/start", "/console/components", "/console/nowhere")
"""Where each begins; the last is an address that is wrong."""
WEIGHT = """() => {
    const all = [...performance.getEntriesByType('navigation'),
        ...performance.getEntriesByType('resource')]
    return [all.length, all.reduce((sum, one) => sum + one.encodedBodySize, 0)]
}"""
WIDE = "document.documentElement.scrollWidth > innerWidth"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.console.shots", description=__doc__)
    parser.add_argument("--url", default="", help="a demonstration that runs")
    parser.add_argument("--only", default="", help="part of the addresses to take")
    parser.add_argument("--strip", default="", choices=("", *ROLE_NAMES), help="one role's acts")
    given = parser.parse_args()
    if given.strip:
        return strips.play(given.strip)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    if given.url:
        return take(given.url, os.environ["TONGXIN_ADMIN_PASSWORD"], given.only)
    with only_one(TOWN):
        stop(TOWN)
        forget(TOWN)
        with running(TOWN, usual_ports=False, say=say) as system:
            return system.story() or take(system.url, system.admin_password, given.only)


def take(url: str, password: str, only: str) -> int:
    """0 where every page answered, none is wider than its window, and every link leads."""
    admin = Api(url, "shots").sign_in("admin", password)
    for role in KEEPERS:
        unless(("account-exists",), partial(_open, admin, role))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SHELL, args=FLAGS)
        tour = Walk(browser, url, only, scene.play(admin)).all()
        browser.close()
    (HOME / "index.html").write_text(index(tour), "utf-8")
    say(f"{len(tour.shots)} pages in {HOME / 'index.html'}")
    for line in (*tour.broken, *tour.odd, *(f"not reached: {path}" for path in tour.missed)):
        say(f"  ✗ {line}")
    return 1 if tour.broken or tour.odd else 0


def _open(admin: Api, role: str) -> None:
    account = f"shots-{role.replace('_', '-')}"
    person = {"account": account, "name": "李四", "roles": [role], "district": "*"}
    admin.post(f"open {account}", "/people", **person, password=PASSWORD)


@dataclass
class Walk:
    """Every role in turn; an address is taken for the first that reaches it."""

    browser: Browser
    url: str
    only: str
    scene: dict[str, list[str]]
    """Pages of a role that are opened before its links are followed."""
    tour: Tour = field(default_factory=Tour)
    known: Addresses = field(default_factory=Addresses)

    def all(self) -> Tour:
        end = time.monotonic() + TOUR_SECONDS
        for account, role in ACCOUNTS.items():
            token = "" if account == STRANGER else _token(self.url, account)
            before = len(self.tour.shots)
            until = min(end, time.monotonic() + ROLE_SECONDS)
            page = self._signed(token)
            self._as(page, account, role, until)
            page.context.close()
            self._in_english(token, self.tour.shots[before:], until)
            say(f"  {account or 'nobody'}: {len(self.tour.shots) - before} pages")
        reached = {shot.address for shot in self.tour.shots}
        self.tour.missed = [path for path in self.known.pages if path not in reached]
        return self.tour

    def _signed(self, token: str) -> Page:
        context = self.browser.new_context(base_url=self.url, locale="zh-CN")
        context.set_default_timeout(PAGE_SECONDS * 1000)
        if token:
            context.add_cookies([{"name": "tongxin", "value": token, "url": self.url}])
        return context.new_page()

    def _in_english(self, token: str, shots: list[Shot], end: float) -> None:
        page = self._signed(token)
        for shot in shots:
            if time.monotonic() > end:
                break
            page.goto(told(shot.path, lang="en"))
            self.tour.odd += [f"{shot.path} in English: {text}" for text in chinese(page)]
        page.context.close()

    def _as(self, page: Page, account: str, role: str, end: float) -> None:
        taken = {shot.address for shot in self.tour.shots}
        for path, answer in self._reached(page, account, role, end):
            address = self.known.named(opened_path(page.url))
            home = path == BEGIN[0]
            if self.only not in address or (address in taken and not home):
                continue
            taken.add(address)
            here = opened_path(page.url)
            requests, size = page.evaluate(WEIGHT)
            shot = Shot(role, self.known.room(here), address, here, account, requests, size)
            try:
                self._shoot(page, shot)
            except Error as error:
                self.tour.broken.append(f"{here} ({account}): {error.message.splitlines()[0]}")
                continue
            self.tour.shots.append(shot)
            if answer.status >= 400 and here != BEGIN[-1]:
                self.tour.broken.append(f"{answer.status} {here} ({account})")

    def _reached(
        self, page: Page, account: str, role: str, end: float
    ) -> Iterator[tuple[str, Response]]:
        """Pages that this reader's links lead to, while each is open."""
        waiting, seen, times = [*BEGIN, *self.scene.get(role, [])], set[str](), dict[str, int]()
        while waiting and len(seen) < MOST:
            path = waiting.pop(0)
            address = self.known.named(path)
            if path in seen or times.get(address, 0) >= (EXAMPLES if "{" in address else 1):
                continue
            if time.monotonic() > end:
                self.tour.broken.append(f"time is over at {path} ({account})")
                return
            seen.add(path)
            times[address] = times.get(address, 0) + 1
            try:
                page.set_viewport_size({"width": 1366, "height": WIDTHS[1366]})
                answer = page.goto(path)
            except Error as error:
                if "Download is starting" not in error.message:
                    self.tour.broken.append(f"{path} ({account}): {error.message.splitlines()[0]}")
                continue
            if answer is None:
                continue
            if answer.status in (403, 404) and path != BEGIN[-1]:
                if path not in BEGIN:
                    self.tour.broken.append(f"a link to {answer.status} {path} ({account})")
                continue
            waiting += links(page)
            yield path, answer

    def _shoot(self, page: Page, shot: Shot) -> None:
        _quiet(page)
        self.tour.odd += [f"{shot.path} ({shot.account}): {odd}" for odd in oddities(page)]
        for size in SIZES:
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                area = {"x": 0, "y": 0, "width": width, "height": max(tall, height)}
                to = HOME / picture(shot, width, size)
                page.screenshot(path=to, full_page=True, clip=area)  # type: ignore[arg-type]
                if page.evaluate(WIDE):
                    line = f"{shot.path} is wider than {width}, {size} ({shot.account})"
                    self.tour.broken.append(line)


def _quiet(page: Page) -> None:
    """Until nothing loads; a page that asks again and again is taken as it is."""
    try:
        page.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1000)
    except Error:
        return


def _token(url: str, account: str) -> str:
    given = {"account": account, "password": PASSWORD}
    key = {"Idempotency-Key": f"shots-{account}-{time.time_ns()}"}
    answer = httpx.post(f"{url}/api/v1/token", json=given, headers=key, timeout=30)
    answer.raise_for_status()
    found: str = answer.json()["token"]
    return found


if __name__ == "__main__":
    sys.exit(main())
