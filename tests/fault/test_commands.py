"""Commands and questions: whatever is sent, an answer where one is possible, and a live process."""

import gzip
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from contracts.caller import Caller
from kit.sealing import SEALED
from kit.topology import RPC_EXCHANGE
from tests.probe.looking import attempts, refused, times
from tests.probe.service import Add, Big, CounterOf, Happen, Open, Probe, Touch
from tests.support.calling import CITY, Calls, NoAnswer, sealed_call, signed_call
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
NORTH = Caller(account="north", name="北区双拥办", roles=("district_office",), district="north")
SOUTH = Caller(account="south", name="南区双拥办", roles=("district_office",), district="south")
MIB = 1024 * 1024
MAX_REQUEST = MIB  # bytes
PREFETCH = 8


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    return stack.start(
        Probe,
        TONGXIN_COMMAND_PREFETCH=str(PREFETCH),
        TONGXIN_MAX_REQUEST=str(MAX_REQUEST),
    ).wait_ready()


@pytest.fixture
def calls(stack: Stack, probe: Running):
    """Calls to a process that lives on and answers afterwards."""
    calls = Calls(stack, "probe")
    yield calls
    assert calls.ask(Big(bytes=1)) == {"text": "x"}
    assert probe.alive
    assert not [line for line in probe.log() if line.get("event") == "broker away"]


@pytest.fixture
def pool():
    with ThreadPoolExecutor(8) as threads:
        yield threads


def request(**changes: Any) -> bytes:
    kwargs = {"caller": CITY, "order": {"key": "k"}, "key": "k-1", **changes}
    return msgspec.json.encode({"args": [], "kwargs": kwargs})


# -- what no caller of ours would send --------------------------------------------------------

MALFORMED: dict[str, tuple[bytes, dict[str, Any]]] = {
    "bad JSON": (b"{", {}),
    "an empty body": (b"", {}),
    "bad UTF-8": (request(key="k").replace(b'"k"', b'"\xe9"'), {}),
    "gzip": (gzip.compress(request()), {"content_encoding": "gzip"}),
    "an encoding that nobody knows": (request(), {"content_encoding": "ebcdic"}),
    "a body that is a list": (b"[]", {}),
    "args that are no list": (b'{"args": 1, "kwargs": {}}', {}),
    "kwargs that are a list": (b'{"args": [], "kwargs": []}', {}),
    "kwargs of a thousand storeys": (
        b'{"args": [], "kwargs": {"caller": ' + b"[" * 20_000 + b"]" * 20_000 + b"}}",
        {},
    ),
    "no caller": (b'{"args": [], "kwargs": {"order": {"key": "k"}, "key": "1"}}', {}),
    "a caller of unknown role": (request(caller={"account": "a", "roles": ["king"]}), {}),
    "another argument": (request(extra=1), {}),
    "no order": (msgspec.json.encode({"args": [], "kwargs": {"caller": CITY, "key": "1"}}), {}),
    "no key": (request(key=""), {}),
    "a key that is too long": (request(key="x" * 121), {}),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_call_is_answered_and_not_run(stack: Stack, calls: Calls, what: str) -> None:
    body, properties = MALFORMED[what]
    error = calls.raw("add", body, **properties)["error"]
    assert (error["code"], error["status"]) == ("malformed-request", 400)
    assert error["detail"]
    assert times(stack, "k") == 0


@pytest.mark.parametrize("said", ["application/json", "text/plain", None])
def test_a_call_that_is_not_sealed_is_refused_though_the_gateway_signed_it(
    stack: Stack, calls: Calls, said: str | None
) -> None:
    body = request(order={"key": "open"}, key=secrets.token_hex(4))
    error = json.loads(calls.said("add", body, content_type=said))["error"]
    assert (error["code"], error["status"]) == ("malformed-request", 400)
    assert times(stack, "open") == 0


def test_a_call_that_was_sealed_for_another_service_is_refused(stack: Stack, calls: Calls) -> None:
    body, _ = sealed_call(stack, "tasks", request(order={"key": "astray"}, key="astray"))
    error = json.loads(calls.said("add", body, content_type=SEALED))["error"]
    assert (error["code"], error["status"]) == ("malformed-request", 400)
    assert times(stack, "astray") == 0


@pytest.mark.parametrize(
    "reply_to", [None, "", "probe.add", "amq.topic"], ids=["none", "empty", "a method", "other"]
)
def test_a_call_that_cannot_be_answered_is_not_run(
    stack: Stack, calls: Calls, probe: Running, reply_to: str | None
) -> None:
    before = probe.metric("tongxin_commands_total", outcome="no-reply")
    key = secrets.token_hex(4)
    body, _ = sealed_call(stack, "probe", request(order={"key": key}))
    more = {"reply_to": reply_to} if reply_to else {}
    headers = signed_call(stack, "probe.add", body)
    stack.api.publish(RPC_EXCHANGE, "probe.add", body, content_type=SEALED, headers=headers, **more)
    eventually(lambda: probe.metric("tongxin_commands_total", outcome="no-reply") == before + 1)
    assert times(stack, key) == 0
    assert stack.api.depth("rpc-probe") == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"nameko.call_id_stack": "junk"},
        {"traceparent": 7},
        {"x-death": "junk", "compression": "application/x-broken"},
    ],
)
def test_foreign_headers_do_not_matter(calls: Calls, headers: dict[str, Any]) -> None:
    body = request(order={"key": "foreign"}, key=secrets.token_hex(8))
    assert calls.raw("add", body, application_headers=headers)["error"] is None


