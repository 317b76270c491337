"""Dear work on foreign data: it never stops the service, and it ends when its time is up."""

import os
import signal
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from contracts.caller import Caller
from tests.probe.looking import refused, times
from tests.probe.service import Add, Big, Ponder, Probe, Weigh
from tests.support.calling import CITY, CallFailed, Calls
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
SECONDS = 3
FOREVER = ("spin", "backtrack")
MIB = 1024 * 1024
FEW = {"TONGXIN_ASIDE_SECONDS": str(SECONDS), "TONGXIN_ASIDE_MEMORY": str(256 * MIB)}


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    return stack.start(Probe, **FEW).wait_ready()


@pytest.fixture
def calls(stack: Stack, probe: Running):
    calls = Calls(stack, "probe")
    yield calls
    assert eventually(lambda: beside(probe.pid)["children"] == []), "a child outlived its call"
    assert calls.ask(Big(bytes=1)) == {"text": "x"}
    assert not [line for line in probe.log() if line.get("event") == "broker away"]


@pytest.fixture
def pool():
    with ThreadPoolExecutor(16) as threads:
        yield threads


def people(name: str) -> Caller:
    return Caller(account=name, name=name, roles=("district_office",), district="north")


def children(pid: int | None) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def beside(pid: int | None) -> dict[str, Any]:
    """The process beside a service, and the children in which calls are worked on."""
    process = next(iter(children(pid)), None)
    return {"process": process, "children": children(process) if process else []}


def rss(pid: int | None) -> int:
    """MiB."""
    line = next(x for x in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in x)
    return int(line.split()[1]) // 1024


def outcome(future: "Future[Any]") -> str:
    try:
        future.result(timeout=30)
    except CallFailed as fault:
        return str(fault.code)
    return "done"


# -- one call ---------------------------------------------------------------------------------


def test_a_question_is_worked_on_in_another_process(calls: Calls, probe: Running) -> None:
    answer = calls.ask(Ponder(text="four"))
    assert answer == {"found": f"read in {probe.pid}", "said": 4}


def test_a_command_decided_aside_is_saved_once(stack: Stack, calls: Calls) -> None:
    first = calls.command(Weigh(key="w-1"), key="k-w-1")
    assert first == {"id": "w-1", "version": 1}
    assert calls.command(Weigh(key="w-1"), key="k-w-1") == first
    assert times(stack, "w-1") == 1


def test_what_is_large_goes_aside_by_itself(stack: Stack, calls: Calls, probe: Running) -> None:
    calls.ask(Ponder())
    process = beside(probe.pid)["process"]
    os.kill(process, signal.SIGSTOP)
    try:
        calls.command(Add(key="small"))
        failed = refused(calls.command, Add(key="large", district="x" * MIB))
    finally:
        with suppress(ProcessLookupError):  # the service has ended it
            os.kill(process, signal.SIGKILL)
    assert (failed.code, failed.status) == ("unavailable", 503)
    calls.command(Add(key="large", district="x" * MIB))
    assert times(stack, "large") == 1


@pytest.mark.parametrize("way", FOREVER)
def test_work_that_overruns_is_ended_and_the_caller_told(
    stack: Stack, calls: Calls, probe: Running, way: str
) -> None:
    failed = refused(calls.ask, Ponder(way=way))
    assert (failed.code, failed.status) == ("too-costly", 422)
    assert "拆分" in failed.error["detail"]
    assert refused(calls.command, Weigh(key=f"w-{way}", way=way)).code == "too-costly"
    assert times(stack, f"w-{way}") == 0


def test_work_ends_with_the_deadline_of_its_call(calls: Calls, probe: Running) -> None:
    failed = refused(calls.ask, Ponder(way="backtrack"), within=1)
    assert (failed.code, failed.status) == ("deadline-passed", 504)
    assert eventually(lambda: beside(probe.pid)["children"] == [], within=SECONDS / 2)


def test_work_that_takes_too_much_memory_is_refused(calls: Calls) -> None:
    assert refused(calls.ask, Ponder(way="hoard")).code == "too-costly"


def test_a_child_that_dies_in_mid_work_is_told_and_the_next_call_works(
    stack: Stack, calls: Calls
) -> None:
    failed = refused(calls.command, Weigh(key="w-dead", way="die"), key="k-dead")
    assert (failed.code, failed.status) == ("unavailable", 503)
    assert failed.extra["retry_after"]
    assert calls.command(Weigh(key="w-dead"), key="k-dead-2")["version"] == 1
    assert times(stack, "w-dead") == 1


def test_the_process_beside_is_started_anew_where_it_was_killed(
    calls: Calls, probe: Running, pool: ThreadPoolExecutor
) -> None:
    calls.ask(Ponder())
    first = beside(probe.pid)["process"]
    busy = pool.submit(calls.ask, Ponder(way="spin"))
    assert eventually(lambda: beside(probe.pid)["children"])
    os.kill(first, signal.SIGKILL)
    assert outcome(busy) == "unavailable"
    assert calls.ask(Ponder(text="again"))["said"] == 5
    assert beside(probe.pid)["process"] != first


