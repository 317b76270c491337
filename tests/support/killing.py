"""A command of tongxin-field in a process of its own that is killed at a named point.

Points: ``before <what>`` and ``after <what>``, of the file's system calls (``fsync``, ``unlink``),
of commits (``commit``), and of requests (``POST /evidence``, ``PUT``, ``GET receipt`` …).
"""

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
from tongxin_field import command, sending

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.support.killing"])
LONGEST = 60
KILLED = -signal.SIGKILL


def run(given: list[str], password: str, point: str = "") -> int:
    """The exit code; ``KILLED`` where the point was reached."""
    process = SERVER.Process(target=_run, args=(given, password, point))
    process.start()
    process.join(LONGEST)
    if process.is_alive():
        process.kill()
        process.join()
        raise TimeoutError(f"{given} at {point!r}")
    assert process.exitcode is not None
    return process.exitcode


def _run(given: list[str], password: str, point: str) -> None:
    os.environ["TONGXIN_PASSWORD"] = password
    sending.AWAIT = 0.2

    class Base(sqlite3.Connection):
        def execute(self, text: str, *values: Any) -> Any:
            if text != "COMMIT":
                return super().execute(text, *values)
            return _around("commit", point, lambda: super(Base, self).execute(text))

    connect = sqlite3.connect
    send, fsync, unlink = httpx.Client.send, os.fsync, Path.unlink
    with (
        mock.patch.object(sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=Base)),
        mock.patch.object(
            httpx.Client,
            "send",
            lambda self, request, **k: _around(
                _called(request), point, lambda: send(self, request, **k)
            ),
        ),
        mock.patch.object(os, "fsync", lambda fd: _around("fsync", point, lambda: fsync(fd))),
        mock.patch.object(
            Path, "unlink", lambda self, **k: _around("unlink", point, lambda: unlink(self, **k))
        ),
    ):
        os._exit(command.run(given))


def _around(what: str, point: str, act: Callable[[], Any]) -> Any:
    _maybe(f"before {what}", point)
    try:
        return act()
    finally:
        _maybe(f"after {what}", point)


def _maybe(here: str, point: str) -> None:
    if here == point:
        os.kill(os.getpid(), signal.SIGKILL)


def _called(request: httpx.Request) -> str:
    if request.method == "PUT":
        return "PUT"
    last = request.url.path.rpartition("/")[2]
    return f"{request.method} {last if len(last) < 30 else 'piece'}"
