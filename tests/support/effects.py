"""What the probe service has done: effects in its database, and traffic that asks for more."""

import secrets
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from tests.probe.service import Happen
from tests.support.calling import CallFailed, Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually


def times(stack: Stack, key: str) -> int:
    """How often an event had its effect on this counter."""
    document = stack.mongo("probe").counters.find_one({"_id": key})
    return document["state"]["times"] if document else 0


def effects(stack: Stack, prefix: str) -> dict[str, int]:
    """Counter → effects, for all counters whose id begins so."""
    found = stack.mongo("probe").counters.find({"_id": {"$regex": f"^{prefix}"}})
    return {document["_id"]: document["state"]["times"] for document in found}


def outbox(stack: Stack) -> list[dict[str, Any]]:
    """Events that were saved and are not yet known to be published."""
    found = stack.mongo("probe").counters.find({"outbox.0": {"$exists": True}})
    return [entry for document in found for entry in document["outbox"]]


class Traffic:
    """People who give one command after another, and repeat one until it is answered."""

    def __init__(self, calls: Calls, people: int = 2) -> None:
        self._calls = calls
        self.answers: dict[str, dict[str, Any]] = {}
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(people)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _work(self) -> None:
        while not self._stop.is_set():
            key = secrets.token_hex(8)
            end = time.monotonic() + 60
            while key not in self.answers and time.monotonic() < end:
                try:
                    self.answers[key] = self._calls.command(Happen(), key=key, within=2)
                except Exception:  # noqa: BLE001  whatever it was: the person tries again
                    time.sleep(0.1)

    def wait_for(self, more: int, within: float = 30) -> None:
        """Until so many more commands are answered."""
        wanted = len(self.answers) + more
        eventually(lambda: len(self.answers) >= wanted, within)

    def check(self, stack: Stack, within: float = 30) -> None:
        """Every command was run once, and its event was heard once; none is forgotten."""
        ids = [answer["id"] for answer in self.answers.values()]
        assert len(set(ids)) == len(ids) > 0
        wanted = {f"seen-{id}": 1 for id in ids}

        def all_heard() -> bool:
            found = effects(stack, "seen-")
            missing = {key: found.get(key) for key in wanted if found.get(key) != 1}
            assert not missing, f"{len(missing)} of {len(wanted)}: {list(missing.items())[:5]}"
            return True

        assert eventually(all_heard, within)
        for key, first in list(self.answers.items())[::5]:
            assert self._calls.command(Happen(), key=key) == first


def refused(calls: Calls, **how: Any) -> CallFailed | None:
    """The error of a command that fails with one."""
    with suppress(Exception):
        try:
            calls.command(Happen(), **how)
        except CallFailed as error:
            return error
    return None
