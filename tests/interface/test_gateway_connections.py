"""Connections: half-open ones, endless heads and bodies, floods; others are served meanwhile."""

import os
import resource
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.local.programs import ROOT
from tests.interface.test_gateway_feed import token
from tests.support.doors import NOBODY, SIGNING, bare_gateway, connect, get, hear, say
from tests.support.running import Running, command_of
from tests.support.stack import GATEWAY
from tests.support.waiting import eventually

MANY = 2000
OTHERS = "127.0.0.2"
"""An address whose connections are counted by themselves: it is no trusted proxy."""
HALF = b"GET /api/v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "

CHUNKED = get(
    "/api/v1/token",
    "Idempotency-Key: k",
    "Content-Type: application/json",
    "Transfer-Encoding: chunked",
    verb="POST",
)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bare_gateway(tmp_path_factory.mktemp("gateway"), TONGXIN_HEAD_SECONDS="1") as running:
        yield running


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One address may have three connections."""
    home = tmp_path_factory.mktemp("crowded")
    with bare_gateway(home, TONGXIN_MAX_CONNECTIONS_EACH="3") as running:
        yield running


@pytest.fixture
def sockets() -> Iterator[ExitStack]:
    """As many files as the attack needs; all closed at the end."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(before[1], 2 * MANY + 500), before[1]))
    with ExitStack() as opened:
        yield opened
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def half_open(running: Running, opened: ExitStack, source: str = "") -> socket.socket:
    connection = opened.enter_context(connect(running, source))
    connection.sendall(HALF)
    return connection


def test_two_thousand_half_open_connections_leave_others_served(
    tmp_path: Path, sockets: ExitStack
) -> None:
    with bare_gateway(tmp_path, TONGXIN_HEAD_SECONDS="60") as running:
        for _ in range(MANY + 100):
            half_open(running, sockets)
        assert say(running, get("/api/v1/me")).status == 401
        assert say(running, get("/api/v1/me"), OTHERS).status == 401
        assert say(running, get("/health/live")).status == 200
        assert running.live() == 200 and running.ready()[0] == 503
        assert running.metric("tongxin_http_connections_ended_total", why="displaced") >= 100


def test_bodies_that_never_come_leave_others_served_too(tmp_path: Path, sockets: ExitStack) -> None:
    asks = b"POST /api/v1/token HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: k\r\n"
    with bare_gateway(tmp_path, TONGXIN_MAX_CONNECTIONS="100") as running:
        for _ in range(300):
            connection = sockets.enter_context(connect(running))
            connection.sendall(
                asks + b"Content-Type: application/json\r\nContent-Length: 9\r\n\r\n"
            )
        assert say(running, get("/api/v1/me")).status == 401
        assert running.live() == 200


def test_a_head_that_does_not_arrive_is_given_up(gateway: Running) -> None:
    with ExitStack() as opened:
        waiting = half_open(gateway, opened)
        started = time.monotonic()
        answer = hear(waiting)
        assert answer.problem()["code"] == "request-timeout"
        assert time.monotonic() - started < 8
        silent = opened.enter_context(connect(gateway))
        assert hear(silent).raw == b""


def test_a_head_that_trickles_has_no_more_time(gateway: Running) -> None:
    with connect(gateway) as connection:
        connection.sendall(HALF)
        ends = time.monotonic() + 8
        while time.monotonic() < ends:
            time.sleep(0.1)
            try:
                connection.sendall(b"x")
            except OSError:
                return
    pytest.fail("a head may trickle for ever")


def test_the_next_request_of_a_connection_has_the_same_time(gateway: Running) -> None:
    with connect(gateway) as connection:
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"200 OK" in connection.recv(65536)
        connection.sendall(HALF)
        assert b"HTTP/1.1 408 " in hear(connection).raw


