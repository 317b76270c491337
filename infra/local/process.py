"""One server process of ours, known by its pid file and therefore to any later command."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.probes import says_yes

POLL = 0.05  # seconds between two looks at a server that starts or stops
LOG_TAIL = 30  # lines of a server's log shown when it does not start
PRIVATE = 0o077  # umask: what a server writes is for its owner alone


class NotStarted(Exception):
    """A server ended, or did not answer in time; the message has the end of its log."""


def started_at(pid: int) -> str | None:
    """The kernel's start time of a living process (clock ticks), or None.

    With the pid it names a process for good: pids come round again, pairs do not.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


class _Child(subprocess.Popen[bytes]):
    def __del__(self) -> None:
        """A server may outlive the command that started it; Popen would warn about that."""


@dataclass
class Process:
    """A server process in its own process group, with all its children.

    Args:
        name: what people call it.
        home: its folder: pid file, log, data.
        argv, env: command and whole environment.
        answers: one quick look whether it does its work; exceptions mean no.
        start_within, stop_within: seconds; past `stop_within` it is killed.
        cwd: its working directory, `home` where not given.
    """

    name: str
    home: Path
    argv: list[str]
    env: dict[str, str]
    answers: Callable[[], bool]
    start_within: float = 90
    stop_within: float = 20
    cwd: Path | None = None
    _child: _Child | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def pid(self) -> int | None:
        """Its pid where it lives."""
        if self._child is not None:
            self._child.poll()  # else a dead child stays as a zombie
        try:
            pid, born = (self.home / "pid").read_text().split()
        except (OSError, ValueError):
            return None
        return int(pid) if started_at(int(pid)) == born else None

    @property
    def alive(self) -> bool:
        return self.pid is not None

    def start(self) -> None:
        """Start it unless it lives, and wait until it answers.

        Raises: NotStarted.
        """
        if not self.alive:
            self.launch()
        self.wait()

    def launch(self) -> None:
        """Start it and do not wait."""
        self.home.mkdir(parents=True, exist_ok=True)
        for file in (self.log, self.home / "pid"):
            file.touch(mode=0o600)
        with self.log.open("wb") as log:
            self._child = _Child(
                self.argv,
                cwd=self.cwd or self.home,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=PRIVATE,
            )
        pid = self._child.pid
        (self.home / "pid").write_text(f"{pid} {started_at(pid)}")

    def wait(self) -> None:
        """Wait until it answers. Raises: NotStarted."""
        end = time.monotonic() + self.start_within
        while not says_yes(self.answers):
            if not self.alive:
                raise NotStarted(f"{self.name} ended while starting.\n{self.last_words()}")
            if time.monotonic() > end:
                raise NotStarted(
                    f"{self.name} did not answer within {self.start_within:g} s.\n"
                    f"{self.last_words()}"
                )
            time.sleep(POLL)

    @property
    def returncode(self) -> int | None:
        """How it ended (negative: by which signal), where it is a child of ours."""
        return None if self._child is None else self._child.poll()

    def wait_ended(self, within: float) -> int | None:
        """The exit code of a child of ours, or None where it lives after that many seconds."""
        if self._child is not None and self._gone(within):
            return self._child.wait(within)
        return None

    def stop(self) -> None:
        """Ask it to end; kill it when it does not."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        if not self._gone(self.stop_within):
            self.kill()

    def kill(self) -> None:
        """SIGKILL to the whole group."""
        self.signal(signal.SIGKILL)
        if not self._gone(10):
            raise OSError(f"{self.name} (pid {self.pid}) does not die")

    def forget(self) -> None:
        """Delete its folder: data, log and all."""
        shutil.rmtree(self.home, ignore_errors=True)

    def freeze(self) -> None:
        """It keeps its connections and answers nothing."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        """Send a signal to its process group, where it lives."""
        pid = self.pid
        if pid is not None:
            os.killpg(pid, number)

    def last_words(self) -> str:
        """The end of its log."""
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return "(no log)"
        return "\n".join([f"{self.log}:", *lines[-LOG_TAIL:]])

    def _gone(self, within: float) -> bool:
        end = time.monotonic() + within
        while self.alive:
            if time.monotonic() > end:
                return False
            time.sleep(POLL)
        return True