@pytest.mark.parametrize("method", ["nothing", "unmarked", "on_thing_happened", "rings", "é" * 90])
def test_only_methods_of_the_wiring_table_can_be_called(
    calls: Calls, probe: Running, method: str
) -> None:
    error = calls.raw(method, request())["error"]
    assert (error["code"], error["status"]) == ("method-not-found", 404)
    assert "(unknown)" in probe.metrics()


@pytest.mark.parametrize(
    ("order", "field", "named"),
    [
        ({"key": "k", "colour": "red"}, "$.colour", "colour"),
        ({}, "$.key", "key"),
        ({"key": 7}, "$.key", "str"),
        ([], "", "object"),
    ],
)
def test_an_order_of_the_wrong_shape_is_refused_with_the_name_of_the_field(
    calls: Calls, order: Any, field: str, named: str
) -> None:
    failed = refused(calls.command, order, method="add")
    assert (failed.code, failed.status, failed.field) == ("malformed-request", 400, field)
    assert named in failed.error["detail"]


def test_a_request_over_its_limit_is_refused(stack: Stack, calls: Calls) -> None:
    failed = refused(calls.command, {"key": "large", "district": "x" * MAX_REQUEST}, method="add")
    assert (failed.code, failed.status) == ("too-large", 413)


def test_a_reply_over_its_limit_is_refused(calls: Calls) -> None:
    failed = refused(calls.ask, Big(bytes=4 * MIB))
    assert (failed.code, failed.status) == ("too-large", 413)
    assert len(calls.ask(Big(bytes=4 * MIB - 100))["text"]) == 4 * MIB - 100


def test_an_answer_that_json_cannot_hold_is_an_error_and_no_silence(calls: Calls) -> None:
    assert refused(calls.ask, Big(not_json=True)).code == "internal"


@pytest.mark.parametrize("how", ["refuse-oddly", "refuse-in-no-words"])
def test_a_refusal_that_json_cannot_hold_is_an_error_and_no_silence(calls: Calls, how: str) -> None:
    failed = refused(calls.command, Happen(how=how), method="stall")
    assert (failed.code, failed.status) == ("internal", 500)


@pytest.mark.parametrize("how", ["raise", "exit", "leak"])
def test_a_command_that_breaks_is_an_internal_error_without_its_secrets(
    calls: Calls, probe: Running, how: str
) -> None:
    failed = refused(calls.command, Happen(how=how), method="stall")
    assert (failed.code, failed.status) == ("internal", 500)
    assert "as asked" not in json.dumps(failed.error)
    assert any("Traceback" in line.get("exception", "") for line in probe.log())


# -- deadlines -------------------------------------------------------------------------------


@pytest.mark.parametrize("deadline", [1, 0, -1, 1.5, "soon", True], ids=str)
def test_a_call_whose_deadline_has_passed_or_is_no_time_is_not_run(
    stack: Stack, calls: Calls, deadline: Any
) -> None:
    key = secrets.token_hex(4)
    failed = refused(calls.command, Add(key=key), deadline=deadline)
    assert (failed.code, failed.status) == ("deadline-passed", 504)
    assert times(stack, key) == 0


def test_a_command_is_cut_off_at_its_deadline_and_its_key_can_be_used_again(
    calls: Calls, tmp_path: Path
) -> None:
    order = Happen(how="wait", until=str(tmp_path / "release"))
    soon = int((time.time() + 0.5) * 1000)
    failed = refused(calls.command, order, "cut", "stall", deadline=soon)
    assert (failed.code, failed.status) == ("deadline-passed", 504)
    (tmp_path / "release").touch()
    assert calls.command(order, "cut", "stall")["version"] == 1