def test_a_refusal_comes_back_as_it_was_said(calls: Calls) -> None:
    failed = refused(calls.ask, Ponder(way="refuse"))
    assert (failed.code, failed.status, failed.extra) == ("nope", 409, {"why": "as asked"})


def test_a_fault_of_ours_is_logged_and_says_nothing_outside(calls: Calls, probe: Running) -> None:
    failed = refused(calls.ask, Ponder(way="raise"))
    assert (failed.code, failed.status) == ("internal", 500)
    assert "as asked" not in str(failed.error)
    assert "as asked" in probe.text()


def test_a_child_holds_no_key_and_no_connection(calls: Calls) -> None:
    seen = calls.ask(Ponder(way="look"))["said"]
    assert set(seen["environment"]) <= {
        "PATH",
        "TMPDIR",
        "LANG",
        "PYTHONDONTWRITEBYTECODE",
        "LC_CTYPE",
        "OPENBLAS_NUM_THREADS",
    }
    assert seen["files"] <= 7, "standard streams, its caller's socket, its leash, the listing"


# -- many -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", FOREVER)
def test_others_are_answered_while_all_places_are_taken(
    stack: Stack, calls: Calls, probe: Running, pool: ThreadPoolExecutor, way: str
) -> None:
    busy = [pool.submit(calls.ask, Ponder(way=way), caller=people(f"p-{n}")) for n in range(2)]
    assert eventually(lambda: len(beside(probe.pid)["children"]) == 2)
    for n in range(10):
        assert probe.live() == 200
        assert calls.command(Add(key=f"meanwhile-{way}-{n}"), within=2)["version"] == 1
    assert not any(one.done() for one in busy), "they were answered meanwhile, not afterwards"
    assert [outcome(one) for one in busy] == ["too-costly", "too-costly"]


def test_one_account_cannot_take_all_places(
    calls: Calls, probe: Running, pool: ThreadPoolExecutor
) -> None:
    hostile = [
        pool.submit(calls.ask, Ponder(way="spin"), caller=people("hostile")) for _ in range(10)
    ]
    assert eventually(lambda: beside(probe.pid)["children"])
    assert calls.ask(Ponder(text="honest"), within=2)["said"] == 6
    assert len(beside(probe.pid)["children"]) == 1
    told = [outcome(one) for one in hostile]
    assert set(told) == {"busy", "too-costly"}
    assert told.count("busy") >= 6, "beyond its share it is refused at once"


def test_who_waits_too_long_is_told_when_to_come_again(
    calls: Calls, probe: Running, pool: ThreadPoolExecutor
) -> None:
    hostile = [
        pool.submit(calls.ask, Ponder(way="spin"), caller=people(f"h-{n % 5}")) for n in range(12)
    ]
    told = [outcome(one) for one in hostile]
    assert set(told) == {"busy", "too-costly"}
    assert calls.ask(Ponder(text="after"))["said"] == 5


def test_the_service_does_not_grow_with_what_is_worked_on_aside(
    calls: Calls, probe: Running
) -> None:
    large = Ponder(text="同" * (MIB // 2))  # an eighth of the time that one call may take
    calls.ask(large)
    before = rss(probe.pid)
    for _ in range(16):
        calls.ask(large)
    assert rss(probe.pid) - before < 12, "24 MiB came in"


# -- the end ----------------------------------------------------------------------------------


def test_a_stop_ends_the_work_and_the_process_beside(
    stack: Stack, probe: Running, pool: ThreadPoolExecutor
) -> None:
    probe.kill()  # its other instances would take the call
    probe = stack.start(Probe, **FEW | {"TONGXIN_ASIDE_SECONDS": "60", "TONGXIN_STOP_SECONDS": "2"})
    probe.wait_ready()
    calls = Calls(stack, "probe")
    pool.submit(calls.ask, Ponder(way="backtrack"), caller=CITY, within=20)
    there = eventually(lambda: (found := beside(probe.pid))["children"] and found)
    probe.term()
    assert probe.wait(6) == 75
    assert eventually(lambda: not any(map(lives, (there["process"], *there["children"]))))


def test_a_killed_service_takes_the_process_beside_with_it(
    stack: Stack, probe: Running, pool: ThreadPoolExecutor
) -> None:
    probe.kill()
    probe = stack.start(Probe, **FEW | {"TONGXIN_ASIDE_SECONDS": "60"}).wait_ready()
    calls = Calls(stack, "probe")
    pool.submit(calls.ask, Ponder(way="spin"), within=10)
    there = eventually(lambda: (found := beside(probe.pid))["children"] and found)
    probe.kill()
    assert eventually(lambda: not any(map(lives, (there["process"], *there["children"]))))


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
