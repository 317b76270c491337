"""Chooses and starts the backing services: given addresses, containers or local processes.

The choice is the same for a run and for the tests, and it is printed. What it started is known by
files in its home folder (ports, pids, secret, data, logs), so that a later command finds it again.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

from infra.deploy.admin import Admin, BadSetting, derive, from_environment, in_environment
from infra.deploy.objects import ADMIN, POLICIES
from infra.local import containers, probes
from infra.local.ports import Ports
from infra.local.process import PRIVATE, started_at
from infra.local.processes.rabbitmq import rabbitmq
from infra.local.processes.seaweed import seaweed
from infra.local.processes.secantus import secantus
from infra.local.programs import LOCAL, Say

PROCESSES, CONTAINERS = "processes", "containers"
USERS = LOCAL / "test-users"


class Server(Protocol):
    """What can be done to one backing server of ours."""

    @property
    def alive(self) -> bool: ...
    def start(self) -> None:
        """Start it where it does not live; come back when it answers."""

    def stop(self) -> None:
        """End it politely."""

    def kill(self) -> None:
        """End it as a power cut would."""

    def freeze(self) -> None:
        """It keeps its connections and answers nothing."""

    def resume(self) -> None: ...

    def forget(self) -> None:
        """Delete it with its data; it is stopped."""


class Broker(Server, Protocol):
    def memory_alarm(self, on: bool) -> None:
        """While it is on, publishers are blocked."""

    def settle(self) -> None:
        """Queues declared so far, and what is in them, outlive a `kill`."""


@dataclass(frozen=True)
class Backing(Admin):
    """The backing services that are up: their addresses (`Admin`) and, where ours, controls.

    `way` is "addresses", "containers" or "processes". With addresses the controls are None.
    """

    way: str = "addresses"
    home: Path = LOCAL
    broker: Broker | None = None
    documents: Server | None = None
    objects: Server | None = None

    @property
    def servers(self) -> list[Server]:
        return [s for s in (self.broker, self.documents, self.objects) if s is not None]

    @property
    def alive(self) -> bool:
        """All of our servers live (given addresses count as alive)."""
        return all(server.alive for server in self.servers)

    def start(self) -> None:
        """Start what is ours and does not live. Raises: NotStarted."""
        _together(server.start for server in self.servers)

    def stop(self) -> None:
        """Stop what is ours; data stays."""
        _together(server.stop for server in self.servers)


def _together(jobs: Iterable[Callable[[], None]]) -> None:
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()


def open_backing(
    home: Path,
    *,
    usual_ports: bool = False,
    environ: Mapping[str, str] = os.environ,
    say: Say = print,
) -> Backing:
    """The backing services, up and answering.

    From here on what this process writes is for its owner alone (umask).

    Args:
        home: folder of this instance: ports, pids, secret, data and logs.
        usual_ports: ask for the ports that people expect first.
        environ: where `TONGXIN_BACKING_*` may stand (leave it empty to get servers of one's own);
            `TONGXIN_BACKING=processes` or `=containers` decides between these two.

    Raises: Missing, NotStarted, NoEngine, BadSetting.
    """
    os.umask(PRIVATE)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    if in_environment(environ):
        admin = from_environment(environ, _secret(home))
        say("backing services: addresses from the environment")
        return Backing(home=home, **{f.name: getattr(admin, f.name) for f in fields(Admin)})
    backing = describe(home, usual_ports=usual_ports, environ=environ, say=say)
    if backing.way == CONTAINERS and not was_started(home):
        for server in backing.servers:
            server.forget()  # of an earlier home in this place, whose passwords are gone
    _recorded(home).write_text(backing.way)
    try:
        backing.start()
    except BaseException:
        backing.stop()
        raise
    return backing


def describe(
    home: Path,
    *,
    usual_ports: bool = False,
    environ: Mapping[str, str] = os.environ,
    say: Say = print,
) -> Backing:
    """The servers of this home, whether they live or not; nothing is started.

    Raises: Missing, NoEngine, BadSetting.
    """
    way = _choose(home, environ, say)
    secret, ports = _secret(home), Ports(home / "ports.json")
    if way == PROCESSES:
        return _processes(home, ports, secret, usual_ports, say)
    broker, documents, objects = containers.build(
        home, ports, secret, s3_keys(secret), usual=usual_ports
    )
    return Backing(
        way=way,
        home=home,
        broker=broker,
        documents=documents,
        objects=objects,
        **_addresses(ports, secret),
    )


def known(home: Path) -> Backing:
    """The servers that were started in this home, whatever is wished for now."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith("TONGXIN_BACKING")}
    return describe(home, environ=ours, say=lambda _: None)


def was_started(home: Path) -> bool:
    """Servers of our own were started in this home."""
    return _recorded(home).exists()


def _choose(home: Path, environ: Mapping[str, str], say: Say) -> str:
    """Containers or processes; once chosen for a home, it stays so while it has data."""
    wish = environ.get("TONGXIN_BACKING", "")
    if wish not in ("", PROCESSES, CONTAINERS):
        raise BadSetting(f"TONGXIN_BACKING={wish!r} is neither {PROCESSES} nor {CONTAINERS}")
    before = _recorded(home).read_text() if _recorded(home).exists() else ""
    if wish and before and wish != before:
        raise BadSetting(f"TONGXIN_BACKING={wish}, but {home} has data of {before}: `make reset`")
    if PROCESSES in (wish, before):
        say("backing services: local processes")
        return PROCESSES
    reason = containers.unusable(environ)
    if reason is None:
        say("backing services: containers")
        return CONTAINERS
    if CONTAINERS in (wish, before):
        raise containers.NoEngine(reason)
    say(f"backing services: local processes (no containers: {reason})")
    return PROCESSES


def _processes(home: Path, ports: Ports, secret: str, usual: bool, say: Say) -> Backing:
    keys = s3_keys(secret)
    broker = rabbitmq(home / "broker", ports, derive(secret, "broker"), usual=usual, say=say)
    documents = secantus(
        home / "documents", ports, derive(secret, "documents"), usual=usual, say=say
    )
    objects = seaweed(home / "objects", ports, keys, usual=usual, say=say)
    return Backing(
        way=PROCESSES,
        home=home,
        broker=broker,
        documents=documents,
        objects=objects,
        **_addresses(ports, secret),
    )


def s3_keys(secret: str) -> dict[str, tuple[str, str]]:
    """Access and secret keys of the administrator and of each service that keeps objects."""
    return {name: (name, derive(secret, f"objects {name}")) for name in (ADMIN, *POLICIES)}


def _addresses(ports: Ports, secret: str) -> dict[str, Any]:
    """The fields of `Admin` for servers of ours."""
    keys = s3_keys(secret)
    access, key = keys.pop(ADMIN)
    broker = f"{ADMIN}:{derive(secret, 'broker')}@127.0.0.1"
    s3 = f"http://127.0.0.1:{ports['s3']}"
    return {
        "amqp": f"amqp://{broker}:{ports['amqp']}",
        "rabbitmq_api": f"http://{broker}:{ports['rabbitmq-api']}",
        "mongo": probes.mongo_address(ports["mongo"], ADMIN, derive(secret, "documents")),
        "s3": s3,
        "s3_public": s3,
        "s3_access_key": access,
        "s3_secret_key": key,
        "s3_keys": keys,
        "secret": secret,
    }


def _recorded(home: Path) -> Path:
    return home / "way"


def _secret(home: Path) -> str:
    file = home / "secret"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
    return file.read_text()


def forget(home: Path) -> None:
    """Delete the data of a home whose servers are stopped."""
    if not home.resolve().is_relative_to(LOCAL.resolve()):
        raise ValueError(f"{home} is not under {LOCAL}")
    if _recorded(home).exists() and _recorded(home).read_text() == CONTAINERS:
        for server in known(home).servers:
            server.forget()
    shutil.rmtree(home, ignore_errors=True)


def users() -> list[int]:
    """Test sessions that use the shared test servers now (pids); dead ones are forgotten."""
    living = []
    for file in USERS.glob("*"):
        if started_at(int(file.name)) == file.read_text():
            living.append(int(file.name))
        else:
            file.unlink(missing_ok=True)
    return living
