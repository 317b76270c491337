"""supervisord's configuration for one instance, and its answers."""

import hashlib
import http.client
import os
import pwd
import socket
import sys
import tempfile
import xmlrpc.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from infra.local.process import Process, started_at

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOCKET_NAME_MAX = 100  # bytes; the kernel's limit is 108
ANSWERS_WITHIN = 30  # seconds; ending a program takes up to 15
MARK = "TONGXIN_HOME"  # in the environment of every program: which instance it belongs to


@dataclass(frozen=True)
class Program:
    """One process: `module` and its arguments run with Python, and its environment."""

    name: str
    module: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Failing:
    """A program that ended soon after each of its last ``times`` starts.

    ``pause``: seconds until the next attempt, 0 while it runs.
    """

    times: int
    pause: float

    def __str__(self) -> str:
        then = f"the next attempt is in {self.pause:.0f} s" if self.pause else "it was started anew"
        return f"ended soon after its start, {self.times} times in a row; {then}"


def supervisor(home: Path, programs: list[Program]) -> Process:
    """Describe (not start) the supervisor of these programs; write its configuration."""
    home.mkdir(parents=True, exist_ok=True)
    config = home / "supervisord.conf"
    config.touch(mode=0o600)  # passwords are in it
    config.write_text(render(home, programs))
    place = _socket(home)
    return Process(
        name="supervisor",
        home=home,
        argv=[sys.executable, "-m", "supervisor.supervisord", "-c", str(config)],
        env={**_base(), MARK: str(home)},
        answers=lambda: bool(states(home)) and place.exists(),
        start_within=20,
        stop_within=40,
        cwd=ROOT,
    )


def render(home: Path, programs: list[Program]) -> str:
    head = Template((HERE / "supervisord.conf").read_text()).substitute(
        home=_plain(home), socket=_plain(_socket(home)), user=pwd.getpwuid(os.geteuid()).pw_name
    )
    part = Template((HERE / "program.conf").read_text())
    return head + "".join(
        part.substitute(
            name=program.name,
            home=_plain(home),
            root=_plain(ROOT),
            command=" ".join(_quoted(word) for word in (sys.executable, "-m", *program.module)),
            environment=_environment({**program.environment, MARK: str(home)}),
        )
        for program in programs
    )


def states(home: Path) -> dict[str, str]:
    """Program → state (RUNNING, STARTING, BACKOFF, …). Raises: OSError."""
    with _speaking(home) as server:
        return {one["name"]: one["statename"] for one in server.supervisor.getAllProcessInfo()}


def failing(home: Path) -> dict[str, Failing]:
    """Programs that end soon after each start and are tried again and again. Raises: OSError."""
    with _speaking(home) as server:
        return {name: Failing(times, pause) for name, times, pause in server.starts.failing()}


def rest(home: Path, *programs: str) -> None:
    """End these programs and leave them ended, the others running. Raises: OSError."""
    with _speaking(home) as server:
        for program in programs:
            server.supervisor.stopProcess(program)


@contextmanager
def _speaking(home: Path) -> Iterator[Any]:
    with xmlrpc.client.ServerProxy("http://supervisor", transport=_Transport(home)) as server:
        yield server


class _Transport(xmlrpc.client.Transport):
    """To the supervisor's socket."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._connection: tuple[Any, Any] = ("supervisor", _Connection(_socket(home)))

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection = self._connection[1]
        return found


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("supervisor")
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(ANSWERS_WITHIN)
        self.sock.connect(self._path)


def leftovers(home: Path) -> list[int]:
    """Pids of programs of this instance that live on, as after a supervisor that was killed."""
    mark = f"{MARK}={home}".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            ours = mark in environ.read_bytes().split(b"\0")
        except OSError:
            continue  # gone, or another user's
        pid = int(environ.parent.name)
        if ours and pid != os.getpid() and started_at(pid):
            found.append(pid)
    return found


def _socket(home: Path) -> Path:
    path = home / "supervisor.sock"
    if len(str(path)) <= SOCKET_NAME_MAX:
        return path
    short = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"tongxin-{short}.sock"


def _base() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _plain(path: Path) -> str:
    return str(path).replace("%", "%%")


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _environment(values: Mapping[str, str]) -> str:
    return ",".join(f"{name}={_quoted(value)}" for name, value in values.items())
