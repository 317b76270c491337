"""A phone with the field page: a browser profile of its own, which a kill leaves as it was."""

import math
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from contracts.caller import Caller
from gateway.tokens import Tokens
from tests.console.browsing import FLAGS, SHELL
from tests.support.stack import GATEWAY
from tests.support.waiting import eventually
from tests.unit.evidence.files import jpeg

HOME = "/field/"
WIDTH, HEIGHT = 360, 740
RECORDS = """() => new Promise((resolve, reject) => {
    const asked = indexedDB.open('tongxin-field')
    asked.onerror = () => reject(asked.error)
    asked.onsuccess = () => {
        const got = asked.result.transaction('items').objectStore('items').getAll()
        got.onsuccess = async () => {
            asked.result.close()
            resolve(await Promise.all(got.result.map(async one => ({
                ...one, thumb: null, blob: one.blob && [...new Uint8Array(await crypto.subtle
                    .digest('SHA-256', await one.blob.arrayBuffer()))]
                    .map(b => b.toString(16).padStart(2, '0')).join(''),
            }))))
        }
    }
})"""


def photo(folder: Path, seed: int, size: int = 0) -> Path:
    """A picture as a camera leaves it; ``size``: bytes that it has at least."""
    if not size:
        file = folder / f"image-{seed}.jpg"
        file.write_bytes(jpeg(seed=seed))
        return file
    file, side = folder / f"image-{seed}.png", math.isqrt(size // 3) + 1
    noise = random.Random(seed).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(file, compress_level=0)
    return file


class Phone:
    """``who``: the person signed in on it; None for nobody."""

    def __init__(self, playwright: Playwright, home: Path, base: str, who: Caller | None) -> None:
        self.playwright, self.home, self.base = playwright, home, base
        self.context: BrowserContext
        self.faults: list[str] = []
        self.start()
        if who:
            self.sign(who)

    def start(self) -> None:
        """The browser, with what the profile holds."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.home),
            executable_path=SHELL,
            args=FLAGS,
            base_url=self.base,
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            geolocation={"latitude": 38.93, "longitude": 100.45},
            permissions=["geolocation"],
        )
        self.context.set_default_timeout(15_000)

    def sign(self, who: Caller) -> None:
        token = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=600).issue(who)[0]
        self.context.add_cookies([{"name": "tongxin", "value": token, "url": self.base}])

    def restart(self, who: Caller) -> None:
        """Killed and begun again; a cookie of seconds ago may not have been on the disk."""
        self.kill()
        self.start()
        self.sign(who)

    def sign_out(self) -> None:
        """The session is over: the cookie is gone as its time comes."""
        self.context.clear_cookies(name="tongxin")

    def open(self, path: str = HOME) -> Page:
        page = self.context.new_page()
        page.on("console", lambda m: self.faults.extend([m.text] * (m.type == "error")))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(path)
        return page

    def kill(self) -> None:
        """Every process of the browser at once, as when the battery goes."""
        mine = [pid for pid in Path("/proc").iterdir() if pid.name.isdigit() and self._owns(pid)]
        assert mine
        for pid in mine:
            with suppress(ProcessLookupError):
                os.kill(int(pid.name), signal.SIGKILL)
        eventually(lambda: not [pid for pid in mine if self._owns(pid)])
        for lock in self.home.glob("Singleton*"):
            lock.unlink()

    def _owns(self, pid: Path) -> bool:
        with suppress(OSError):
            return str(self.home).encode() in (pid / "cmdline").read_bytes()
        return False

    def close(self) -> None:
        self.context.close()

    def complaints(self) -> list[str]:
        """What the console said that is no failed request."""
        return [one for one in self.faults if "Failed to load resource" not in one]


@contextmanager
def phone(
    playwright: Playwright, home: Path, base: str, who: Caller | None = None
) -> Iterator[Phone]:
    made = Phone(playwright, home, base, who)
    try:
        yield made
    finally:
        with suppress(Exception):  # a test may have killed it
            made.close()
    assert made.complaints() == []


def shoot(page: Page, file: Path, mode: str = "camera") -> None:
    """Take a shot on the card; it is on the disk when this ends."""
    before = page.locator("#told").inner_text()
    page.locator(f"#file-{mode}").set_input_files(file)
    expect(page.locator("#told")).to_contain_text("已存")
    expect(page.locator("#told")).not_to_have_text(before)


def records(page: Page) -> list[dict[str, Any]]:
    """What the phone holds, with the hash of each copy in the place of its bytes."""
    return sorted(page.evaluate(RECORDS), key=lambda one: one["n"])


def settled(page: Page, state: str, count: int, within: float = 30) -> list[dict[str, Any]]:
    """Wait until so many items are in that state."""

    def there() -> list[dict[str, Any]]:
        found = [one for one in records(page) if one["state"] == state]
        return found if len(found) == count else []

    return eventually(there, within)
