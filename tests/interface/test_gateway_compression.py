"""What travels compressed, and what must not."""

import gzip
import json
from collections.abc import Iterator

import brotli
import pytest

from gateway.compress import LEAST
from tests.interface.test_gateway_feed import token
from tests.support.doors import Answer, bare_gateway, connect, get, say
from tests.support.running import Running
from tests.support.stack import Stack

SERVICES: list[type] = []
ASKED = "Accept-Encoding: gzip, deflate"
BROWSER = "Accept-Encoding: gzip, deflate, br"
SIGNED_IN = f"Authorization: {token('*', account='admin', role='city_office')['Authorization']}"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, stack: Stack) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("gateway")
    database = stack.env("gateway")["TONGXIN_MONGO_URL"]
    with bare_gateway(home, TONGXIN_MONGO_URL=database) as running:
        yield running


def ask(gateway: Running, path: str, *headers: str, verb: str = "GET") -> Answer:
    answer = say(gateway, get(path, ASKED, *headers, verb=verb))
    assert answer.status == 200, answer.raw[:500]
    return answer


def test_an_answer_of_the_api_is_sent_smaller_and_is_the_same(gateway: Running) -> None:
    plain = say(gateway, get("/openapi.json"))
    packed = ask(gateway, "/openapi.json")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body) / 5
    assert gzip.decompress(packed.body) == plain.body
    assert json.loads(plain.body)["openapi"]


@pytest.mark.parametrize("path", ["/openapi.json", "/static/console.css", "/static/review.js"])
def test_who_takes_both_is_sent_the_smaller_and_it_is_the_same(gateway: Running, path: str) -> None:
    plain, gzipped = say(gateway, get(path)), ask(gateway, path)
    for _ in range(2):
        packed = say(gateway, get(path, BROWSER))
        assert packed.headers["content-encoding"] == "br"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert brotli.decompress(packed.body) == plain.body
        assert len(packed.body) < len(gzipped.body)


@pytest.mark.parametrize("how", ["gzip;q=0", "br;q=0, GZIP ; Q=0.000, *", "identity,gzip;q=0.0"])
def test_who_refuses_to_unpack_is_sent_the_plain_answer(gateway: Running, how: str) -> None:
    plain = say(gateway, get("/openapi.json", f"Accept-Encoding: {how}"))
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    assert json.loads(plain.body)["openapi"]
    little = say(gateway, get("/openapi.json", "Accept-Encoding: gzip;q=0.01"))
    assert little.headers["content-encoding"] == "gzip"


def test_its_head_tells_what_it_would_be(gateway: Running) -> None:
    head = ask(gateway, "/openapi.json", verb="HEAD")
    assert head.headers["content-encoding"] == "gzip"
    assert head.body == b""


def test_files_for_everybody_are_sent_smaller(gateway: Running) -> None:
    answer = ask(gateway, "/static/console.css")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["etag"]


def test_what_is_small_is_sent_as_it_is(gateway: Running) -> None:
    answer = ask(gateway, "/api/v1/me", SIGNED_IN)
    assert len(answer.body) < LEAST
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/console/login?next=/console/brief%3Fyear=2026", "/docs"])
def test_a_page_tells_nothing_by_its_length(gateway: Running, path: str) -> None:
    """It repeats what its address says beside a form token."""
    answer = ask(gateway, path)
    assert answer.headers["content-type"].startswith("text/html")
    assert "content-encoding" not in answer.headers
    assert answer.body.lstrip().lower().startswith(b"<!doctype")


def test_the_live_feed_is_sent_as_it_comes(gateway: Running) -> None:
    with connect(gateway) as stream:
        stream.sendall(get("/api/v1/feed", ASKED, SIGNED_IN))
        said = b""
        while b"event: hello" not in said:
            part = stream.recv(65536)
            assert part, said
            said += part
    assert b"content-encoding" not in said.lower()
