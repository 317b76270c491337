"""The local supervisor goes on trying what does not start, and says so; who waits for the start of
the whole is told early."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from infra.local.backing import Backing
from infra.local.process import Process
from infra.local.system import NotReady, System
from infra.supervisor.config import Program, failing, states, supervisor
from infra.supervisor.starts import LONGEST_PAUSE, shorten
from tests.support.private import open_to_others
from tests.support.waiting import eventually

FAILS = 6
"""More than a person would wait for: pauses of 1 to 6 seconds lie between."""


@contextmanager
def supervised(home: Path, fails: int) -> Iterator[Process]:
    starts = str(home / "starts")
    program = Program("flaky", ("tests.support.failing", starts, str(fails)), {})
    process = supervisor(home, [program])
    process.start()
    try:
        yield process
    finally:
        process.stop()


def system(home: Path, process: Process) -> System:
    nowhere = Backing("", "", "", "", "", "", "", "")
    return System(home, nowhere, process, "", "", home, {"flaky": "127.0.0.1:9"}, "")


def test_a_program_that_ends_at_once_is_tried_until_it_stays(tmp_path: Path) -> None:
    with supervised(tmp_path, FAILS) as process:
        waiting = eventually(lambda: [f for f in failing(tmp_path).values() if f.pause])
        assert 0 < waiting[0].pause <= 60
        eventually(lambda: failing(tmp_path)["flaky"].times >= FAILS, 60)
        why = system(tmp_path, process).readiness()["flaky"]
        assert f"{FAILS} times in a row" in why
        assert eventually(lambda: states(tmp_path)["flaky"] == "RUNNING", 60)
        assert failing(tmp_path) == {}
        assert len((tmp_path / "starts").read_text().splitlines()) == FAILS + 1
        assert open_to_others(tmp_path) == []


def test_who_waits_for_the_start_is_told_what_does_not_start(tmp_path: Path) -> None:
    with (
        supervised(tmp_path, 1000) as process,
        pytest.raises(NotReady, match="flaky does not start: it ended soon") as told,
    ):
        system(tmp_path, process).wait_ready(lambda _: None)
    assert "came too early" in str(told.value), "the end of its log"


def test_the_pause_between_two_starts_has_an_end() -> None:
    process = SimpleNamespace(delay=time.time() + 5000)
    shorten(SimpleNamespace(process=process))
    assert process.delay <= time.time() + LONGEST_PAUSE
