"""Debian's Chromium on the console, as somebody of a role; what it complains of fails the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from contracts.caller import Caller
from contracts.words import Role
from gateway.tokens import Tokens
from tests.support.stack import GATEWAY

SHELL = "/usr/bin/chromium-headless-shell"
"""The engine without the browser's own windows, which cost as much again as the pages."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=SHELL, args=FLAGS)
        yield launched
        launched.close()


@contextmanager
def opening(browser: Browser, base: str, role: Role, district: str) -> Iterator[Opener]:
    """Opens pages, as that role in that district where a visit names no other; a district ``""``
    is signed out. Every violation of the content policy and every console error fails at the end.
    """
    faults: list[str] = []
    contexts: list[BrowserContext] = []
    usual = {"role": role, "district": district}

    def opened(path: str, *, width: int = 1366, **options: Any) -> Page:
        who = {name: options.pop(name, value) for name, value in usual.items()}
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 768}, **options
        )
        contexts.append(context)
        if who["district"]:
            context.add_cookies([{"name": "tongxin", "value": token(**who), "url": base}])
        page = context.new_page()
        page.on("console", lambda m: faults.extend([m.text] * (m.type == "error")))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [f for f in faults if "status of 4" not in f and "status of 5" not in f], faults


def token(district: str, role: Role = "leader") -> str:
    caller = Caller(account=role, name="陈明", roles=(role,), district=district)
    return Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=600).issue(caller)[0]
