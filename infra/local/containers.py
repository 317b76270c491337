"""The backing services of infra/compose.yml as containers, where an engine answers and has, or can
pull, the images."""

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from testcontainers.compose import DockerCompose

from infra.deploy import inner
from infra.deploy.admin import derive
from infra.deploy.objects import ADMIN, identities
from infra.local import probes
from infra.local.ports import Ports
from infra.local.process import NotStarted
from infra.local.programs import COMPOSE, Missing, find

FILES = (COMPOSE, COMPOSE.parent / "compose" / "local.yml")
BROKER, DOCUMENTS, OBJECTS = "rabbitmq", "mongo", "seaweedfs"
WATERMARK = ("absolute", "600MiB")  # as in infra/compose/rabbitmq.conf
START_WITHIN = 120  # seconds until a container answers
STOP_WITHIN = 20  # seconds; past them the engine kills it
ENGINE_WITHIN = 5  # seconds for the engine's first answer
COMMAND_WITHIN = 60  # seconds for one command
PULL_WITHIN = 600  # seconds for the images
POLL = 0.1  # seconds


class NoEngine(Missing):
    """Containers were asked for, and cannot be had; the message says why."""


class Project(DockerCompose):
    """The containers of one home. ``settings``: what the files leave to the environment.

    The library's own commands wait for ever; each of these has an end.
    """

    def __init__(
        self, name: str, settings: Mapping[str, str], environ: Mapping[str, str] = os.environ
    ) -> None:
        super().__init__(COMPOSE.parent, compose_file_name=[str(file) for file in FILES])
        self.name = name
        self._environ = {"RABBITMQ_PASSWORD": "-", **environ, **settings}
        # Two that make their first container at once would both make the network.
        self._making = threading.Lock()

    @cached_property
    def compose_command_property(self) -> list[str]:
        """Raises: Missing."""
        program = find("docker-compose", str(Path(sys.executable).parent))
        if program is None:
            raise Missing("docker-compose is missing; install it with: uv sync --frozen")
        files = [word for file in FILES for word in ("--file", str(file))]
        return [str(program), "--project-name", self.name, *files]

    def compose(self, *arguments: str, within: float = COMMAND_WITHIN) -> str:
        """What docker-compose answers. Raises: Missing, OSError with what it said."""
        try:
            done = subprocess.run(
                [*self.compose_command_property, *arguments],
                env=self._environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=within,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise OSError(f"docker-compose {arguments[0]}: nothing within {within:g} s") from late
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if "level=warning" not in line]
            raise OSError(f"docker-compose {arguments[0]}: {' '.join(said)[-500:]}")
        return done.stdout

    def make(self, service: str) -> None:
        """Its container as the files describe it, running. Raises: OSError."""
        with self._making:
            self.compose("up", "--detach", "--no-deps", service)


def unusable(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why containers cannot be used here, or None where they can. Pulls missing images."""
    project = Project("tongxin-images", {}, environ)
    try:
        project.compose("ls", within=ENGINE_WITHIN)
    except (Missing, OSError) as error:
        return f"no container engine answers: {error}"
    try:
        wanted = (BROKER, DOCUMENTS, OBJECTS)
        # One without a tag, or with "latest", it asks the registry for all the same.
        project.compose("pull", "--quiet", "--policy", "missing", *wanted, within=PULL_WITHIN)
    except OSError as error:
        return f"the engine has no image and cannot pull it: {error}"
    return None


@dataclass
class Container:
    """One backing server in a container, whose data lives in a volume until it is forgotten."""

    project: Project
    service: str
    answers: Callable[[], object] = bool
    stop_within: int = STOP_WITHIN

    @property
    def alive(self) -> bool:
        return self._is("running", "paused")

    def start(self) -> None:
        """Start it, made first where it is not there. Raises: NotStarted."""
        self.resume()
        try:
            self.project.make(self.service)
        except OSError as error:
            raise NotStarted(str(error)) from error
        end = time.monotonic() + START_WITHIN
        while not probes.says_yes(self.answers):
            if not self.alive or time.monotonic() > end:
                log = self.project.compose("logs", "--no-color", "--tail", "30", self.service)
                raise NotStarted(f"container {self.service} does not answer\n{log}")
            time.sleep(POLL)

    def stop(self) -> None:
        self.resume()
        self.project.compose("stop", "--timeout", str(self.stop_within), self.service)

    def kill(self) -> None:
        if self.alive:
            self.project.compose("kill", self.service)

    def freeze(self) -> None:
        self.project.compose("pause", self.service)

    def resume(self) -> None:
        if self._is("paused"):
            self.project.compose("unpause", self.service)

    def forget(self) -> None:
        """Remove it with its data."""
        self.project.compose("down", "--volumes", "--timeout", "0", self.service)

    def run(self, *command: str) -> str:
        """Run a command in it. Raises: OSError with its output."""
        return self.project.compose("exec", "--no-TTY", self.service, *command)

    def _is(self, *states: str) -> bool:
        wanted = [word for state in states for word in ("--status", state)]
        return bool(self.project.compose("ps", "--quiet", *wanted, self.service).strip())


@dataclass
class BrokerContainer(Container):
    """The broker, with the controls that fault tests need."""

    def memory_alarm(self, on: bool) -> None:
        limit = ("absolute", "1") if on else WATERMARK
        self.run("rabbitmqctl", "set_vm_memory_high_watermark", *limit)

    def settle(self) -> None:
        self.run("rabbitmqctl", "eval", "[dets:sync(Table) || Table <- dets:all()].")


def build(
    home: Path, ports: Ports, secret: str, keys: dict[str, tuple[str, str]], *, usual: bool
) -> tuple[BrokerContainer, Container, Container]:
    """Describe (not make) the broker, the document server and the object store of a home."""
    name = f"tongxin-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    before = Project(name, {}, os.environ)

    def port(service: str, of: str, number: int) -> int:
        held = Container(before, service).alive
        return ports.of(of, usual=number if usual else None, held=held)

    amqp, mongo = port(BROKER, "amqp", 5672), port(DOCUMENTS, "mongo", 27017)
    s3, password = port(OBJECTS, "s3", 8333), derive(secret, "documents")
    settings = {
        "TONGXIN_AMQP_PORT": str(amqp),
        "TONGXIN_RABBITMQ_API_PORT": str(port(BROKER, "rabbitmq-api", 15672)),
        "TONGXIN_MONGO_PORT": str(mongo),
        "TONGXIN_S3_PORT": str(s3),
        "TONGXIN_STORE_SETTINGS": str(store_settings(home / "objects", keys)),
        "RABBITMQ_PASSWORD": derive(secret, "broker"),
        "MONGO_PASSWORD": password,
    }
    project, address = Project(name, settings, os.environ), f"http://127.0.0.1:{s3}"
    documents = probes.mongo_address(mongo, ADMIN, password)
    return (
        BrokerContainer(project, BROKER, lambda: probes.amqp(amqp)),
        Container(project, DOCUMENTS, lambda: probes.mongo(documents, ADMIN)),
        # It stops slowly; killing it loses nothing.
        Container(project, OBJECTS, lambda: probes.s3(address, *keys[ADMIN]), stop_within=8),
    )


def store_settings(folder: Path, keys: dict[str, tuple[str, str]]) -> Path:
    """What the store reads when it starts. Its own user, whoever that is, must be able to: the
    home around it is closed to others."""
    folder.mkdir(parents=True, exist_ok=True)
    inner.write(folder)
    (folder / "s3.json").write_text(json.dumps(identities(keys)))
    folder.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o644)
    return folder
