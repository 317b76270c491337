"""A virtual host, databases and a bucket of its own for one test module, and processes on them."""

import importlib
import re
import secrets
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import urlsplit

from kombu.connection import Connection
from minio import Minio
from pymongo.database import Database
from pymongo.errors import PyMongoError

from infra.deploy import deploy, documents, objects
from infra.deploy.broker import address_of
from infra.local import ports
from infra.local.backing import Backing, Broker, Server
from infra.local.programs import font
from infra.rabbitmq.management import Management
from kit.service import Service
from kit.signing import Signer
from tests.support.broker import BrokerApi
from tests.support.mailbox import Mailbox
from tests.support.running import Running, command_of

ALL = (
    "services.tasks.service:Tasks",
    "services.evidence.service:Evidence",
    "services.notify.service:Notify",
    "services.scoring.service:Scoring",
)
GATEWAY = {
    "TONGXIN_TOKEN_SECRET": "a-secret-of-the-tests-with-32-bytes-or-more",
    "TONGXIN_ADMIN_PASSWORD": "correct horse battery staple",
    "TONGXIN_CITY": "同心市",
    "TONGXIN_DOCS": "on",
}


class Stack:
    """Everything a module's tests need of the backing services, gone when they end."""

    def __init__(self, backing: Backing, name: str, definitions: dict[str, Any]) -> None:
        self.backing = backing
        self.name = f"t-{re.sub('[^a-z0-9]+', '-', name.lower())[-30:]}-{secrets.token_hex(3)}"
        self.vhost = self.bucket = self.name
        self.database_prefix = self.name.replace("-", "_")
        self.definitions = definitions
        self.processes: list[Running] = []
        self._open = ExitStack()
        self._mailbox: Mailbox | None = None
        self._mongo: documents.Client | None = None
        self.home = backing.home / "processes" / self.name
        self.deploy()
        management = Management(backing.rabbitmq_api)
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        management.put("permissions", self.vhost, self._admin, body=everything)
        self.api = BrokerApi(backing.rabbitmq_api, self.amqp_address(), self.vhost)

    def deploy(self) -> None:
        """Deploy (again): what exists stays, what is missing comes."""
        self._env = deploy(
            self.backing,
            vhost=self.vhost,
            database_prefix=self.database_prefix,
            bucket=self.bucket,
            definitions=self.definitions,
        )

    def env(self, service: str) -> dict[str, str]:
        """The environment of a service's process, without addresses to listen on."""
        found = dict(self._env[service]) | {"TONGXIN_SMTP_URL": self.mailbox.address}
        found["TONGXIN_QUIET_HOURS"] = ""  # mails at whatever hour the tests run
        if service in ("gateway", "evidence"):
            found["TONGXIN_DOSSIER_FONT"] = str(font())
        return found | GATEWAY if service == "gateway" else found

    def signer(self, name: str) -> Signer:
        """What this service, or the gateway, signs with."""
        return Signer(self.backing.signing_secret(name))

    def start(self, target: Any, name: str | None = None, **env: str) -> Running:
        """Start a process; `wait_ready()` on the answer waits for it.

        Args:
            target: a service class, `"module:Class"`, or a module (`"gateway"`).
            name: whose environment it gets; the class's own name where not given.
            env: added to its environment, or put in its place.
        """
        text = target if isinstance(target, str) else f"{target.__module__}:{target.__qualname__}"
        name = name or (load(text).name if ":" in text else text)
        full = self.env(name) | {"TONGXIN_HEALTH_ADDRESS": self._free_address()}
        if name == "gateway":
            full["TONGXIN_HTTP_ADDRESS"] = self._free_address()
        full |= env
        home = self.home / f"{name}-{len(self.processes)}"
        running = Running(name, home, command_of(text), full)
        self.processes.append(running)
        return running

    @property
    def mailbox(self) -> Mailbox:
        """A real SMTP server that keeps what it gets; it starts when it is first asked for."""
        if self._mailbox is None:
            self._mailbox = self._open.enter_context(Mailbox(ports.choose()))
        return self._mailbox

    @property
    def _admin(self) -> str:
        return urlsplit(self.backing.amqp).username or ""

    def amqp_address(self, user: str | None = None) -> str:
        """The virtual host's address for a service's user, or for the administrator."""
        if user is not None:
            return self._env[user]["TONGXIN_AMQP_URL"]
        password = urlsplit(self.backing.amqp).password or ""
        return address_of(self.backing.amqp, self.vhost, self._admin, password)

    def amqp(self, user: str | None = None) -> Connection:
        """A raw connection (kombu), as a service's user or as administrator; closed at the end."""
        return self._open.enter_context(Connection(self.amqp_address(user), connect_timeout=10))

    def mongo(self, service: str) -> Database[dict[str, Any]]:
        """A service's database, with an administrator's rights."""
        if self._mongo is None:
            self._mongo = self._open.enter_context(documents.client(self.backing.mongo))
        return self._mongo[f"{self.database_prefix}_{service}"]

    @property
    def broker(self) -> Broker:
        """The broker, where it is ours to stop."""
        assert self.backing.broker, "its address was given"
        return self.backing.broker

    @property
    def documents(self) -> Server:
        """The document server, where it is ours to stop."""
        assert self.backing.documents, "its address was given"
        return self.backing.documents

    @property
    def s3(self) -> Minio:
        """The object store, with an administrator's rights."""
        parts = urlsplit(self.backing.s3)
        return Minio(
            parts.netloc,
            access_key=self.backing.s3_access_key,
            secret_key=self.backing.s3_secret_key,
            secure=parts.scheme == "https",
        )

    def close(self) -> None:
        """End the processes; delete virtual host, databases, and what may be deleted of objects."""
        for running in self.processes:
            running.resume()
            running.kill()
        self._open.close()
        with suppress(OSError):
            self.backing.start()  # a fault test may have left a server down
        Management(self.backing.rabbitmq_api).delete("vhosts", self.vhost)
        with documents.client(self.backing.mongo) as mongo, suppress(PyMongoError):
            for service in self._env:
                documents.drop(mongo, f"{self.database_prefix}_{service}")
        objects.empty_bucket(self._botocore(), self.bucket)

    def _botocore(self) -> Any:
        admin = self.backing
        return objects.client(admin.s3, admin.s3_access_key, admin.s3_secret_key)

    def _free_address(self) -> str:
        return f"127.0.0.1:{ports.choose()}"


def load(target: str) -> Any:
    """The class named by `module:Class`."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def bare(name: str) -> type[Service]:
    """A service that hears nothing: its call queue is all that is needed of it."""
    return type(name.title(), (Service,), {"name": name, "tables": ()})


def definitions_of(module: Any) -> dict[str, Any]:
    """The topology that a test module wants: its DEFINITIONS, or that of its SERVICES (classes or
    `module:Class`), or of the whole system."""
    if (given := getattr(module, "DEFINITIONS", None)) is not None:
        return dict(given)
    from kit.definitions import definitions  # late: it brings nameko and eventlet along

    wanted: Iterable[Any] = getattr(module, "SERVICES", ALL)
    return dict(definitions([load(one) if isinstance(one, str) else one for one in wanted]))
