"""What every door of the public address refuses, whoever asks: hosts, verbs, bytes, sizes."""

import json
import secrets
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from contracts.orders.doors import LARGE, PLAIN
from gateway.door import TINY
from tests.interface.test_gateway_feed import token
from tests.support.doors import Answer, bare_gateway, connect, get, hear, say
from tests.support.running import Running
from tests.support.stack import Stack

SERVICES: list[type] = []
ADMIN = token("*", account="admin", role="city_office")["Authorization"]
SIGNED_IN = f"Authorization: {ADMIN}"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, stack: Stack) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("gateway")
    names = "tongxin.example, WWW.tongxin.example"
    database = stack.env("gateway")["TONGXIN_MONGO_URL"]
    with bare_gateway(home, TONGXIN_HOSTS=names, TONGXIN_MONGO_URL=database) as running:
        yield running
        assert "Traceback" not in running.text()


def post(path: str, body: bytes, *headers: str, host: str = "127.0.0.1") -> bytes:
    more = [f"Content-Length: {len(body)}", f"Idempotency-Key: {secrets.token_hex(8)}", *headers]
    if not any(header.lower().startswith("content-type") for header in headers):
        more.append("Content-Type: application/json")
    return get(path, *more, verb="POST", host=host) + body


def refused(answer: Answer, status: int, code: str) -> dict[str, Any]:
    document = answer.problem()
    assert (answer.status, document["code"]) == (status, code), document
    return document


# Host


@pytest.mark.parametrize("host", ["tongxin.example", "www.TONGXIN.example:8443", "localhost:1"])
def test_a_name_of_ours_is_answered(gateway: Running, host: str) -> None:
    assert say(gateway, get("/health/live", host=host)).status == 200
    assert say(gateway, get("/health/live", host="[::1]:80")).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "10.1.2.3", "tongxin.example.evil.example", "atongxin.example", "a"]
)
def test_a_foreign_name_is_refused_wherever_it_is_told(gateway: Running, host: str) -> None:
    for path in ("/", "/api/v1/tasks/", "/console/login", "/static/mark.svg", "/nowhere"):
        answer = say(gateway, get(path, host=host))
        refused(answer, 421, "host-unknown")
        assert host not in answer.headers.get("location", "")
    forwarded = get("/api/v1/tasks/", f"X-Forwarded-Host: {host}", f"Forwarded: host={host}")
    assert host.encode() not in say(gateway, forwarded).raw or host == "a"


@pytest.mark.parametrize(
    "host", ["", "a b", "[::1", "a@b", "a/b", "é", "localhost:999999", "localhost:x", "\x01"]
)
def test_a_host_that_is_none_is_refused(gateway: Running, host: str) -> None:
    answer = say(gateway, get("/health/live", host=host))
    assert answer.status == 400
    answer.problem()


def test_two_hosts_or_none_are_refused(gateway: Running) -> None:
    refused(say(gateway, get("/health/live", "Host: localhost")), 400, "host-invalid")
    none = b"GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n"
    refused(say(gateway, none), 400, "host-invalid")


@pytest.mark.parametrize("path", ["/api/v1/tasks/", "/console/", "/health/live/", "/api/v1/"])
def test_a_slash_too_many_leads_nowhere(gateway: Running, path: str) -> None:
    answer = say(gateway, get(path))
    assert answer.status == 404 and "location" not in answer.headers


# Verbs


def verbs(answer: Answer) -> set[str]:
    return set(answer.headers["allow"].replace(" ", "").split(","))


def test_a_path_tells_all_of_its_verbs(gateway: Running) -> None:
    both = {"GET", "HEAD", "POST", "OPTIONS"}
    for path, wanted in (
        ("/api/v1/districts", both),
        ("/api/v1/me", {"GET", "HEAD", "OPTIONS"}),
        ("/api/v1/token", {"POST", "OPTIONS"}),
        ("/health/live", {"GET", "HEAD", "OPTIONS"}),
        ("/console/login", both),
        ("/static/mark.svg", {"GET", "HEAD", "OPTIONS"}),
    ):
        answer = say(gateway, get(path, verb="DELETE"))
        assert (answer.status, verbs(answer)) == (405, wanted), path
        answer = say(gateway, get(path, verb="OPTIONS"))
        assert (answer.status, answer.body, verbs(answer)) == (204, b"", wanted), path
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert say(gateway, get("/nowhere", verb="OPTIONS")).status == 404


