"""The backing services as containers, where an engine answers and has, or can pull, the images."""

import hashlib
import json
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# Its reaper would end containers with the process that started them; ours outlive it.
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")

import docker
from docker.errors import DockerException, ImageNotFound, NotFound
from testcontainers.core.container import DockerContainer

from infra.deploy import inner
from infra.deploy.admin import derive
from infra.deploy.objects import ADMIN, identities
from infra.local import probes
from infra.local.ports import Ports
from infra.local.process import NotStarted
from infra.local.programs import Missing

# Variable that names another image → the image.
IMAGES = {
    "RABBITMQ_IMAGE": "rabbitmq:4-management",
    "MONGO_IMAGE": "mongo:8",
    "SEAWEEDFS_IMAGE": "chrislusf/seaweedfs:4.48",
}
START_WITHIN = 120  # seconds until a container answers
STOP_WITHIN = 20  # seconds; past them the engine kills it
DEFAULT_ENGINE = "unix:///var/run/docker.sock"
ENGINE_WITHIN = 5  # seconds for the engine's first answer
PULL_WITHIN = 600  # seconds for one image
POLL = 0.1  # seconds
STORE = "/etc/seaweedfs"  # where SeaweedFS looks for security.toml


class NoEngine(Missing):
    """Containers were asked for, and cannot be had; the message says why."""


