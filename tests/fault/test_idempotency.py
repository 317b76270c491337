"""A command is done once for its idempotency key, whoever repeats it and whatever dies."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from contracts.caller import Caller
from tests.probe.looking import attempts, refused, times
from tests.probe.service import Add, Happen, Leave, Probe, Touch
from tests.support.calling import CallFailed, Calls
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import consistently, eventually

SERVICES = [Probe]
NORTH = Caller(account="north", name="北区双拥办", roles=("district_office",), district="north")
HOLD = 3  # seconds that an idempotency key is held


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
    for order in (Add(key="other"), Touch(key="reused")):
        failed = refused(calls.command, order, "reused")
        assert (failed.code, failed.status) == ("idempotency-key-reused", 422)


def test_a_key_whose_claim_is_gone_still_knows_its_first_body(stack: Stack, calls: Calls) -> None:
    """A call that timed out after its change was saved gives its claim back."""
    calls.command(Add(key="saved"), "timed out")
    stack.mongo("probe").claims.delete_many({})
    assert refused(calls.command, Touch(key="saved"), "timed out").code == "idempotency-key-reused"
    assert calls.command(Add(key="saved"), "timed out")["version"] == 1


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


def test_while_the_first_call_runs_the_second_is_told_to_come_back(
    stack: Stack, calls: Calls, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    order = Happen(how="wait", until=str(tmp_path / "release"), note=str(tmp_path / "note"))
    first = pool.submit(calls.command, order, "running", "stall")
    eventually(lambda: attempts(tmp_path / "note"))
    failed = refused(calls.command, order, "running", "stall")
    assert (failed.code, failed.status) == ("idempotency-key-in-use", 409)
    assert failed.extra["retry_after"] in range(1, 6)
    (tmp_path / "release").touch()
    answer = first.result(10)
    assert calls.command(order, "running", "stall") == answer
    assert len(attempts(tmp_path / "note")) == 1
    assert times(stack, answer["id"]) == 1


def test_two_replicas_that_race_for_a_key_give_one_effect(
    stack: Stack, calls: Calls, pool: ThreadPoolExecutor
) -> None:
    stack.start(Probe).wait_ready()

    def call(_: int) -> dict[str, Any] | str:
        try:
            return calls.command(Add(key="raced"), "raced")
        except CallFailed as failed:
            return str(failed.code)

    answers = list(pool.map(call, range(24)))
    allowed = [{"id": "raced", "version": 1}, "idempotency-key-in-use"]
    assert all(answer in allowed for answer in answers)
    assert calls.command(Add(key="raced"), "raced") == allowed[0]
    assert times(stack, "raced") == 1
    stack.processes[-1].kill()


def test_a_key_held_by_a_killed_process_is_taken_over_after_its_hold(
    stack: Stack, tmp_path: Path
) -> None:
    """The call itself comes again from the queue and finds its own claim; so does a repeat."""
    release, note = tmp_path / "release", tmp_path / "note"
    order = Happen(how="wait", until=str(release), note=str(note))
    calls = Calls(stack, "probe")
    for running in stack.processes:
        running.kill()
    first = stack.start(Probe, TONGXIN_COMMAND_SECONDS=str(HOLD)).wait_ready()
    with ThreadPoolExecutor(1) as pool:
        pending: Future[Any] = pool.submit(calls.command, order, "orphan", "stall")
        eventually(lambda: attempts(note))
        first.kill()
        release.touch()
        stack.start(Probe, TONGXIN_COMMAND_SECONDS=str(HOLD)).wait_ready()
        with pytest.raises(CallFailed, match="in-use"):
            pending.result(20)

    def taken_over() -> dict[str, Any]:
        return calls.command(order, "orphan", "stall")

    answer = eventually(taken_over)
    assert taken_over() == answer
    assert len(attempts(note)) == 2
    assert times(stack, answer["id"]) == 1
    consistently(lambda: times(stack, answer["id"]) == 1, during=0.2)
