"""Brings infra/compose.yml up with the images as built, and uses the system as people would.

``python -m infra.images.prove``: exits with 0 only if every step held; leaves nothing running.
Which images stand behind the backing services is infra/compose.yml's to say (RABBITMQ_IMAGE, …).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import uuid6

from infra.demo import city
from infra.demo.api import Api, eventually
from infra.demo.files import JPEG, photo
from infra.demo.uploads import File, upload
from infra.deploy import deploy
from infra.local.backing import forget, open_backing
from infra.local.ports import choose
from infra.local.programs import LOCAL, ROOT

PROJECT = "tongxin-proof"
OURS = ("tasks", "evidence", "scoring", "notify", "gateway")
INNER_PORTS = (9333, 19333, 8080, 18080, 8888, 18888)
"""SeaweedFS's own, which know nothing of object lock."""

UP_SECONDS = 240
COMMAND_SECONDS = 120
QUESTIONS = 200
ENV_FILE = LOCAL / "docker" / "proof.env"

ANSWERED = """
import re, urllib.request
page = urllib.request.urlopen("http://127.0.0.1:9100/metrics", timeout=5).read().decode()
rows = re.findall(r'^tongxin_commands_total[{].*method="districts".*[}] (\\S+)$', page, re.M)
print(int(sum(map(float, rows))))
"""
REACHED = """
import socket, sys
for port in sys.argv[1:]:
    try: socket.create_connection(("seaweedfs", int(port)), 2).close()
    except OSError: continue
    print(port)
"""
WRITES = "touch /tmp/may && ! touch /app/may-not 2>/dev/null && id -u"

Container = dict[str, Any]


class Failed(Exception):
    """A step of the proof did not hold."""


def check(holds: object, what: str) -> None:
    """Raises: Failed."""
    if not holds:
        raise Failed(what)


def run(*command: str, seconds: float = COMMAND_SECONDS) -> str:
    """A command's output. Raises: Failed with what it said."""
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
    )
    if done.returncode:
        said = (done.stdout + done.stderr)[-3000:]
        raise Failed(f"{' '.join(command)[:300]} ended with {done.returncode}:\n{said}")
    return done.stdout


def compose(*arguments: str, seconds: float = COMMAND_SECONDS) -> str:
    program = Path(sys.executable).with_name("docker-compose")
    files = ("--env-file", str(ENV_FILE), "--file", "infra/compose.yml")
    return run(str(program), "--project-name", PROJECT, *files, *arguments, seconds=seconds)


def containers(*services: str) -> list[Container]:
    """What the engine says of each container of these services."""
    ids = compose("ps", "--all", "--quiet", *services).split()
    found: list[Container] = json.loads(run("docker", "inspect", *ids))
    return found


def name_of(container: Container) -> str:
    return str(container["Name"]).lstrip("/").removeprefix(f"{PROJECT}-")


def inside(container: Container, *command: str) -> str:
    return run("docker", "exec", container["Id"], *command).strip()


@contextmanager
def system() -> Iterator[dict[str, str]]:
    """The system, up; its settings. It is down at the end, its data gone, whatever happened."""
    ENV_FILE.parent.mkdir(parents=True, exist_ok=True)
    ENV_FILE.unlink(missing_ok=True)
    run("sh", "infra/compose/secrets.sh", str(ENV_FILE))
    http, s3 = choose(), choose()
    os.environ |= {
        "TONGXIN_HTTP_PORT": str(http),
        "TONGXIN_S3_PORT": str(s3),
        "TONGXIN_S3_PUBLIC_URL": f"http://127.0.0.1:{s3}",
    }
    lines = [line.partition("=") for line in ENV_FILE.read_text().splitlines() if "=" in line]
    try:
        compose("up", "--detach", "--wait", "--no-build", "--scale", "tasks=2", seconds=UP_SECONDS)
        yield {name: value for name, _, value in lines} | {"url": f"http://127.0.0.1:{http}"}
    except (Failed, subprocess.TimeoutExpired):
        print(_last_words())
        raise
    finally:
        compose("down", "--volumes", "--remove-orphans", "--timeout", "5")
        ENV_FILE.unlink(missing_ok=True)


def _last_words() -> str:
    try:
        return compose("ps", "--all") + compose("logs", "--no-color", "--tail", "25")
    except Failed as fault:
        return str(fault)


def every_container_is_locked_up() -> str:
    users = set()
    for container in containers(*OURS, "deploy", "identities"):
        host, who = container["HostConfig"], name_of(container)
        check(host["ReadonlyRootfs"], f"{who}: its root can be written")
        check(host["CapDrop"] == ["ALL"] and not host["CapAdd"], f"{who}: has capabilities")
        check("no-new-privileges:true" in host["SecurityOpt"], f"{who}: may gain privileges")
        check(host["Memory"] > 0, f"{who}: has no memory limit")
    for container in containers(*OURS):
        users.add(inside(container, "sh", "-c", WRITES))
    check(users == {"10001"}, f"they run as {users}")
    return "uid 10001, read-only root, no capability, no new privileges, memory limit"


