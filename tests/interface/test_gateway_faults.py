"""Broker and database away: at the start, in the middle of a call, and back again."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from infra.local.backing import Backing
from tests.console.answering import SILENCE, Answer, Answering
from tests.interface.test_gateway_feed import happen, listening, token
from tests.support.running import Running
from tests.support.stack import GATEWAY, Stack, bare
from tests.support.waiting import eventually

SERVICES = [bare("tasks")]
HEALED_WITHIN = 30  # seconds


@pytest.fixture
def gateway(own_stack: Stack) -> Iterator[Running]:
    running = own_stack.start("gateway", TONGXIN_RPC_SECONDS="20").wait_ready()
    yield running
    running.kill()


def client(gateway: Running) -> httpx.Client:
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    headers = token("*", account="admin", role="city_office")
    return httpx.Client(base_url=base, headers=headers, timeout=30)


def test_a_start_without_broker_and_database_says_which_and_goes_on_trying(
    own_backing: Backing, own_stack: Stack
) -> None:
    assert own_backing.broker and own_backing.documents
    own_backing.broker.stop()
    own_backing.documents.stop()
    running = own_stack.start("gateway")
    body = running.wait_not_ready(30)
    assert body["status"] == "not ready"
    assert body["checks"]["broker"] != "ok" and body["checks"]["database"] != "ok"
    assert sorted(body["checks"]) == ["accounts", "broker", "database"]
    assert running.live() == 200
    eventually(lambda: "RabbitMQ is away" in running.text())
    eventually(lambda: "the database is away" in running.text())
    assert GATEWAY["TONGXIN_ADMIN_PASSWORD"] not in running.text()
    own_backing.start()
    running.wait_ready(HEALED_WITHIN)
    with httpx.Client(base_url="http://" + running.env["TONGXIN_HTTP_ADDRESS"]) as http:
        asked = {"account": "admin", "password": GATEWAY["TONGXIN_ADMIN_PASSWORD"]}
        answer = eventually(
            lambda: _ok(http.post("/api/v1/token", json=asked, headers={"Idempotency-Key": "k"}))
        )
    assert answer.json()["me"]["roles"] == ["system_admin"]
    running.kill()


def _ok(answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 200, answer.text
    return answer


ORDER = {
    "district": "ganzhou",
    "campaign": "c",
    "origin": "decision",
    "title": "t",
    "lead": "minzheng",
    "person": "lifang",
    "due": "2026-09-01",
}


def test_a_command_that_waits_when_the_broker_goes_is_sent_again_and_answered(
    own_backing: Backing, own_stack: Stack, gateway: Running
) -> None:
    assert own_backing.broker
    answers = {"tasks": lambda kw: {"items": []}, "assign": lambda kw: SILENCE}
    found: list[httpx.Response] = []
    with Answering(own_stack, "tasks", answers) as tasks, client(gateway) as http:
        eventually(lambda: _ok(http.get("/api/v1/tasks")))
        waiting = threading.Thread(
            target=lambda: found.append(
                http.post("/api/v1/tasks", json=ORDER, headers={"Idempotency-Key": "k"})
            )
        )
        waiting.start()
        eventually(lambda: any(method == "assign" for method, *_ in tasks.asked))
        answers["assign"] = lambda kw: {"id": "t-1"}
        own_backing.broker.kill()
        refused = eventually(lambda: _refused(http.get("/api/v1/tasks")), 10)
        assert refused.json()["code"] == "broker-unavailable"
        assert gateway.wait_not_ready()["checks"]["broker"] != "ok"
        own_backing.broker.start()
        waiting.join(HEALED_WITHIN)
        assert found and found[0].status_code == 201, found
        asked = [kwargs["key"] for method, kwargs, *_ in tasks.asked if method == "assign"]
        assert len(asked) > 1 and set(asked) == {"k"}
        gateway.wait_ready(HEALED_WITHIN)
        eventually(lambda: _ok(http.get("/api/v1/tasks")), HEALED_WITHIN)


def test_a_command_whose_outcome_stays_unknown_says_how_to_repeat(
    own_backing: Backing, own_stack: Stack
) -> None:
    assert own_backing.broker
    running = own_stack.start("gateway", TONGXIN_RPC_SECONDS="3").wait_ready()
    answers = {"assign": lambda kw: SILENCE}
    found: list[httpx.Response] = []
    with Answering(own_stack, "tasks", answers) as tasks, client(running) as http:
        eventually(lambda: own_stack.api.consumers("rpc-tasks") == 1)
        send = lambda: http.post("/api/v1/tasks", json=ORDER, headers={"Idempotency-Key": "u"})  # noqa: E731
        waiting = threading.Thread(target=lambda: found.append(_not_absent(send)))
        waiting.start()
        eventually(lambda: any(method == "assign" for method, *_ in tasks.asked))
        own_backing.broker.kill()
        try:
            waiting.join(15)
        finally:
            own_backing.broker.start()
        document = found[0].json()
        assert (document["status"], document["code"]) == (503, "broker-unavailable")
        assert document["repeat_with_same_key"] is True
        assert int(found[0].headers["retry-after"]) > 0
    running.kill()


def _refused(answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 503, answer.text
    return answer


def _not_absent(send: Callable[[], httpx.Response]) -> httpx.Response:
    """The gateway looks once a second whether a service is there."""

    def answer() -> httpx.Response:
        found = send()
        assert found.json().get("code") != "service-absent"
        return found

    return eventually(answer)


def test_a_service_that_was_killed_is_absent_at_once_and_found_again(
    own_stack: Stack, gateway: Running
) -> None:
    answers: dict[str, Answer] = {"tasks": lambda kw: {"items": []}}
    with client(gateway) as http:
        with Answering(own_stack, "tasks", answers):
            eventually(lambda: _ok(http.get("/api/v1/tasks")))
        absent = eventually(lambda: _refused(http.get("/api/v1/tasks")))
        assert absent.json()["code"] == "service-absent"
        assert int(absent.headers["retry-after"]) > 0
        with Answering(own_stack, "tasks", answers):
            eventually(lambda: _ok(http.get("/api/v1/tasks")))


def test_a_frozen_broker_turns_readiness_red_and_calls_end_by_their_deadline(
    own_backing: Backing, own_stack: Stack
) -> None:
    assert own_backing.broker
    running = own_stack.start("gateway", TONGXIN_RPC_SECONDS="2").wait_ready()
    own_backing.broker.freeze()
    try:
        assert running.wait_not_ready(10)["checks"]["broker"] != "ok"
        with client(running) as http:
            assert http.get("/api/v1/tasks").status_code in (503, 504)
    finally:
        own_backing.broker.resume()
    running.wait_ready(HEALED_WITHIN)
    running.kill()


def test_a_memory_alarm_ends_calls_by_their_deadline_and_is_forgotten_after(
    own_backing: Backing, own_stack: Stack
) -> None:
    assert own_backing.broker
    running = own_stack.start("gateway", TONGXIN_RPC_SECONDS="2").wait_ready()
    answers: dict[str, Answer] = {"tasks": lambda kw: {"items": []}}
    with Answering(own_stack, "tasks", answers), client(running) as http:
        eventually(lambda: _ok(http.get("/api/v1/tasks")))
        own_backing.broker.memory_alarm(True)
        try:
            eventually(lambda: http.get("/api/v1/tasks").status_code == 504, 10)
        finally:
            own_backing.broker.memory_alarm(False)
        running.wait_ready(HEALED_WITHIN)
        eventually(lambda: _ok(http.get("/api/v1/tasks")))
    running.kill()


def test_a_database_that_is_away_is_named_and_found_again(
    own_backing: Backing, own_stack: Stack, gateway: Running
) -> None:
    assert own_backing.documents
    asked = {"account": "admin", "password": GATEWAY["TONGXIN_ADMIN_PASSWORD"]}
    key = {"Idempotency-Key": "k"}
    with client(gateway) as http:
        eventually(lambda: _ok(http.post("/api/v1/token", json=asked, headers=key)))
        own_backing.documents.kill()
        answer = http.post("/api/v1/token", json=asked, headers=key)
        assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")
        checks = gateway.wait_not_ready()["checks"]
        assert checks["database"] != "ok" and checks["broker"] == "ok"
        own_backing.documents.start()
        gateway.wait_ready(HEALED_WITHIN)
        eventually(lambda: _ok(http.post("/api/v1/token", json=asked, headers=key)))


def test_the_feed_loses_no_event_over_broker_and_database_restarts(
    own_backing: Backing, own_stack: Stack, gateway: Running
) -> None:
    assert own_backing.documents and own_backing.broker
    with listening(gateway, token("*")) as stream:
        eventually(lambda: stream.named("hello"))
        happen(own_stack, "ganzhou", "e-1")
        eventually(lambda: stream.changes == ["e-1"])
        last = stream.messages[-1]["id"]
    own_backing.documents.kill()
    happen(own_stack, "ganzhou", "e-2")
    own_backing.documents.start()
    own_backing.broker.kill()
    own_backing.broker.start()
    happen(own_stack, "ganzhou", "e-3")
    with listening(gateway, token("*") | {"Last-Event-ID": last}) as stream:
        eventually(lambda: stream.changes == ["e-2", "e-3"], HEALED_WITHIN)


def test_sigterm_ends_it_within_ten_seconds_while_the_broker_is_down(
    own_backing: Backing, own_stack: Stack, gateway: Running
) -> None:
    assert own_backing.broker
    own_backing.broker.kill()
    try:
        gateway.wait_not_ready()
        gateway.term()
        assert gateway.wait(10) == 0
    finally:
        own_backing.broker.start()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TONGXIN_TOKEN_SECRET", "short"),
        ("TONGXIN_MONGO_URL", "mongodb://127.0.0.1:1/"),
        ("TONGXIN_HTTP_ADDRESS", "nonsense"),
        ("TONGXIN_ADMIN_PASSWORD", "1111111111"),
        ("TONGXIN_ADMIN_PASSWORD", "同心市同心市同心市2026"),
    ],
)
def test_a_bad_setting_stops_the_start_with_its_name_its_fault_and_an_example(
    name: str, value: str
) -> None:
    good = {
        **GATEWAY,
        "TONGXIN_AMQP_URL": "amqp://a:b@127.0.0.1:1/x",
        "TONGXIN_MONGO_URL": "mongodb://127.0.0.1:1/x",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "gateway"],
        env={**os.environ, **good, name: value},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 78
    assert name in ended.stderr and "example: " in ended.stderr
    assert "short" not in ended.stderr.replace("is shorter", "")
