"""A command is done once for its idempotency key, whoever repeats it and whatever dies."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from contracts.caller import Caller
from tests.probe.looking import attempts, refused, times
from tests.probe.service import Add, Happen, Leave, Probe, Sole, Touch
from tests.support.calling import Calls
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
NORTH = Caller(account="north", name="北区双拥办", roles=("district_office",), district="north")


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    return stack.start(Probe).wait_ready()


@pytest.fixture
def calls(stack: Stack, probe: Running) -> Calls:
    return Calls(stack, "probe")


@pytest.fixture
def pool():
    with ThreadPoolExecutor(8) as threads:
        yield threads


def test_the_same_key_and_body_give_the_first_answer_and_one_effect(
    stack: Stack, calls: Calls
) -> None:
    first = calls.command(Add(key="again"), "again")
    calls.command(Add(key="again"))
    assert calls.command(Add(key="again"), "again") == first == {"id": "again", "version": 1}
    assert times(stack, "again") == 2


def test_the_same_key_with_another_body_or_method_is_refused(calls: Calls) -> None:
    calls.command(Add(key="reused"), "reused")
    for order in (Add(key="reused", district="south"), Touch(key="reused")):
        failed = refused(calls.command, order, "reused")
        assert (failed.code, failed.status) == ("idempotency-key-reused", 422)
    made = calls.command(Happen(), "made", "happen")
    assert refused(calls.command, Happen(how="slow"), "made", "happen").status == 422
    assert calls.command(Happen(), "made", "happen") == made


def test_a_key_holds_for_the_thing_that_is_ordered_about(stack: Stack, calls: Calls) -> None:
    calls.command(Add(key="one"), "same")
    assert calls.command(Add(key="other"), "same") == {"id": "other", "version": 1}
    assert calls.command(Add(key="one"), "same") == {"id": "one", "version": 1}
    assert (times(stack, "one"), times(stack, "other")) == (1, 1)


def test_two_accounts_may_use_the_same_key(stack: Stack, calls: Calls) -> None:
    calls.command(Add(key="shared"), "shared")
    assert calls.command(Add(key="shared"), "shared", caller=NORTH)["version"] == 2


def test_the_key_of_a_refused_command_can_be_used_again(stack: Stack, calls: Calls) -> None:
    assert refused(calls.command, Touch(key="later"), "refused").code == "not-found"
    calls.command(Add(key="later"))
    assert calls.command(Touch(key="later"), "refused")["version"] == 2


def test_the_key_of_a_command_that_had_nothing_to_do_can_be_used_again(calls: Calls) -> None:
    calls.command(Add(key="left"))
    assert calls.command(Leave(key="left"), "idle") == {"id": "left", "version": 1}
    assert calls.command(Touch(key="left"), "idle")["version"] == 2


def test_a_repeat_while_the_first_call_runs_gets_the_same_answer(
    stack: Stack, calls: Calls, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    order = Happen(how="wait", until=str(tmp_path / "release"), note=str(tmp_path / "note"))
    both = [pool.submit(calls.command, order, "running", "stall") for _ in range(2)]
    eventually(lambda: len(attempts(tmp_path / "note")) == 2)
    (tmp_path / "release").touch()
    first, second = (one.result(10) for one in both)
    assert first == second == calls.command(order, "running", "stall")
    assert times(stack, first["id"]) == 1


def test_a_repeat_that_looks_up_what_the_first_call_did_gets_its_answer(
    stack: Stack, calls: Calls, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    """The slower of the two finds, when it looks, that all is done already."""
    release, note = tmp_path / "release", tmp_path / "note"
    order = Sole(key="sole", until=str(release), note=str(note))
    slow = pool.submit(calls.command, order, "sole")
    eventually(lambda: attempts(note))
    assert calls.command(order, "sole") == {"id": "sole", "version": 1}
    release.touch()
    assert slow.result(10) == {"id": "sole", "version": 1}
    assert refused(calls.command, order, "another").code == "nope"
    assert times(stack, "sole") == 1


def test_two_replicas_that_race_for_a_key_give_one_effect(
    stack: Stack, calls: Calls, pool: ThreadPoolExecutor
) -> None:
    stack.start(Probe).wait_ready()

    answers = list(pool.map(lambda _: calls.command(Add(key="raced"), "raced"), range(24)))
    assert answers == [{"id": "raced", "version": 1}] * 24
    assert times(stack, "raced") == 1
    stack.processes[-1].kill()


def test_a_call_whose_process_is_killed_comes_again_and_is_done_once(
    stack: Stack, tmp_path: Path
) -> None:
    release, note = tmp_path / "release", tmp_path / "note"
    order = Happen(how="wait", until=str(release), note=str(note))
    calls = Calls(stack, "probe")
    for running in stack.processes:
        running.kill()
    first = stack.start(Probe).wait_ready()
    with ThreadPoolExecutor(1) as pool:
        pending: Future[Any] = pool.submit(calls.command, order, "orphan", "stall", within=30)
        eventually(lambda: attempts(note))
        first.kill()
        release.touch()
        stack.start(Probe).wait_ready()
        answer = pending.result(40)
    assert len(attempts(note)) == 2, "it came again by itself"
    assert calls.command(order, "orphan", "stall") == answer
    assert times(stack, answer["id"]) == 1
