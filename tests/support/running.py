"""A service or the gateway as a process of its own, as in production."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from infra.local.process import Process
from infra.local.programs import ROOT
from tests.support.waiting import eventually

READY_WITHIN = 40  # seconds
TIMEOUT = 5  # seconds for one look


class Running:
    """A started process: what it says, how it ends."""

    def __init__(self, name: str, home: Path, argv: list[str], env: dict[str, str]) -> None:
        self.name = name
        self.env = env
        base = {k: v for k, v in os.environ.items() if not k.startswith("TONGXIN_")}
        self.process = Process(name, home, argv, base | env, lambda: True, cwd=ROOT)
        self.address = "http://" + env["TONGXIN_HEALTH_ADDRESS"]
        self.process.launch()

    @property
    def pid(self) -> int | None:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.alive

    def ready(self) -> tuple[int, dict[str, Any]]:
        """Status and body of /health/ready; (0, {}) while nothing answers."""
        try:
            status, text = self._get("/health/ready")
        except OSError:
            return 0, {}
        return status, json.loads(text)

    def live(self) -> int:
        """Status of /health/live; 0 while nothing answers."""
        try:
            return self._get("/health/live")[0]
        except OSError:
            return 0

    def wait_ready(self, within: float = READY_WITHIN) -> "Running":
        """Wait until it is ready. Fails with the end of its log where it ends or stays unready."""

        def ready() -> bool:
            if not self.alive:
                raise EndedEarly(f"{self.name} ended with {self.process.returncode}")
            status, body = self.ready()
            assert status == 200, f"{self.name} is not ready: {status} {body}"
            return True

        try:
            eventually(ready, within)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.process.last_words()}") from None
        return self

    def wait_not_ready(self, within: float = 10) -> dict[str, Any]:
        """Wait until readiness is red; returns its body."""

        def red() -> tuple[int, dict[str, Any]] | None:
            status, body = self.ready()
            return (status, body) if status not in (0, 200) else None

        return eventually(red, within)[1]

    def metrics(self) -> str:
        return self._get("/metrics")[1]

    def metric(self, name: str, **labels: str) -> float:
        """The sum of all samples of this name that have these labels; 0.0 where there is none."""
        return sum(
            sample.value
            for family in text_string_to_metric_families(self.metrics())
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def log(self) -> list[dict[str, Any]]:
        """Its log lines; one that is not JSON comes as {"raw": line}."""
        return [_line(text) for text in self.text().splitlines() if text.strip()]

    def text(self) -> str:
        return self.process.log.read_text(errors="replace")

    def kill(self) -> None:
        """End it as a power cut would, and wait."""
        self.process.kill()

    def term(self) -> None:
        """Ask it to end; do not wait."""
        self.process.signal(signal.SIGTERM)

    def freeze(self) -> None:
        self.process.freeze()

    def resume(self) -> None:
        self.process.resume()

    def wait(self, timeout: float = 20) -> int:
        """Its exit code (negative: the signal that ended it). Fails where it lives on."""
        code = self.process.wait_ended(timeout)
        assert code is not None, f"{self.name} still runs after {timeout:g} s"
        return code

    def _get(self, path: str) -> tuple[int, str]:
        try:
            with urlopen(self.address + path, timeout=TIMEOUT) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


class EndedEarly(AssertionError):
    """A process that should run has ended."""


def _line(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {"raw": text}
    return value if isinstance(value, dict) else {"raw": text}


def command_of(target: str) -> list[str]:
    """The command of a service (`module:Class`) or of a module such as the gateway."""
    module = ["kit.run", target] if ":" in target else [target]
    return [sys.executable, "-m", *module]
