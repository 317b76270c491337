"""The public API on a real broker and database; a bare peer answers for the services."""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import amqp
import httpx
import pytest

from contracts.orders.doors import PLAIN
from kit.topology import replies
from tests.console.answering import SILENCE, Answering, Refused
from tests.interface.test_gateway_feed import token as token_of
from tests.support.running import Running
from tests.support.stack import GATEWAY, Stack, bare
from tests.support.waiting import eventually

SERVICES = [bare(name) for name in ("tasks", "scoring", "notify")]
PASSWORD = GATEWAY["TONGXIN_ADMIN_PASSWORD"]
STAFF = "a long enough password"


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    return stack.start("gateway", TONGXIN_RPC_SECONDS="2", TONGXIN_BODY_SECONDS="1").wait_ready()


@pytest.fixture(scope="module")
def tasks(stack: Stack, http: httpx.Client) -> Iterator[Answering]:
    answers = {
        "found_district": lambda kw: {"id": kw["order"]["district"], "version": 1},
        "appoint_person": lambda kw: {"id": kw["order"]["account"], "version": 1},
        "districts": lambda kw: {"items": [], "next": None},
        "tasks": lambda kw: {"items": [{"asked": kw["ask"]}], "next": "c2"},
        "submit": lambda kw: {"id": kw["order"]["task"], "version": 2},
    }
    with Answering(stack, "tasks", answers) as answering:
        staff = token_of("*", account="admin", role="city_office")
        eventually(lambda: http.get("/api/v1/districts", headers=staff).status_code == 200)
        yield answering


