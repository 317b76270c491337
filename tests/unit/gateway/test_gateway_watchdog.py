"""A gateway whose event loop stands still ends, and says where it stood."""

import json
import subprocess
import sys

from infra.local.programs import ROOT

PROGRAM = """
import asyncio, re, time
from gateway.watchdog import Watchdog

async def main():
    dog = Watchdog(2)
    dog.start()
    await asyncio.sleep(1)
    {what}
    dog.stop()

asyncio.run(main())
"""


def ended(what: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", PROGRAM.format(what=what)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_loop_that_never_yields_is_ended_with_the_place_where_it_stood() -> None:
    done = ended("while True: sum(range(1000))")
    assert done.returncode == 70
    told = json.loads(done.stderr)
    assert (told["level"], "stood still" in told["event"]) == ("critical", True)
    assert "in main" in told["stack"]


def test_a_loop_that_sleeps_is_ended_too() -> None:
    assert ended("time.sleep(50)").returncode == 70


def test_code_that_holds_the_interpreter_is_ended_as_well() -> None:
    done = ended("re.match('(a+)+$', 'a' * 50 + 'b')")
    assert done.returncode != 0
    assert "Timeout" in done.stderr and "re.match" not in done.stdout


def test_a_loop_that_turns_is_left_alone() -> None:
    done = ended("await asyncio.sleep(4)")
    assert (done.returncode, done.stderr) == (0, "")