def unusable(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why containers cannot be used here, or None where they can. Pulls missing images."""
    if not _takes_calls(environ.get("DOCKER_HOST", DEFAULT_ENGINE)):
        return "no container engine answers"
    try:
        engine = docker.from_env(timeout=PULL_WITHIN)
    except DockerException as error:
        return f"the container engine does not answer: {error}"
    try:
        for image in images(environ).values():
            try:
                engine.images.get(image)
            except ImageNotFound:
                engine.images.pull(image)
    except (DockerException, OSError) as error:
        return f"the engine has no image {image} and cannot pull it: {str(error)[:200]}"
    finally:
        engine.close()
    return None


def _takes_calls(address: str) -> bool:
    """Something listens there. Asked before the engine's client, which leaves sockets behind."""
    parts = urlsplit(address)
    try:
        if parts.scheme == "unix":
            with socket.socket(socket.AF_UNIX) as sock:
                sock.settimeout(ENGINE_WITHIN)
                sock.connect(parts.path)
        else:
            where = (parts.hostname or "", parts.port or 2375)
            socket.create_connection(where, ENGINE_WITHIN).close()
    except OSError:
        return False
    return True


def images(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    return {name: environ.get(name, image) for name, image in IMAGES.items()}


@dataclass
class Container:
    """One backing server in a container that keeps its data until it is forgotten."""

    name: str
    image: str
    ports: dict[int, int]
    answers: Callable[[], object]
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    hostname: str = ""
    stop_within: int = STOP_WITHIN

    @property
    def alive(self) -> bool:
        found = self._found()
        return found is not None and found.status in ("running", "paused")

    def start(self) -> None:
        """Start it, made first where it is not there. Raises: NotStarted."""
        found = self._found()
        if found is None:
            self._make()
        elif found.status == "paused":
            found.unpause()
        elif found.status != "running":
            found.start()
        self._wait()

    def stop(self) -> None:
        self.resume()
        if self.alive:
            self._here().stop(timeout=self.stop_within)

    def kill(self) -> None:
        if self.alive:
            self._here().kill()
            self._here().wait(timeout=STOP_WITHIN)

    def freeze(self) -> None:
        self._here().pause()

    def resume(self) -> None:
        found = self._found()
        if found is not None and found.status == "paused":
            found.unpause()

    def forget(self) -> None:
        """Remove it with its data."""
        if (found := self._found()) is not None:
            found.remove(force=True, v=True)

    def run(self, *command: str) -> str:
        """Run a command in it. Raises: OSError with its output."""
        code, output = self._here().exec_run(list(command))
        if code:
            raise OSError(f"{command[0]}: {output.decode(errors='replace')}")
        return str(output.decode(errors="replace"))

    def _make(self) -> None:
        container = DockerContainer(self.image).with_name(self.name).with_envs(**self.environment)
        loopback: dict[str, Any] = {
            str(inner): ("127.0.0.1", outer) for inner, outer in self.ports.items()
        }
        container.ports = loopback
        for place, content in self.files.items():
            container.with_copy_into_container(content, place)
        if self.command is not None:
            container.with_command(self.command)
        container.with_kwargs(hostname=self.hostname or self.name)
        container.start()
        container.get_docker_client().client.close()

    def _wait(self) -> None:
        end = time.monotonic() + START_WITHIN
        while not probes.says_yes(self.answers):
            if not self.alive or time.monotonic() > end:
                log = self._here().logs(tail=30).decode(errors="replace")
                raise NotStarted(f"container {self.name} does not answer\n{log}")
            time.sleep(POLL)

    def _found(self) -> Any:
        try:
            return self._here()
        except NotFound:
            return None

    def _here(self) -> Any:
        return _engine().containers.get(self.name)


@dataclass
class BrokerContainer(Container):
    """The broker, with the controls that fault tests need."""

    def memory_alarm(self, on: bool) -> None:
        limit = ["absolute", "1"] if on else ["0.5"]
        self.run("rabbitmqctl", "set_vm_memory_high_watermark", *limit)

    def settle(self) -> None:
        self.run("rabbitmqctl", "eval", "[dets:sync(Table) || Table <- dets:all()].")


def build(
    home: Path, ports: Ports, secret: str, keys: dict[str, tuple[str, str]], *, usual: bool
) -> tuple[BrokerContainer, Container, Container]:
    """Describe (not make) the broker, the document server and the object store of a home."""
    name = f"tongxin-{home.name}-{hashlib.sha256(str(home).encode()).hexdigest()[:8]}"
    image = images()
    broker = _broker(f"{name}-broker", image["RABBITMQ_IMAGE"], ports, secret, usual)
    documents = _documents(f"{name}-documents", image["MONGO_IMAGE"], ports, secret, usual)
    objects = _objects(f"{name}-objects", image["SEAWEEDFS_IMAGE"], ports, keys, usual)
    return broker, documents, objects


def _broker(name: str, image: str, ports: Ports, secret: str, usual: bool) -> BrokerContainer:
    held = BrokerContainer(name, image, {}, bool).alive
    amqp = ports.of("amqp", usual=5672 if usual else None, held=held)
    api = ports.of("rabbitmq-api", usual=15672 if usual else None, held=held)
    return BrokerContainer(
        name,
        image,
        {5672: amqp, 15672: api},
        lambda: probes.amqp(amqp),
        environment={
            "RABBITMQ_DEFAULT_USER": ADMIN,
            "RABBITMQ_DEFAULT_PASS": derive(secret, "broker"),
        },
    )


def _documents(name: str, image: str, ports: Ports, secret: str, usual: bool) -> Container:
    held = Container(name, image, {}, bool).alive
    port = ports.of("mongo", usual=27017 if usual else None, held=held)
    password = derive(secret, "documents")
    return Container(
        name,
        image,
        {27017: port},
        lambda: probes.mongo(probes.mongo_address(port, ADMIN, password), ADMIN),
        environment={
            "MONGO_INITDB_ROOT_USERNAME": ADMIN,
            "MONGO_INITDB_ROOT_PASSWORD": password,
        },
    )


def _objects(
    name: str, image: str, ports: Ports, keys: dict[str, tuple[str, str]], usual: bool
) -> Container:
    held = Container(name, image, {}, bool).alive
    port = ports.of("s3", usual=8333 if usual else None, held=held)
    files = inner.files(STORE) | {"s3.json": json.dumps(identities(keys)).encode()}
    return Container(
        name,
        image,
        {8333: port},
        lambda: probes.s3(f"http://127.0.0.1:{port}", *keys[ADMIN]),
        stop_within=8,  # it stops slowly; killing it loses nothing
        files={f"{STORE}/{name}": content for name, content in files.items()},
        # Only S3 leaves the container's loopback. The inner ports know nothing of object lock:
        # -disableHttp closes them to HTTP, security.toml to gRPC.
        command=[
            *("-logtostderr=true", "server", "-dir=/data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
            *("-disableHttp", "-master.telemetry=false", "-master.peers=none"),
            *("-master.volumeSizeLimitMB=1024", "-volume.max=0", "-volume.minFreeSpace=2GiB"),
            *("-volume.index=leveldb", "-volume.preStopSeconds=1", "-filer"),
            *("-filer.disableDirListing", "-filer.exposeDirectoryData=false"),
            *("-s3", "-s3.ip.bind=0.0.0.0", "-s3.port=8333", f"-s3.config={STORE}/s3.json"),
            *("-s3.iam=false", "-s3.autoCreateBucket=false", "-s3.port.iceberg=0"),
            *("-s3.allowDeleteBucketNotEmpty=false", "-s3.port.lance=0"),
        ],
    )


@cache
def _engine() -> Any:
    return docker.from_env(timeout=STOP_WITHIN * 3)
