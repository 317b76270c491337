"""The test stack: one set of servers under .local/test, shared by test sessions of this folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.backing import (
    USERS,
    Backing,
    forget,
    known,
    open_backing,
    users,
    was_started,
)
from infra.local.process import Process, started_at
from infra.local.programs import LOCAL

HOME = LOCAL / "test"


@contextmanager
def shared_backing(home: Path = HOME) -> Iterator[Backing]:
    """The running test stack, or a new one; the last session to leave stops it.

    `TONGXIN_KEEP=1` leaves it running for the next session.
    """
    with _alone():
        _sweep()
        if not users() and was_started(home) and not known(home).alive:
            known(home).stop()
            forget(home)
        backing = open_backing(home)
        _join()
    try:
        yield backing
    finally:
        with _alone():
            (USERS / str(os.getpid())).unlink(missing_ok=True)
            if not users() and not os.environ.get("TONGXIN_KEEP"):
                backing.stop()


@contextmanager
def own_servers(name: str) -> Iterator[Backing]:
    """Servers that nobody else uses: a test may stop, kill or freeze them."""
    home = LOCAL / f"own-{os.getpid()}-{name}"
    ours = {k: v for k, v in os.environ.items() if not k.startswith("TONGXIN_BACKING_")}
    backing = open_backing(home, environ=ours)
    try:
        yield backing
    finally:
        for server in backing.servers:
            server.resume()
        backing.stop()
        forget(home)


def _join() -> None:
    (USERS / str(os.getpid())).write_text(started_at(os.getpid()) or "")


@contextmanager
def _alone() -> Iterator[None]:
    USERS.mkdir(parents=True, exist_ok=True)
    with (LOCAL / "test.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    """End what sessions that were killed have left: service processes and servers of their own."""
    if not users():
        for file in (HOME / "processes").glob("*/*/pid"):
            Process("leftover", file.parent, [], {}, lambda: True).kill()
    for home in LOCAL.glob("own-*-*"):
        if started_at(int(home.name.split("-")[1])) is None:
            if was_started(home):
                known(home).stop()
            forget(home)