def test_a_body_that_nobody_reads_is_not_listened_to(gateway: Running) -> None:
    with connect(gateway) as connection:
        head = (
            b"POST /api/v1/districts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"
        )
        connection.sendall(head)
        assert b" 401 " in connection.recv(65536).split(b"\r\n")[0]
        ends = time.monotonic() + 8
        while time.monotonic() < ends:
            time.sleep(0.1)
            try:
                connection.sendall(b"x")
            except OSError:
                return
    pytest.fail("a body that nobody reads may trickle for ever")


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (get("/health/live", f"X-Large: {'x' * 100_000}"), 431, "headers-too-large"),
        (get("/health/live", *(f"X-{n}: {n}" for n in range(200))), 431, "headers-too-large"),
        (get("/health/live?" + "x" * 20_000), 414, "url-too-long"),
        (get("/health/live").replace(b"GET", b"\x00\xff"), 400, "malformed-request"),
        (get("http://[").replace(b"GET", b"CONNECT"), 400, "malformed-request"),
    ],
)
def test_a_head_beyond_its_limits_is_refused_as_a_problem(
    gateway: Running, said: bytes, status: int, code: str
) -> None:
    answer = say(gateway, said)
    assert (answer.status, answer.problem()["code"]) == (status, code)


@pytest.mark.parametrize(
    "begins",
    [
        HALF,
        b"",
        b"GET /" + b"x" * 100,
        CHUNKED + b"1;",
        CHUNKED + b"1\r\nx\r\n0\r\nX-Late: ",
        get("/x", "Upgrade: websocket", "Connection: Upgrade"),
    ],
    ids=["header", "blank lines", "address", "chunk", "trailer", "upgrade"],
)
def test_what_never_ends_is_cut_off(gateway: Running, begins: bytes) -> None:
    endless = b"\r\n" * 32_768 if not begins else b"x" * 65_536
    with connect(gateway) as connection:
        connection.sendall(begins)
        with pytest.raises(OSError):  # reset, or broken pipe
            for _ in range(1000):  # 64 MiB
                connection.sendall(endless)
    assert gateway.live() == 200


def test_requests_far_ahead_of_their_answers_are_not_kept(gateway: Running) -> None:
    many = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 5000
    answer = say(gateway, many)
    assert answer.raw.count(b"HTTP/1.1 ") < 100


def test_a_crowd_from_one_address_displaces_itself_alone(
    crowded: Running, sockets: ExitStack
) -> None:
    others = half_open(crowded, sockets, "127.0.0.3")
    first, *_ = [half_open(crowded, sockets, OTHERS) for _ in range(4)]
    assert hear(first).raw == b""  # the one that was silent longest
    assert say(crowded, get("/health/live"), OTHERS).status == 200
    others.sendall(b"x\r\n\r\n")
    assert b" 401 " in others.recv(65536)


def test_where_every_place_is_at_work_the_next_is_told_to_come_again(
    crowded: Running, sockets: ExitStack
) -> None:
    """A stream is an answer that goes on: nothing of it is taken away for another."""
    bearer = token("ganzhou")["Authorization"]
    streams = []
    for _ in range(3):
        stream = sockets.enter_context(connect(crowded, OTHERS))
        stream.sendall(get("/api/v1/feed", f"Authorization: {bearer}"))
        streams.append(stream)

    def refused() -> bool:
        answer = say(crowded, b"", OTHERS)
        return answer.status == 503 and answer.problem()["code"] == "too-many-connections"

    eventually(refused, 8)
    assert say(crowded, get("/health/live"), "127.0.0.3").status == 200


def test_the_public_address_tells_nothing_of_the_inside(tmp_path: Path) -> None:
    with bare_gateway(tmp_path, TONGXIN_DOCS="off") as running:
        for path in ("/metrics", "/health/ready", "/docs", "/openapi.json"):
            assert say(running, get(path)).status == 404, path
        assert running.ready()[1]["checks"] and "tongxin_http" in running.metrics()


def test_a_stop_does_not_wait_for_half_open_connections(tmp_path: Path, sockets: ExitStack) -> None:
    with bare_gateway(tmp_path) as running:
        half_open(running, sockets)
        running.term()
        assert running.wait(10) == 0


def test_the_public_address_cannot_be_the_inner_one() -> None:
    same = {"TONGXIN_HTTP_ADDRESS": NOBODY, "TONGXIN_HEALTH_ADDRESS": NOBODY}
    away = {"TONGXIN_AMQP_URL": f"amqp://{NOBODY}", "TONGXIN_MONGO_URL": f"mongodb://{NOBODY}/none"}
    ended = subprocess.run(
        command_of("gateway"),
        cwd=ROOT,
        env=os.environ | GATEWAY | SIGNING | same | away,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 78
    assert "TONGXIN_HEALTH_ADDRESS" in ended.stderr
