"""The whole system on this machine: backing services, deployment, services, gateway, mail."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from infra.deploy import Environment, deploy, environments
from infra.deploy.admin import derive
from infra.local.authority import Certificates, certificates
from infra.local.backing import Backing, open_backing
from infra.local.ports import Ports
from infra.local.process import Process
from infra.local.programs import FONT, LOCAL, ROOT, Missing, Say, font
from infra.supervisor.config import Failing, Program, failing, supervisor

DEFINITIONS = ROOT / "infra" / "rabbitmq" / "definitions.json"
SERVICES = {
    "tasks": "services.tasks.service:Tasks",
    "evidence": "services.evidence.service:Evidence",
    "notify": "services.notify.service:Notify",
    "scoring": "services.scoring.service:Scoring",
}
USUAL = {
    "gateway": 8080,
    "gateway-tls": 8443,
    "mail": 2525,
    "tasks": 9101,
    "evidence": 9102,
    "notify": 9103,
} | {
    "scoring": 9104,
    "gateway-health": 9105,
}
CITY = "同心市"
AUTHORITY = LOCAL / "authority"
"""Of all instances, and kept when their data are forgotten: phones trust it."""
ENVIRONMENTS = "environments"
"""In a home: what each process was started with, and what the deploy step is run with."""

READY_WITHIN = 120  # seconds for all processes
STARTS = 4  # failed in a row, after which a person who waits for the start is told
POLL = 0.3  # seconds


class NotReady(Exception):
    """A process did not become ready; the message says which, and the end of its log."""


@dataclass
class System:
    """What runs, and where people find it."""

    home: Path
    backing: Backing
    supervisor: Process
    url: str
    secure_url: str
    authority: Path
    health: dict[str, str]
    admin_password: str

    def wait_ready(self, say: Say) -> None:
        """Wait until each process says that it is ready. Raises: NotReady."""
        waiting, end = dict(self.health), time.monotonic() + READY_WITHIN
        while waiting:
            reasons = self.readiness()
            for name in [name for name in waiting if not reasons[name]]:
                say(f"  {name} is ready ({waiting.pop(name)})")
            for name, start in self.failing().items():
                if start.times >= STARTS:
                    raise NotReady(f"{name} does not start: it {start}\n{self.log_of(name)}")
            if waiting and time.monotonic() > end:
                name = next(iter(waiting))
                raise NotReady(f"{name} is not ready: {reasons[name]}\n{self.log_of(name)}")
            time.sleep(POLL)

    def readiness(self) -> dict[str, str]:
        """Program → why it is not ready, or "". Raises: NotReady (there is no supervisor)."""
        failing = {name: str(start) for name, start in self.failing().items()}
        return {name: readiness(address) for name, address in self.health.items()} | failing

    def failing(self) -> dict[str, Failing]:
        """Programs that end soon after each start. Raises: NotReady (there is no supervisor)."""
        if not self.supervisor.alive:
            raise NotReady(f"the supervisor ended\n{self.supervisor.last_words()}")
        return failing(self.supervisor.home)

    def log_of(self, name: str) -> str:
        """The end of a process's log."""
        file = self.supervisor.home / f"{name}.log"
        try:
            lines = file.read_text(errors="replace").splitlines()[-20:]
        except OSError:
            lines = ["(no log)"]
        return "\n".join([f"{file}:", *lines])

    def story(self, *arguments: str) -> int:
        """Play the demo story against the public address; its exit code."""
        environment = os.environ | {
            "TONGXIN_PUBLIC_URL": self.url,
            "TONGXIN_ADMIN_PASSWORD": self.admin_password,
        }
        command = [sys.executable, "-m", "infra.demo", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode

    def fault(self) -> str:
        """What has ended that should run, or ""."""
        if not self.supervisor.alive:
            return f"the supervisor ended\n{self.supervisor.last_words()}"
        dead = [server for server in self.backing.servers if not server.alive]
        return f"a backing service ended: see the logs in {self.home}" if dead else ""


@contextmanager
def running(home: Path, *, usual_ports: bool, say: Say) -> Iterator[System]:
    """The system, started; stopped at the end, in the order users, services, servers.

    Raises: Missing, NotStarted, NotReady, OtherTopology, BadSetting, OSError.
    """
    say("starting the backing services …")
    backing = open_backing(home, usual_ports=usual_ports, say=say)
    system: System | None = None
    try:
        system = _describe(home, backing, usual_ports, say)
        say("starting the services …")
        system.supervisor.start()
        system.wait_ready(say)
        yield system
    finally:
        with _undisturbed():
            say("stopping …")
            if system is not None:
                system.supervisor.stop()
            backing.stop()


def _describe(home: Path, backing: Backing, usual: bool, say: Say) -> System:
    ports = Ports(home / "ports.json")
    listen = {
        name: f"127.0.0.1:{ports.of(f'tongxin-{name}', usual=port if usual else None)}"
        for name, port in USUAL.items()
    }
    url, secure_url = f"http://{listen['gateway']}", f"https://{listen['gateway-tls']}"
    trust = certificates(AUTHORITY)
    found = deploy(
        backing,
        vhost="tongxin",
        database_prefix="tongxin",
        bucket="tongxin",
        definitions=json.loads(DEFINITIONS.read_text()),
        origins=[o for u in (url, secure_url) for o in (u, u.replace("127.0.0.1", "localhost"))],
    )
    password = os.environ.get("TONGXIN_ADMIN_PASSWORD") or _usable(derive(backing.secret, "admin"))
    programs = _programs(home, listen, found, password, trust, say)
    environments.write(
        home / ENVIRONMENTS,
        {"deploy": backing.environment()} | {one.name: one.environment for one in programs},
    )
    return System(
        home=home,
        backing=backing,
        supervisor=supervisor(home / "services", programs),
        url=url,
        secure_url=secure_url,
        authority=trust.authority,
        health={n: listen[n] for n in SERVICES} | {"gateway": listen["gateway-health"]},
        admin_password=password,
    )


def _usable(derived: str) -> str:
    """Of hex digits; the gateway takes no password of decimal digits alone."""
    return derived[:16] if not derived[:16].isdecimal() else f"a{derived[:15]}"


def _programs(
    home: Path,
    listen: dict[str, str],
    found: dict[str, Environment],
    password: str,
    trust: Certificates,
    say: Say,
) -> list[Program]:
    given = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("TONGXIN_") and not name.startswith("TONGXIN_BACKING")
    }
    secret = (home / "secret").read_text()
    city = {"TONGXIN_CITY": CITY, "TONGXIN_DOSSIER_FONT": str(_font(say))}
    mail = {"TONGXIN_SMTP_URL": f"smtp://{listen['mail']}"}
    own = {"evidence": {"TONGXIN_PUBLIC_URL": f"https://{listen['gateway-tls']}"}}
    gateway = {
        "TONGXIN_HTTP_ADDRESS": listen["gateway"],
        "TONGXIN_TLS_ADDRESS": listen["gateway-tls"],
        "TONGXIN_TLS_CERTIFICATE": str(trust.certificate),
        "TONGXIN_TLS_KEY": str(trust.key),
        "TONGXIN_HEALTH_ADDRESS": listen["gateway-health"],
        "TONGXIN_TOKEN_SECRET": derive(secret, "tokens"),
        "TONGXIN_ADMIN_PASSWORD": password,
        "TONGXIN_DOCS": "on",
        "TONGXIN_HEALTH_OF": ",".join(f"{name}={listen[name]}" for name in SERVICES),
    }
    services = [
        Program(
            name,
            ("kit.run", target),
            city
            | mail
            | own.get(name, {})
            | given
            | found[name]
            | {"TONGXIN_HEALTH_ADDRESS": listen[name]},
        )
        for name, target in SERVICES.items()
    ]
    return [
        Program("mail", ("infra.local.mail", listen["mail"], str(home / "mail")), {}),
        *services,
        Program("gateway", ("gateway",), city | gateway | given | found["gateway"]),
    ]


def _font(say: Say) -> Path:
    """Without one everything works but dossiers and stamped copies, which say so."""
    try:
        return font()
    except Missing as missing:
        say(str(missing))
        return FONT


def readiness(address: str) -> str:
    """Why the process at this address is not ready, or ""."""
    try:
        with urlopen(f"http://{address}/health/ready", timeout=3):
            return ""
    except HTTPError as error:
        with error:
            return error.read().decode(errors="replace")[:500]
    except OSError as error:
        return str(error)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A second Ctrl-C must not leave half of the processes behind."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
