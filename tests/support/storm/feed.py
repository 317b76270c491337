"""A page that listens to the live feed and takes it up again where it broke off."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx

from infra.demo.api import Api

SILENCE = 10  # seconds; a stream without a beat for so long has broken off
AGAIN = 0.3  # seconds


class Listener(threading.Thread):
    """``changes``: (position, type, subject) in the order of arrival; ``last``: newest position.

    ``reset``: it was told to load everything anew.
    """

    def __init__(self, api: Api, after: int | None = None) -> None:
        super().__init__(daemon=True)
        self._api = api
        self.first = self.last = after
        self.changes: list[tuple[int, str, str]] = []
        self.reset = False
        self._leave = threading.Event()

    def run(self) -> None:
        while not self._leave.is_set():
            try:
                self._listen()
            except httpx.HTTPError:
                self._leave.wait(AGAIN)

    def stop(self) -> None:
        self._leave.set()
        self.join(SILENCE + 10)

    def _listen(self) -> None:
        headers = {"Last-Event-ID": str(self.last)} if self.last is not None else {}
        with self._api.stream("/feed", headers, SILENCE) as answer:
            answer.raise_for_status()
            for message in _messages(answer.iter_lines()):
                self._hear(message)
                if self._leave.is_set():
                    return

    def _hear(self, message: dict[str, str]) -> None:
        position = int(message["id"])
        if self.first is None:
            self.first = position
        self.reset |= message.get("event") == "reset"
        if "data" in message and "event" not in message:
            data: dict[str, Any] = json.loads(message["data"])
            self.changes.append((position, data["type"], data["subject"]))
        self.last = max(position, self.last or 0)


def _messages(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    found: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            found[name] = value
        elif found:
            yield found
            found = {}
