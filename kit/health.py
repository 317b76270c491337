"""``/metrics``, ``/health/live`` and ``/health/ready`` of a process.

Each check is probed in its own greenlet, so that a hung one turns only itself red; an answer older
than STALE_SECONDS counts as red.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

import eventlet
from eventlet import wsgi
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from contracts.product import VERSION
from kit import config, logs, metrics
from kit.readiness import LIVE, OK, readiness

log = logs.get(__name__)

STALE_SECONDS = 8
"""Readiness turns false within 10 s of a loss, also where the probe itself hangs."""

REQUEST_SECONDS = 5

PROBE_SECONDS = 2
RED_SECONDS = 0.5
"""Pauses between two probes of what is well, and of what is not."""

UNCHECKED = "not checked yet"

Check = Callable[[], None]


class Health:
    def __init__(self, service: str, checks: Mapping[str, Check]) -> None:
        self.service = service
        metrics.BUILD.labels(service, VERSION).set(1)
        self.checks = dict(checks)
        self.stopping = False
        self._faults = dict.fromkeys(self.checks, UNCHECKED)
        self._seen = dict.fromkeys(self.checks, time.monotonic())

    def probe_for_ever(self, name: str, go_on: Callable[[float], bool]) -> None:
        """``go_on`` pauses for so many seconds and says whether to."""
        while go_on(PROBE_SECONDS if self.probe(name) else RED_SECONDS):
            pass

    def probe(self, name: str) -> bool:
        """Whether all is well."""
        try:
            self.checks[name]()
            fault = ""
        except (Exception, eventlet.Timeout) as exc:  # noqa: BLE001  what is wrong is what we say
            fault = f"{exc}"[:500] or type(exc).__name__
        if fault and self._faults[name] in ("", UNCHECKED):
            log.warning("not ready", check=name, fault=fault)
        elif not fault and self._faults[name]:
            log.info("ready", check=name)
        self._faults[name] = fault
        self._seen[name] = time.monotonic()
        return not fault

    def faults(self) -> dict[str, str]:
        """Check → fault; "" where all is well."""
        now = time.monotonic()
        faults = {
            name: f"no answer for {now - self._seen[name]:.0f} s"
            if now - self._seen[name] > STALE_SECONDS
            else fault
            for name, fault in self._faults.items()
        }
        for name, fault in faults.items():
            metrics.READY.labels(self.service, name).set(0 if fault else 1)
        return faults

    def answer(self, path: str) -> tuple[str, str, bytes]:
        """(status, content type, body) of a path."""
        if path == "/metrics":
            self.faults()
            return "200 OK", CONTENT_TYPE_LATEST, generate_latest()
        if path == "/health/live":
            return "200 OK", "application/json", json.dumps(LIVE).encode()
        if path != "/health/ready":
            return "404 Not Found", "application/json", b'{"status":"no such page"}'
        checks = {name: fault or OK for name, fault in self.faults().items()}
        code, body = readiness(checks, stopping=self.stopping)
        status = f"{code} {HTTPStatus(code).phrase}"
        return status, "application/json", json.dumps(body, ensure_ascii=False).encode()


def serve(health: Health, spawn: Callable[[Callable[[], None]], Any]) -> None:
    """Listen on HEALTH_ADDRESS. Raises: OSError where the address is taken."""
    socket = eventlet.listen(config.HEALTH_ADDRESS())

    def page(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        status, kind, body = health.answer(environ.get("PATH_INFO", ""))
        start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def run() -> None:
        wsgi.server(socket, page, log_output=False, keepalive=False, socket_timeout=REQUEST_SECONDS)

    spawn(run)
