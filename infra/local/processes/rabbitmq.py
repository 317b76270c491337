"""Debian's RabbitMQ as a process of its own: own node, ports, data, cookie and epmd."""

import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.deploy.objects import ADMIN
from infra.local import probes
from infra.local.ports import Ports
from infra.local.process import Process
from infra.local.programs import Say, from_apt

WATERMARK = "0.5"  # share of the memory above which the broker blocks publishers
CTL_WITHIN = 60  # seconds for one rabbitmqctl
LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}"

# The scripts behind Debian's wrappers, which would change to another user.
SCRIPTS = "/usr/lib/rabbitmq/bin"

CONF = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {api}
default_user = {user}
default_pass = {password}
default_user_tags.administrator = true
default_vhost = /
disk_free_limit.absolute = 64MB
vm_memory_high_watermark.relative = {watermark}
log.console = true
log.console.level = warning
log.file = false
"""


@dataclass
class RabbitMQ:
    """The broker, with the controls that fault tests need."""

    node: Process
    epmd: Process
    ctl: list[str]

    @property
    def alive(self) -> bool:
        return self.node.alive

    def start(self) -> None:
        self.epmd.start()
        self.node.start()

    def stop(self) -> None:
        """Stop the node politely; its port mapper goes with it."""
        self.node.stop()
        self.epmd.stop()

    def kill(self) -> None:
        self.node.kill()

    def forget(self) -> None:
        self.node.forget()

    def freeze(self) -> None:
        self.node.freeze()

    def resume(self) -> None:
        self.node.resume()

    def memory_alarm(self, on: bool) -> None:
        """Raise or end the memory alarm: while it lasts, publishers are blocked."""
        limit = ["absolute", "1"] if on else [WATERMARK]
        self.rabbitmqctl("set_vm_memory_high_watermark", *limit)

    def settle(self) -> None:
        """Write the names of queues just declared to disk.

        RabbitMQ saves them half a second late: a quorum queue younger than that comes back from a
        power cut empty, confirmed messages and all.
        """
        self.rabbitmqctl("eval", "[dets:sync(Table) || Table <- dets:all()].")

    def rabbitmqctl(self, *arguments: str) -> str:
        """Run one administrative command. Raises: OSError with its output."""
        done = subprocess.run(  # noqa: PLW1510  the code is looked at
            [*self.ctl, *arguments],
            env=self.node.env,
            capture_output=True,
            text=True,
            timeout=CTL_WITHIN,
            cwd=self.node.home,
        )
        if done.returncode:
            raise OSError(f"rabbitmqctl {arguments[0]}: {done.stderr.strip()}")
        return done.stdout


def rabbitmq(home: Path, ports: Ports, password: str, *, usual: bool, say: Say) -> RabbitMQ:
    """Describe (not start) the broker that lives in `home`; write its configuration.

    Raises: Missing.
    """
    server = from_apt("rabbitmq-server", ["rabbitmq-server"], say, SCRIPTS)
    epmd = Process("epmd", home / "epmd", [], {}, lambda: False)
    node = Process("rabbitmq", home, [str(server)], {}, lambda: False)
    name = f"tongxin-{home.parent.name}@localhost"
    amqp = ports.of("amqp", usual=5672 if usual else None, held=node.alive)
    api = ports.of("rabbitmq-api", usual=15672 if usual else None, held=node.alive)
    dist = ports.of("rabbitmq-dist", held=node.alive)
    mapper = ports.of("epmd", held=epmd.alive)
    conf = CONF.format(amqp=amqp, api=api, user=ADMIN, password=password, watermark=WATERMARK)
    env = node.env = epmd.env = _environment(home, name, dist, mapper)
    _write(home, conf)
    epmd.argv = [_epmd(), "-address", "127.0.0.1", "-port", str(mapper)]
    epmd.answers = lambda: probes.listens(mapper)
    node.answers = lambda: probes.amqp(amqp)
    ctl = from_apt("rabbitmqctl", ["rabbitmq-server"], say, SCRIPTS)
    return RabbitMQ(
        node=node,
        epmd=epmd,
        ctl=[str(ctl), "-n", env["RABBITMQ_NODENAME"]],
    )


def _epmd() -> str:
    return shutil.which("epmd") or "/usr/bin/epmd"


def _environment(home: Path, name: str, dist: int, mapper: int) -> dict[str, str]:
    return {
        "PATH": f"{SCRIPTS}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
        "HOME": str(home),  # the cookie is read from here
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(mapper),
        "RABBITMQ_NODENAME": name,
        "RABBITMQ_DIST_PORT": str(dist),
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home / "data"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "env.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        # Queue counts in the management API are at most a second old.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{LOOPBACK} -rabbit quorum_tick_interval 1000",
        "RABBITMQ_CTL_ERL_ARGS": LOOPBACK,
    }


def _write(home: Path, conf: str) -> None:
    (home / "data").mkdir(parents=True, exist_ok=True)
    (home / "rabbitmq.conf").write_text(conf)
    (home / "rabbitmq.conf").chmod(0o600)
    (home / "advanced.config").write_text("[].\n")
    (home / "env.conf").write_text("")
    (home / "enabled_plugins").write_text("[rabbitmq_management].\n")
    cookie = home / ".erlang.cookie"
    if not cookie.exists():
        cookie.touch(mode=0o600)
        cookie.write_text(secrets.token_hex(20))
        cookie.chmod(0o400)