def test_a_call_that_expires_behind_busy_workers_is_never_run(
    stack: Stack, calls: Calls, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    release, note = tmp_path / "release", tmp_path / "attempts"
    busy = [
        pool.submit(
            calls.command,
            Happen(how="wait", until=str(release), note=str(note)),
            method="stall",
        )
        for _ in range(PREFETCH)
    ]
    eventually(lambda: len(attempts(note)) == PREFETCH)
    with pytest.raises(NoAnswer):
        calls.raw("add", request(order={"key": "expired"}), within=1, expiration="100")
    eventually(lambda: stack.api.depth("rpc-probe") == 0)
    release.touch()
    assert all(call.result(10)["version"] == 1 for call in busy)
    assert times(stack, "expired") == 0


def test_a_caller_that_is_gone_is_told_of_in_the_log_and_the_call_is_settled(
    stack: Stack, calls: Calls, probe: Running
) -> None:
    gone = f"rpc.reply-gateway-{secrets.token_hex(8)}"
    body, _ = sealed_call(stack, "probe", request(order={"key": "gone"}, key="gone"))
    stack.api.publish(
        RPC_EXCHANGE,
        "probe.add",
        body,
        content_type=SEALED,
        headers=signed_call(stack, "probe.add", body),
        reply_to=gone,
    )
    eventually(lambda: times(stack, "gone") == 1)
    eventually(lambda: any(line.get("routing_key") == gone for line in probe.log()))
    eventually(lambda: stack.api.queue("rpc-probe")["messages"] == 0)


# -- rights ----------------------------------------------------------------------------------


def test_a_role_without_the_right_is_refused(calls: Calls) -> None:
    failed = refused(calls.command, Happen(), method="guarded", caller=NORTH)
    assert (failed.code, failed.status) == ("forbidden", 403)


def test_another_districts_things_do_not_exist(stack: Stack, calls: Calls) -> None:
    calls.command(Add(key="northern"))
    for call in (
        lambda: calls.command(Touch(key="northern"), caller=SOUTH),
        lambda: calls.command(Add(key="northern", district="south"), caller=SOUTH),
        lambda: calls.ask(CounterOf(key="northern"), caller=SOUTH),
        lambda: calls.command(Add(key="new", district="north"), caller=SOUTH),
    ):
        failed = refused(call)
        assert (failed.code, failed.status) == ("not-found", 404)
    assert calls.command(Touch(key="northern"), caller=NORTH)["version"] == 2
    assert times(stack, "northern") == 2
    assert times(stack, "new") == 0


def test_a_command_to_what_is_not_there_is_not_found(calls: Calls) -> None:
    failed = refused(calls.command, Touch(key="absent"))
    assert (failed.code, failed.status) == ("not-found", 404)


def test_a_command_that_makes_something_meets_what_is_there(stack: Stack, calls: Calls) -> None:
    """``creates=True``: on what exists the decision refuses, or goes on from it."""
    assert calls.command(Open(key="opened"))["version"] == 1
    assert refused(calls.command, Open(key="opened")).code == "nope"
    assert calls.command(Add(key="opened"))["version"] == 2


# -- two officers at one thing ----------------------------------------------------------------


def test_the_second_of_two_officers_is_told_who_changed_what_and_when(calls: Calls) -> None:
    opened = calls.command(Open(key="shared"))
    calls.command(Touch(key="shared"), caller=NORTH, expected=opened["version"])
    fault = refused(calls.command, Touch(key="shared"), expected=opened["version"])
    assert (fault.code, fault.status, fault.field) == ("changed-since", 412, "If-Match")
    assert fault.extra["version"] == opened["version"] + 1
    (change,) = fault.extra["changed"]
    assert (change["by"], change["version"]) == ("north", opened["version"] + 1)
    assert calls.command(Touch(key="shared"), expected=fault.extra["version"])["version"] == 3


def test_a_repeat_gets_its_first_answer_though_the_version_has_moved_on(calls: Calls) -> None:
    opened = calls.command(Open(key="moved"))
    first = calls.command(Touch(key="moved"), key="moved-1", expected=opened["version"])
    calls.command(Touch(key="moved"))
    again = calls.command(Touch(key="moved"), key="moved-1", expected=opened["version"])
    assert again == first


def test_a_mark_of_secrecy_is_refused_and_no_word_of_it_stays(
    calls: Calls, stack: Stack, probe: Running
) -> None:
    secret = "绝密★演习代号长城"
    fault = refused(calls.command, Add(key=secret))
    assert (fault.code, fault.status, fault.field) == ("classified-matter", 422, "$.key")
    assert secret not in probe.text()
    assert stack.mongo("probe").counters.count_documents({"_id": secret}) == 0
    assert probe.metric("tongxin_classified_total", method="add") == 1
    asked = refused(calls.ask, CounterOf(key=secret))
    assert (asked.code, asked.field) == ("classified-matter", "$.key")
    assert secret not in probe.text()
