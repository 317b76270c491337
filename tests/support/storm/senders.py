"""The three kinds of programs by which files come in from the field: each shoots, sends, and writes
down what it was told is safe.
"""

import hashlib
import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import httpx
from playwright.sync_api import expect, sync_playwright
from tongxin import Tongxin
from tongxin_field import Queue, keep
from tongxin_field import Sender as Library

from infra.demo import city, files
from tests.console.fielding import Phone, settled, shoot
from tests.support.collect import Collect, Filled, app_password
from tests.support.storm.town import HOME, Town
from tests.support.storm.trying import ANSWERED_WITHIN, insist

WHO = "field"
DUTY = "B03"
"""An item of a task of theirs that wants photos."""
PAUSE = 3.0
"""Seconds between two shots of one program."""
OPEN_WITHIN = 120.0
"""Seconds until all programs are open, before the storm begins."""
DONE_WITHIN = 240.0
"""Seconds from the end of the storm until every shot is safe."""


class Program(Protocol):
    """It is opened, used and closed in one thread."""

    name: str

    def open(self) -> None: ...
    def shoot(self, body: bytes) -> None:
        """Return once the program keeps it; when it is sent is the program's matter."""

    def finish(self) -> None:
        """Return once all that was shot is safe. Raises: AssertionError."""

    def close(self) -> None: ...


class ByLibrary:
    """tongxin-field, on a queue of its own."""

    name = "library"

    def __init__(self, town: Town, home: Path) -> None:
        self._town, self._home = town, home

    def open(self) -> None:
        self._home.mkdir(parents=True)
        self._queue = Queue(self._home / "queue")

    def shoot(self, body: bytes) -> None:
        file = self._home / f"{uuid.uuid4()}.jpg"
        file.write_bytes(body)
        keep(self._queue, file, {"district": HOME, "title": "现场照片", "mode": "camera"})
        file.unlink()
        self._send()

    def _send(self) -> None:
        Library(self._queue, self._signed_in, patience=ANSWERED_WITHIN).run()

    def _signed_in(self) -> Tongxin:
        city_ = Tongxin(self._town.office.url, timeout=30)
        city_.sign_in(city.account(HOME, WHO), city.PASSWORD)
        return city_

    def finish(self) -> None:
        end = time.monotonic() + DONE_WITHIN
        while self._queue.unfinished() and time.monotonic() < end:
            self._send()
        wrong = [
            (k.id, k.state, k.code, k.detail) for k in self._queue.all() if k.state != "SEALED"
        ]
        assert not wrong, wrong

    def close(self) -> None:
        self._queue.close()


class ByPage:
    """The field page, in a browser."""

    name = "page"

    def __init__(self, town: Town, home: Path) -> None:
        self._town, self._home, self._shot = town, home, 0
        self._open = ExitStack()

    def open(self) -> None:
        self._home.mkdir(parents=True)
        playwright = self._open.enter_context(sync_playwright())
        base = self._town.office.url
        self._phone = Phone(playwright, self._home / "profile", base, None)
        self._open.callback(self._phone.close)
        token = self._town.hand(WHO).token
        self._phone.context.add_cookies([{"name": "tongxin", "value": token, "url": base}])
        self._page = self._phone.open()
        self._page.locator(f"[id='shoot-{self._town.cast.task(HOME, DUTY)}']").click()
        expect(self._page.get_by_role("heading", level=1)).to_have_text("拍摄")

    def shoot(self, body: bytes) -> None:
        self._shot += 1
        file = self._home / f"{self._shot}.jpg"
        file.write_bytes(body)
        shoot(self._page, file)

    def finish(self) -> None:
        settled(self._page, "done", self._shot, DONE_WITHIN)
        assert self._phone.complaints() == []

    def close(self) -> None:
        self._open.close()


class ByCollect:
    """ODK Collect: what was not answered is sent again, as it was."""

    name = "collect"

    def __init__(self, town: Town, _: Path) -> None:
        self._town = town
        base, account = town.office.url, city.account(HOME, WHO)
        self._collect = Collect(base, account, app_password(base, account, city.PASSWORD))

    def open(self) -> None: ...

    def shoot(self, body: bytes) -> None:
        task = self._town.cast.task(HOME, DUTY)
        form = Filled(item=DUTY, task=task, district=HOME, pictures={"1.jpg": body})
        insist(lambda: self._sent(form))

    def _sent(self, form: Filled) -> None:
        answer = self._collect.send(form)
        if answer.status_code != 201:
            raise httpx.ReadError(f"{answer.status_code} {answer.text[:200]}")

    def finish(self) -> None: ...

    def close(self) -> None:
        self._collect.close()


KINDS: tuple[Callable[[Town, Path], Program], ...] = (ByLibrary, ByPage, ByCollect)


class Senders:
    """``many`` programs at work at once, the kinds by turns.

    ``kept``: sha256 → the kind of program that keeps it. ``faults``: what should not have happened.
    """

    def __init__(self, town: Town, home: Path, many: int) -> None:
        self.kept: dict[str, str] = {}
        self.faults: list[str] = []
        self._leave = threading.Event()
        self._opened = threading.Barrier(many + 1)
        kinds = itertools.islice(itertools.cycle(KINDS), many)
        programs = [kind(town, home / f"sender-{n}") for n, kind in enumerate(kinds)]
        self._threads = [
            threading.Thread(target=self._work, args=(one, n), daemon=True)
            for n, one in enumerate(programs)
        ]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Begins when all are open; at the end nothing new is shot, and what was is brought to
        safety."""
        for thread in self._threads:
            thread.start()
        self._opened.wait(OPEN_WITHIN)
        try:
            yield
        finally:
            self._leave.set()
            for thread in self._threads:
                thread.join(2 * DONE_WITHIN)
            self.faults += [f"{t.name} still works" for t in self._threads if t.is_alive()]

    def _work(self, program: Program, number: int) -> None:
        try:
            program.open()
            self._opened.wait(OPEN_WITHIN)
            try:
                self._shoot(program, number)
                program.finish()
            finally:
                program.close()
        except BaseException as fault:  # noqa: BLE001  told by the test, not by a dead thread
            self.faults.append(f"{program.name} {number}: {fault!r}")

    def _shoot(self, program: Program, number: int) -> None:
        for n in itertools.count(1):
            taken = datetime.now() - timedelta(days=1, minutes=n)
            body = files.photo(f"{program.name}-{number}-{n}-{uuid.uuid4()}", taken)
            self.kept[hashlib.sha256(body).hexdigest()] = program.name
            program.shoot(body)
            if self._leave.wait(PAUSE):
                return
