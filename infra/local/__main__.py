"""The system on this machine.

    python -m infra.local run | demo | down | reset | prepare
    python -m infra.local env [--home FOLDER] PROCESS [COMMAND …]

``env``: the command with the environment that a process of `make run` has (tasks, evidence,
scoring, notify, gateway), or the deploy step; without a command, its lines, which hold passwords.
"""

import argparse
import fcntl
import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from pymongo.errors import PyMongoError

from infra.deploy import environments
from infra.deploy.admin import BadSetting
from infra.deploy.broker import OtherTopology
from infra.local.backing import describe, forget, known, users, was_started
from infra.local.process import NotStarted, started_at
from infra.local.programs import LOCAL, ROOT, Missing
from infra.local.system import ENVIRONMENTS, NotReady, System, running
from infra.rabbitmq.management import ManagementError
from infra.supervisor.config import leftovers, supervisor

RUN, DEMO, TEST = LOCAL / "run", LOCAL / "demo", LOCAL / "test"
DEMO_YEAR = LOCAL / "demo-year"
LOOK = 2  # seconds between two looks whether everything still runs
EXPECTED = (
    *(Missing, NotStarted, NotReady, BadSetting, OtherTopology, ManagementError),
    *(OSError, PyMongoError, BotoCoreError, ClientError),
)


def say(text: str) -> None:
    print(text, flush=True)


def run() -> int:
    """Start everything, play the story once, stay until Ctrl-C."""
    with only_one(RUN), running(RUN, usual_ports=True, say=say) as system:
        if code := system.story("--if-new"):
            say(f"the story ended with {code}")
            return code
        welcome(system)
        return stay(system)


def demo() -> int:
    """Play the story on fresh data, in an instance of its own; its exit code."""
    with only_one(DEMO):
        stop(DEMO)
        forget(DEMO)
        with running(DEMO, usual_ports=False, say=say) as system:
            return system.story()


def down() -> int:
    """End what other commands have left running."""
    for home in homes():
        stop(home)
    return 0


def reset() -> int:
    """End it and delete its data."""
    down()
    for home in homes():
        say(f"deleting {home.relative_to(ROOT)}")
        forget(home)
    return 0


def prepare() -> int:
    """Install the programs that the backing services need, and start nothing."""
    describe(TEST, say=say)
    return 0


def env(home: Path, process: str, command: list[str]) -> int:
    """Become the command, with the environment of a process of an instance. Raises: NotStarted."""
    folder = home / ENVIRONMENTS
    try:
        given = environments.read(folder, process)
    except FileNotFoundError:
        known = ", ".join(environments.names(folder)) or "none yet; `make run` makes them"
        raise NotStarted(f"no environment of {process!r}; there are: {known}") from None
    if command:
        kept = {name: old for name, old in os.environ.items() if not name.startswith("TONGXIN_")}
        os.execvpe(command[0], command, kept | given)
    say("\n".join(f"{name}={shlex.quote(value)}" for name, value in given.items()))
    return 0


def homes() -> list[Path]:
    """Homes of all instances, except those of tests that are running."""
    tests = [] if users() else [TEST]
    own = [home for home in LOCAL.glob("own-*") if started_at(int(home.name.split("-")[1])) is None]
    return [home for home in (RUN, DEMO, DEMO_YEAR, *tests, *own) if home.is_dir()]


def stop(home: Path) -> None:
    """Stop supervisor, programs and servers of an instance, where any live."""
    if not home.is_dir():
        return
    if (home / "services").is_dir():
        supervisor(home / "services", []).stop()
        for pid in leftovers(home / "services"):
            say(f"ending process {pid}")
            os.kill(pid, signal.SIGKILL)
    if was_started(home):
        backing = known(home)
        if any(server.alive for server in backing.servers):
            say(f"stopping the backing services of {home.relative_to(ROOT)}")
        backing.stop()


def welcome(system: System) -> None:
    say(
        f"\nTongxin runs: {system.url}\n"
        f"  field page: {system.secure_url}/field   "
        f"a phone is to trust {system.authority.relative_to(ROOT)}\n"
        f"  first account of the city office: admin / {system.admin_password}\n"
        f"  mails: {system.home.relative_to(ROOT)}/mail   "
        f"logs: {system.home.relative_to(ROOT)}/services/*.log\n"
        "Ctrl-C stops it."
    )


def stay(system: System) -> int:
    """Stay until a signal, or until something has ended that should run."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())
    logs = system.supervisor.home.relative_to(ROOT)
    told: dict[str, int] = {}
    while not stopped.wait(LOOK):
        if fault := system.fault():
            say(fault)
            return 1
        failing = system.failing()
        for name, start in failing.items():
            if start.times != told.get(name):
                say(f"{name} {start}; its log: {logs}/{name}.log")
        told = {name: start.times for name, start in failing.items()}
    return 0


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Refuse a second instance in the same home."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotStarted(f"{home.name} is running already; `make down` ends it") from None
        yield


def end(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


COMMANDS = {"run": run, "demo": demo, "down": down, "reset": reset, "prepare": prepare}


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m infra.local",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        commands.add_parser(name)
    of = commands.add_parser("env")
    of.add_argument("--home", type=Path, default=RUN, help="of the instance; `make run`'s")
    of.add_argument("process")
    of.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND …")
    return parser.parse_args(words)


def main() -> int:
    wanted = arguments(sys.argv[1:])
    signal.signal(signal.SIGTERM, end)
    try:
        if wanted.command == "env":
            return env(wanted.home, wanted.process, wanted.words)
        return COMMANDS[wanted.command]()
    except KeyboardInterrupt:
        return 130
    except EXPECTED as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