@pytest.fixture(scope="module")
def http(gateway: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url="http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]) as client:
        yield client


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def sign_in(http: httpx.Client, account: str, password: str) -> dict[str, str]:
    asked = {"account": account, "password": password}
    answer = http.post("/api/v1/token", json=asked, headers=key())
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


@pytest.fixture(scope="module")
def admin(http: httpx.Client) -> dict[str, str]:
    """The city's office: the account that was first may not do its business."""
    return token_of("*", account="city-office", role="city_office")


@pytest.fixture(scope="module")
def officer(http: httpx.Client, tasks: Answering, admin: dict[str, str]) -> dict[str, str]:
    """Li Fang of the district office of Ganzhou."""
    opened = http.post(
        "/api/v1/people",
        json=person("lifang", roles=["district_office"], district="ganzhou"),
        headers=admin | key(),
    )
    assert opened.status_code == 201, opened.text
    return sign_in(http, "lifang", STAFF)


def person(account: str, **more: Any) -> dict[str, Any]:
    basis = {"account": account, "name": "李芳", "roles": ["unit"], "password": STAFF}
    return basis | {"district": "ganzhou"} | more


def refusal(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["code"]) == (status, code), document
    assert document["status"] == status and document["title"] and document["detail"]
    assert document["trace_id"] == answer.headers["x-trace-id"]
    return document


def test_an_order_reaches_its_service_with_caller_key_deadline_and_trace(
    http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"Idempotency-Key": "k-1", "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    answer = http.post(
        "/api/v1/districts", json={"district": "suzhou", "name": "肃州区"}, headers=admin | headers
    )
    assert (answer.status_code, answer.json()) == (201, {"id": "suzhou", "version": 1})
    assert answer.headers["x-trace-id"] == trace
    method, kwargs, sent = tasks.asked[-1]
    assert (method, kwargs["key"]) == ("found_district", "k-1")
    assert kwargs["order"] == {"district": "suzhou", "name": "肃州区"}
    assert kwargs["caller"]["account"] == "city-office" and kwargs["caller"]["district"] == "*"
    assert isinstance(sent["deadline"], int) and trace in sent["traceparent"]


def test_a_question_passes_its_filters_and_its_cursor(
    http: httpx.Client, tasks: Answering, officer: dict[str, str]
) -> None:
    answer = http.get(
        "/api/v1/tasks?year=2026&overdue=true&limit=7&cursor=c1", headers=officer
    ).json()
    assert answer["next"] == "c2"
    asked = answer["items"][0]["asked"]
    assert (asked["year"], asked["overdue"], asked["limit"], asked["cursor"]) == (
        2026,
        True,
        7,
        "c1",
    )


def test_a_service_that_is_not_there_answers_503_at_once(
    stack: Stack, http: httpx.Client, admin: dict[str, str]
) -> None:
    stack.api.management.delete("queues", stack.vhost, "rpc-notify")
    answer = http.get("/api/v1/inbox", headers=admin)
    refusal(answer, 503, "service-absent")
    assert int(answer.headers["retry-after"]) > 0
    assert answer.elapsed.total_seconds() < 2  # the deadline: it did not wait for it


def test_a_service_that_is_late_answers_504_and_says_how_to_repeat(
    http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    tasks.answers["open_campaign"] = lambda kw: SILENCE
    order = {"year": 2026, "name": "创建", "standard": "gansu-1", "districts": ["ganzhou"]}
    answer = http.post("/api/v1/campaigns", json=order, headers=admin | key())
    document = refusal(answer, 504, "deadline-passed")
    assert document["repeat_with_same_key"] is True and "Idempotency-Key" in document["detail"]
    tasks.answers["campaigns"] = lambda kw: SILENCE
    assert "repeat_with_same_key" not in refusal(
        http.get("/api/v1/campaigns", headers=admin), 504, "deadline-passed"
    )


def test_a_refusal_of_the_service_keeps_its_code_field_and_members(
    http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    def in_use(_: dict[str, Any]) -> Any:
        raise Refused("version-conflict", 409, "他人正在办理", extra={"retry_after": 3})

    def already(_: dict[str, Any]) -> Any:
        raise Refused("already-founded", 409, "已经设立", field="$.district")

    order = {"district": "minle", "name": "民乐县"}
    found = tasks.answers["found_district"]
    tasks.answers["found_district"] = in_use
    answer = http.post("/api/v1/districts", json=order, headers=admin | key())
    refusal(answer, 409, "version-conflict")
    assert answer.headers["retry-after"] == "3"
    tasks.answers["found_district"] = already
    answer = http.post("/api/v1/districts", json=order, headers=admin | key())
    tasks.answers["found_district"] = found
    assert refusal(answer, 409, "already-founded")["field"] == "$.district"


def test_an_inner_fault_tells_the_public_nothing_of_itself(
    http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    def crash(_: dict[str, Any]) -> Any:
        raise Refused("internal", 500, "KeyError: 'secret_table'", exc_type="KeyError")

    tasks.answers["campaigns"] = crash
    answer = http.get("/api/v1/campaigns", headers=admin)
    refusal(answer, 500, "internal")
    assert "secret_table" not in answer.text


@pytest.mark.parametrize(
    ("body", "code", "status", "field"),
    [
        ({"district": "suzhou"}, "invalid", 422, "$.name"),
        ({"district": "Su Zhou", "name": "x"}, "invalid", 422, "$.district"),
        ({"district": "suzhou", "name": "x", "extra": 1}, "unknown-field", 422, "$.extra"),
        ([1], "malformed-request", 400, ""),
    ],
)
def test_a_body_at_fault_is_refused_with_the_name_of_its_field(
    http: httpx.Client, admin: dict[str, str], body: Any, code: str, status: int, field: str
) -> None:
    answer = http.post("/api/v1/districts", json=body, headers=admin | key())
    assert refusal(answer, status, code)["field"] == field


def test_a_fault_deep_in_the_measures_is_named_by_its_path(
    http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    opened = http.post(
        "/api/v1/people", json=person("wangwei", unit="minzheng"), headers=admin | key()
    )
    assert opened.status_code == 201, opened.text
    unit = sign_in(http, "wangwei", STAFF)
    bad = {"measures": {"ratio": {"type": "ratio", "numerator": "x", "denominator": 4}}}
    answer = http.post("/api/v1/tasks/t1/submit", json=bad, headers=unit | key())
    assert refusal(answer, 422, "invalid")["field"] == "$.measures.ratio.numerator"
    twice = {"measures": {}, "task": "t2"}
    answer = http.post("/api/v1/tasks/t1/submit", json=twice, headers=unit | key())
    assert refusal(answer, 422, "unknown-field")["field"] == "$.task"
    good = {"measures": {"ratio": {"type": "ratio", "numerator": 3, "denominator": 4}}}
    answer = http.post("/api/v1/tasks/t1/submit", json=good, headers=unit | key())
    assert answer.json() == {"id": "t1", "version": 2}


def test_query_parameters_are_checked_by_name(http: httpx.Client, admin: dict[str, str]) -> None:
    for query, code, field in (
        ("limit=0", "invalid", "$.limit"),
        ("year=x", "invalid", "$.year"),
        ("colour=red", "unknown-field", "$.colour"),
        ("year=2026&year=2025", "invalid", "$.year"),
    ):
        answer = http.get(f"/api/v1/tasks?{query}", headers=admin)
        assert refusal(answer, 422, code)["field"] == field


def test_the_door_refuses_what_no_service_need_see(
    http: httpx.Client, admin: dict[str, str]
) -> None:
    good = {"district": "suzhou", "name": "x"}
    url = "/api/v1/districts"
    refusal(http.post(url, json=good, headers=admin), 400, "idempotency-key-missing")
    long_key = {"Idempotency-Key": "k" * 121}
    refusal(http.post(url, json=good, headers=admin | long_key), 400, "idempotency-key-invalid")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = http.post(url, content="a=b", headers=admin | key() | form)
    refusal(answer, 415, "unsupported-media-type")
    plain = {"Content-Type": "application/json"}
    answer = http.post(url, content=b"{", headers=admin | key() | plain)
    refusal(answer, 400, "malformed-request")
    answer = http.post(url, content=b" " * PLAIN + b"{}", headers=admin | key() | plain)
    assert refusal(answer, 413, "too-large")["limit_bytes"] == PLAIN
    deep = b'{"district":' + b"[" * 100_000
    refusal(http.post(url, content=deep, headers=admin | key() | plain), 400, "malformed-request")
    refusal(http.get("/api/v1/nowhere", headers=admin), 404, "not-found")
    answer = http.delete(url, headers=admin)
    refusal(answer, 405, "method-not-allowed")
    assert "POST" in answer.headers["allow"] or "GET" in answer.headers["allow"]


def test_a_body_that_does_not_arrive_in_time_is_given_up(
    http: httpx.Client, admin: dict[str, str]
) -> None:
    def forever() -> Iterator[bytes]:
        yield b"{"
        for _ in range(30):
            time.sleep(0.1)
            yield b" "

    plain = {"Content-Type": "application/json"}
    answer = http.post("/api/v1/districts", content=forever(), headers=admin | key() | plain)
    refusal(answer, 408, "request-timeout")


def test_who_is_not_signed_in_gets_401(http: httpx.Client) -> None:
    answer = http.get("/api/v1/me")
    refusal(answer, 401, "not-signed-in")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    for token in ("x", "a.b.c", "x" * 5000):
        answer = http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        refusal(answer, 401, "token-invalid")


def test_roles_and_scope_are_checked_at_the_door(
    http: httpx.Client, tasks: Answering, officer: dict[str, str]
) -> None:
    before = len(tasks.asked)
    order = {"district": "ganzhou", "name": "x"}
    answer = http.post("/api/v1/districts", json=order, headers=officer | key())
    refusal(answer, 403, "forbidden")
    unit = {"district": "suzhou", "unit": "minzheng", "name": "民政局", "kind": "department"}
    refusal(http.post("/api/v1/units", json=unit, headers=officer | key()), 404, "not-found")
    refusal(http.get("/api/v1/units?district=suzhou", headers=officer), 404, "not-found")
    assert len(tasks.asked) == before
    me = http.get("/api/v1/me", headers=officer).json()
    assert (me["district"], me["roles"]) == ("ganzhou", ["district_office"])


def test_a_wrong_name_and_a_wrong_password_look_alike_and_lock_alike(http: httpx.Client) -> None:
    def attempt(account: str) -> httpx.Response:
        asked = {"account": account, "password": "wrong password"}
        return http.post("/api/v1/token", json=asked, headers=key())

    for account in ("nobody-" + secrets.token_hex(3), "admin"):
        answers = [attempt(account) for _ in range(6)]
        assert [a.json()["code"] for a in answers] == ["bad-credentials"] * 5 + ["account-locked"]
        locked = refusal(answers[-1], 429, "account-locked")
        assert locked["locked_until"] and int(answers[-1].headers["retry-after"]) > 0
    right = {"account": "admin", "password": PASSWORD}
    answer = http.post("/api/v1/token", json=right, headers=key())
    refusal(answer, 429, "account-locked")


def test_opening_an_account_twice_with_one_key_opens_it_once(
    stack: Stack, http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    same = key()
    first = http.post("/api/v1/people", json=person("zhaomin"), headers=admin | same)
    again = http.post("/api/v1/people", json=person("zhaomin"), headers=admin | same)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 201
    other = http.post("/api/v1/people", json=person("zhaomin", name="x"), headers=admin | same)
    refusal(other, 422, "idempotency-key-reused")
    taken = http.post("/api/v1/people", json=person("zhaomin"), headers=admin | key())
    refusal(taken, 409, "account-exists")
    held = stack.mongo("gateway")["accounts"].find_one({"_id": "zhaomin"})
    assert held and STAFF not in json.dumps(held, default=str)
    assert held["password"].startswith("$argon2id$")


def test_nobody_signs_in_before_both_halves_are_done(
    http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    appoint, same = tasks.answers["appoint_person"], key()
    tasks.answers["appoint_person"] = lambda kw: SILENCE
    answer = http.post("/api/v1/people", json=person("sunli"), headers=admin | same)
    refusal(answer, 504, "deadline-passed")
    asked = {"account": "sunli", "password": STAFF}
    refusal(http.post("/api/v1/token", json=asked, headers=key()), 401, "bad-credentials")
    tasks.answers["appoint_person"] = appoint
    answer = http.post("/api/v1/people", json=person("sunli"), headers=admin | same)
    assert answer.status_code == 201, answer.text
    assert sign_in(http, "sunli", STAFF)


def test_a_refused_appointment_frees_the_account_name(
    http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    def refuse(_: dict[str, Any]) -> Any:
        raise Refused("no-such-unit", 422, "没有这个单位", field="$.unit")

    appoint = tasks.answers["appoint_person"]
    tasks.answers["appoint_person"] = refuse
    answer = http.post("/api/v1/people", json=person("qianjun"), headers=admin | key())
    assert refusal(answer, 422, "no-such-unit")["field"] == "$.unit"
    tasks.answers["appoint_person"] = appoint
    answer = http.post("/api/v1/people", json=person("qianjun"), headers=admin | key())
    assert answer.status_code == 201, answer.text


def test_a_name_whose_opening_nobody_finished_can_be_opened_anew(
    stack: Stack, http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    """The first try's key is forgotten, as after a script or a browser that was closed."""
    accounts, appoint = stack.mongo("gateway")["accounts"], tasks.answers["appoint_person"]
    tasks.answers["appoint_person"] = lambda kw: SILENCE
    answer = http.post("/api/v1/people", json=person("wubin"), headers=admin | key())
    refusal(answer, 504, "deadline-passed")
    tasks.answers["appoint_person"] = appoint
    answer = http.post("/api/v1/people", json=person("wubin"), headers=admin | key())
    refusal(answer, 409, "account-exists")  # it may be under way still
    aged = {"$set": {"at": datetime.now(UTC) - timedelta(minutes=6)}}
    accounts.update_one({"_id": "wubin"}, aged)
    other = person("wubin", password="another long password")
    same = key()
    for _ in range(2):
        answer = http.post("/api/v1/people", json=other, headers=admin | same)
        assert answer.status_code == 201, answer.text
    accounts.update_one({"_id": "wubin"}, aged)
    answer = http.post("/api/v1/people", json=person("wubin"), headers=admin | key())
    refusal(answer, 409, "account-exists")
    assert sign_in(http, "wubin", "another long password")


def test_an_opening_is_not_called_done_where_its_twin_has_freed_the_name(
    stack: Stack, http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    """Of two calls with one key at once, one was refused while the other was appointed."""
    accounts, appoint = stack.mongo("gateway")["accounts"], tasks.answers["appoint_person"]

    def freed(kwargs: dict[str, Any]) -> Any:
        accounts.delete_one({"_id": "zhengyi", "state": "pending"})
        return appoint(kwargs)

    tasks.answers["appoint_person"], same = freed, key()
    answer = http.post("/api/v1/people", json=person("zhengyi"), headers=admin | same)
    assert refusal(answer, 503, "unavailable")["repeat_with_same_key"] is True
    tasks.answers["appoint_person"] = appoint
    answer = http.post("/api/v1/people", json=person("zhengyi"), headers=admin | same)
    assert answer.status_code == 201, answer.text
    assert sign_in(http, "zhengyi", STAFF)


def test_a_district_office_opens_accounts_of_its_own_district_only(
    http: httpx.Client, officer: dict[str, str]
) -> None:
    url = "/api/v1/people"
    inside = http.post(url, json=person("own-person"), headers=officer | key())
    assert inside.status_code == 201, inside.text
    outside = http.post(url, json=person("other", district="suzhou"), headers=officer | key())
    refusal(outside, 404, "not-found")
    whole = http.post(url, json=person("other", district="*"), headers=officer | key())
    refusal(whole, 404, "not-found")
    above = person("other", roles=["city_office"])
    answer = http.post(url, json=above, headers=officer | key())
    assert refusal(answer, 403, "forbidden")["field"] == "$.roles"
    short = person("other", password="123456789")
    answer = http.post(url, json=short, headers=officer | key())
    assert refusal(answer, 422, "invalid")["field"] == "$.password"


def test_every_answer_carries_the_security_headers(http: httpx.Client) -> None:
    for path in ("/api/v1/me", "/docs", "/health/live", "/nowhere", "/openapi.json"):
        headers = http.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_metrics_name_route_templates_and_outcomes_never_ids(
    gateway: Running, http: httpx.Client, tasks: Answering, admin: dict[str, str]
) -> None:
    tasks.answers["task_of"] = lambda kw: {"id": kw["ask"]["task"]}
    assert http.get("/api/v1/tasks/unique-id-77", headers=admin).status_code == 200
    http.request("BREW", "/api/v1/tasks")
    text = gateway.metrics()
    assert "unique-id-77" not in text and "BREW" not in text
    labels = {"route": "/api/v1/tasks/{task}", "method": "GET", "status": "2xx"}
    assert gateway.metric("tongxin_http_requests_total", **labels) >= 1
    labels = {"service": "tasks", "method": "task_of", "outcome": "ok"}
    assert gateway.metric("tongxin_rpc_calls_total", **labels) >= 1


def test_logs_are_json_with_trace_district_and_no_secrets(
    gateway: Running, http: httpx.Client, tasks: Answering, officer: dict[str, str]
) -> None:
    answer = http.get("/api/v1/districts", headers=officer)
    trace = answer.headers["x-trace-id"]

    def line() -> dict[str, Any]:
        return next(entry for entry in gateway.log() if entry.get("trace") == trace)

    found = eventually(line, 5)
    assert (found["service"], found["district"], found["status"]) == ("gateway", "ganzhou", 200)
    assert found["route"] == "/api/v1/districts"
    text = gateway.text()
    assert not [entry for entry in gateway.log() if "raw" in entry]
    assert STAFF not in text and PASSWORD not in text and officer["Authorization"][7:] not in text


def test_sigterm_ends_it_cleanly_though_a_call_waits(stack: Stack, tasks: Answering) -> None:
    running = stack.start("gateway").wait_ready()
    running.term()
    assert running.wait(10) == 0


@pytest.mark.parametrize("thief", ["notify", "scoring"])
def test_a_reply_through_another_services_exchange_answers_nothing(
    stack: Stack, http: httpx.Client, tasks: Answering, admin: dict[str, str], thief: str
) -> None:
    """Not even by who has read the call, and so knows its correlation id."""

    def districts(_: dict[str, Any]) -> dict[str, Any]:
        forged = amqp.Message(
            json.dumps({"result": {"items": ["forged"], "next": None}, "error": None}),
            content_type="application/json",
            correlation_id=tasks.properties["correlation_id"],
        )
        connection = stack.amqp(thief).clone(transport_options={"confirm_publish": True})
        with closing(connection):
            reply_to = tasks.properties["reply_to"]
            connection.channel().basic_publish(
                forged, replies(thief), reply_to, mandatory=True, confirm_timeout=5
            )
        return {"items": ["true"], "next": None}

    before, tasks.answers["districts"] = tasks.answers["districts"], districts
    try:
        answer = http.get("/api/v1/districts", headers=admin)
    finally:
        tasks.answers["districts"] = before
    assert answer.json()["items"] == ["true"]