def every_process_is_ready() -> str:
    found = containers(*OURS)
    for container in found:
        inside(container, "python", "/app/probe.py", "live")
        inside(container, "python", "/app/probe.py", "ready")
        check(container["State"]["Health"]["Status"] == "healthy", f"{name_of(container)} is ill")
    return ", ".join(sorted(map(name_of, found)))


def only_s3_leaves_the_store() -> str:
    (gateway,) = containers("gateway")
    open_ports = inside(gateway, "python", "-c", REACHED, *map(str, INNER_PORTS))
    check(not open_ports, f"the object store's inner ports answer: {open_ports}")
    check(inside(gateway, "python", "-c", REACHED, "8333") == "8333", "S3 does not answer")
    return f"8333 answers, {len(INNER_PORTS)} inner ports do not"


def a_district_is_founded(admin: Api, url: str) -> str:
    me = admin.get("/me")
    check(me["account"] == "admin", f"the token is {me}'s")
    office = city.city_office(admin)
    office.post("district", "/districts", district="ganquan", name="甘泉区")
    person = {"account": "office", "name": "双拥办", "roles": ["district_office"]}
    office.post("office", "/people", **person, district="ganquan", password="proof of every image")
    other = Api(url, "proof").sign_in("office", "proof of every image")
    names = [district["name"] for district in other.get("/districts")["items"]]
    check(names == ["甘泉区"], f"the district's office sees {names}")
    return "a second account sees it"


def both_replicas_answer(admin: Api) -> str:
    for _ in range(QUESTIONS):
        admin.get("/districts")
    shares = [int(inside(c, "python", "-c", ANSWERED)) for c in containers("tasks")]
    check(len(shares) == 2 and min(shares) > 0, f"questions by replica: {shares}")
    check(sum(shares) > QUESTIONS, f"questions by replica: {shares}")
    return f"{shares[0]} and {shares[1]} questions"


def a_photo_is_sealed(url: str) -> str:
    office = Api(url, "proof").sign_in("office", "proof of every image")
    body = photo("proof", datetime(2026, 5, 1, 9, 30))
    file = File(str(uuid6.uuid7()), "ganquan", "现场.jpg", JPEG, "现场照片", body)
    found = upload(office, file)
    check(found["state"] == "SEALED", f"the photo is {found}")
    return f"{len(body)} bytes, straight to the store, checked and locked"


def events_flow() -> str:
    """The founding is heard by scoring and by notify: nothing waits and nothing is parked."""

    def queues() -> dict[str, int]:
        columns = ("list_queues", "--quiet", "--no-table-headers", "--vhost", "tongxin")
        (broker,) = containers("rabbitmq")
        rows = inside(broker, "rabbitmqctl", *columns, "name", "messages").splitlines()
        return {name: int(count) for name, count in map(str.split, rows)}

    eventually("every queue is empty", lambda: not any(queues().values()))
    return f"{len(queues())} queues, all empty again"


def deploying_again_changes_nothing() -> str:
    compose("run", "--rm", "--no-deps", "deploy")
    return "exit 0"


def all_stop_cleanly() -> str:
    started = time.monotonic()
    compose("stop", *OURS)
    codes = {name_of(c): c["State"]["ExitCode"] for c in containers(*OURS)}
    check(set(codes.values()) == {0}, f"they ended with {codes}")
    return f"all with exit 0, in {time.monotonic() - started:.0f} s"


def backing_services_run_in_containers() -> str:
    """As `make run` and `make test` use them where an engine answers: see infra.local.backing."""
    home = LOCAL / "docker" / "backing"
    definitions = json.loads((ROOT / "infra" / "rabbitmq" / "definitions.json").read_text())
    environ = {n: v for n, v in os.environ.items() if not n.startswith("TONGXIN_BACKING")}
    environ["TONGXIN_BACKING"] = "containers"
    prepare = partial(deploy, vhost="proof", database_prefix="proof", bucket="proof")
    forget(home)
    backing = open_backing(home, environ=environ, say=lambda _: None)
    try:
        prepare(backing, definitions=definitions)
        backing.stop()
        backing.start()
        prepare(backing, definitions=definitions)
    finally:
        backing.stop()
        forget(home)
    return "prepared, stopped, started, prepared again"


def main() -> int:
    begun = time.monotonic()

    def tell(what: str, how: str) -> None:
        print(f"  {time.monotonic() - begun:5.0f} s  {what}: {how}", flush=True)

    try:
        with system() as settings:
            url = settings["url"]
            tell("compose is up and healthy", "tasks twice")
            tell("containers", every_container_is_locked_up())
            tell("ready", every_process_is_ready())
            tell("object store", only_s3_leaves_the_store())
            admin = Api(url, "proof").sign_in("admin", settings["TONGXIN_ADMIN_PASSWORD"])
            tell("a district is founded", a_district_is_founded(admin, url))
            tell("both replicas of tasks answer", both_replicas_answer(admin))
            tell("a photo is sealed", a_photo_is_sealed(url))
            tell("events", events_flow())
            tell("deploy once more", deploying_again_changes_nothing())
            tell("SIGTERM", all_stop_cleanly())
    except (Failed, subprocess.TimeoutExpired) as fault:
        print(f"not proved: {fault}", file=sys.stderr)
        return 1
    tell("down", "nothing is left")
    tell("backing services as containers", backing_services_run_in_containers())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