@pytest.mark.parametrize(
    "path", ["/", "/health/live", "/api/v1/me", "/api/v1/feed", "/static/mark.svg", "/nowhere"]
)
def test_head_is_answered_as_get_without_a_body(gateway: Running, path: str) -> None:
    asked = say(gateway, get(path, SIGNED_IN)) if path != "/api/v1/feed" else None
    told = say(gateway, get(path, SIGNED_IN, verb="HEAD"))
    assert told.body == b"" and told.status != 405
    if asked is not None:
        assert told.status == asked.status
        assert told.headers.get("content-length") == asked.headers.get("content-length")


# Bodies


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe{\x00}\x00",
        b'{"account": "\xe9"}',
        b'{"account": "\xed\xa0\x80"}',
        b'{"account": "\\ud800"}',
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a":' * 20_000,
        b'{"a": 1' + b"0" * 100_000 + b"}",
        b'{"a": 1e999999}',
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a": [{"b": {}, "c": 1, "b": {}}]}',
        b"null",
        b'"' + b"\\u0000" * 100,
    ],
)
def test_a_body_that_is_no_json_object_is_refused_with_a_token_or_without(
    gateway: Running, body: bytes
) -> None:
    answers = [
        say(gateway, post("/api/v1/districts", body, SIGNED_IN)),
        *([say(gateway, post("/api/v1/token", body))] if len(body) <= TINY else []),
    ]
    for answer in answers:
        assert answer.status in (400, 422)
        answer.problem()


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/api/v1/token", TINY),
        ("/api/v1/people", PLAIN),
        ("/api/v1/districts", PLAIN),
        ("/api/v1/tasks/t/accept", PLAIN),
        ("/api/v1/registers/r/rows", LARGE),
        ("/api/v1/rules/try", LARGE),
        ("/api/v1/units/import", 8 * 1024 * 1024),
    ],
)
def test_each_door_has_a_size_fit_for_its_purpose(gateway: Running, path: str, limit: int) -> None:
    headers = ["Content-Type: application/json", "Idempotency-Key: k", SIGNED_IN]
    role = token("*", account="u", role="unit")["Authorization"]
    if path.endswith("accept"):
        headers[-1] = f"Authorization: {role}"
    told = get(path, *headers, f"Content-Length: {limit + 1}", verb="POST")
    assert refused(say(gateway, told), 413, "too-large")["limit_bytes"] == limit
    with connect(gateway) as connection:  # and where it does not say its size
        connection.sendall(get(path, *headers, "Transfer-Encoding: chunked", verb="POST"))
        chunk = b"%x\r\n%s\r\n" % (65536, b" " * 65536)
        try:
            for _ in range(limit // 65536 + 2):
                connection.sendall(chunk)
        except OSError:
            pass
        answer = hear(connection)
    assert answer.raw == b"" or refused(answer, 413, "too-large")


def test_more_values_than_a_table_can_hold_are_not_read(gateway: Running) -> None:
    body = b'{"workbook": [' + b"[]," * 2_000_000 + b"[]]}"
    answer = say(gateway, post("/api/v1/units/import", body, SIGNED_IN))
    assert "400000" in refused(answer, 400, "malformed-request")["detail"]


@pytest.mark.parametrize("charset", ["undefined", "utf-7", "unicode_escape", "punycode", "utf-16"])
def test_a_form_in_another_encoding_is_refused(gateway: Running, charset: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="district"\r\n\r\n\\ud800\r\n--b--\r\n'
    kind = f"Content-Type: multipart/form-data; boundary=b; charset={charset}"
    answer = say(gateway, post("/api/v1/units/import", body, kind, SIGNED_IN))
    refused(answer, 415, "unsupported-media-type")


def form(parts: list[bytes]) -> bytes:
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


@pytest.mark.parametrize(
    "body",
    [
        form([b'Content-Disposition: form-data; name="f%d"\r\n\r\nx' % n for n in range(100)]),
        form([b'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nx'] * 3),
        form([b'Content-Disposition: form-data; name="x"\r\n\r\n' + b"x" * 300_000]),
        form([b"X-H: x\r\n" * 10_000 + b"\r\nx"]),
        form([b'Content-Disposition: form-data; name="' + b"n" * 100_000 + b'"\r\n\r\nx']),
        form([b"X: " + b"y" * 1_000_000 + b"\r\n\r\nx"]),
        form([b"Content-Disposition: form-data\r\n\r\nx"]),
        form([b"Content-Disposition: form-data; name=\"\xff\xfe\"; filename*=x''%ff\r\n\r\nx"]),
        b"--b",
        b"",
        b"\r\n" * 1_000_000,
        b"--b--" * 100_000,
    ],
    ids=lambda body: body[:60].hex()[:20],
)
def test_a_form_beyond_its_limits_is_refused(gateway: Running, body: bytes) -> None:
    kind = "Content-Type: multipart/form-data; boundary=b"
    answer = say(gateway, post("/api/v1/units/import", body, kind, SIGNED_IN))
    assert 400 <= answer.status < 500
    answer.problem()


def test_a_key_or_a_token_that_stands_twice_is_refused(gateway: Running) -> None:
    """Whoever stands between might go by the other one."""
    order = b'{"district": "suzhou", "name": "x"}'
    twice = post("/api/v1/districts", order, SIGNED_IN, "Idempotency-Key: other")
    refused(say(gateway, twice), 400, "idempotency-key-invalid")
    other = token("suzhou")["Authorization"]
    twice = get("/api/v1/me", SIGNED_IN, f"Authorization: {other}")
    refused(say(gateway, twice), 401, "token-invalid")


def test_a_text_of_an_address_holds_no_control_characters(gateway: Running) -> None:
    for query in ("text=%00", "text=a%1fb", "a%00=1"):
        answer = say(gateway, get(f"/api/v1/tasks?{query}", SIGNED_IN))
        assert refused(answer, 422, "invalid")["field"].startswith("$.")
    for path in ("/api/v1/tasks/%00", "/static/%00", "/console/scores/%0a/2026/B04"):
        assert say(gateway, get(path, SIGNED_IN)).status == 404


# Sign-in


def test_a_password_is_taken_by_https_or_on_this_machine_alone(gateway: Running) -> None:
    given = json.dumps({"account": "nobody", "password": "wrong password"}).encode()
    plain = say(gateway, post("/api/v1/token", given, host="tongxin.example"))
    refused(plain, 403, "insecure-transport")
    https = post("/api/v1/token", given, "X-Forwarded-Proto: https", host="tongxin.example")
    assert say(gateway, https).problem()["code"] != "insecure-transport"
    assert say(gateway, post("/api/v1/token", given)).problem()["code"] != "insecure-transport"


def test_a_console_form_may_hold_anything(gateway: Running) -> None:
    kind = "Content-Type: application/x-www-form-urlencoded"
    cookie = "Cookie: tongxin-form=" + "a" * 32
    for body in (b"form_token=%C3%A9", b"form_token=\xff", b"account=%00&form_token=%F0%9F%98%80"):
        answer = say(gateway, post("/console/login", body, kind, cookie))
        assert answer.status in (400, 403), answer.raw[:300]
    for cookie in ('Cookie: tongxin-form="\\012"', "Cookie: tongxin-form=\xe9", "Cookie: ;=;"):
        assert say(gateway, get("/console/login", cookie)).status == 200
    for wanted in ("//[", "http://[", "%2F%2F%5B", "/console/%5B"):
        assert say(gateway, get(f"/console/login?next={wanted}")).status == 200


def test_every_refusal_to_come_again_says_when(gateway: Running) -> None:
    answer = say(gateway, get("/api/v1/tasks", SIGNED_IN))
    assert answer.problem()["status"] == 503 and int(answer.headers["retry-after"]) > 0


def test_the_listening_address_is_one_of_our_names(gateway: Running) -> None:
    own = gateway.env["TONGXIN_HTTP_ADDRESS"]
    assert say(gateway, get("/health/live", host=own)).status == 200
    with socket.create_connection(("127.0.0.1", int(own.rpartition(":")[2])), 5) as connection:
        connection.sendall(b"GET /health/live HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert b" 200 " in connection.recv(4096)
