"""Every door gets the largest and most hostile body that it takes; health answers meanwhile."""

import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from contracts.orders.doors import LARGE, PLAIN, TABLE, Door
from gateway import routes
from gateway.describe import body_of
from gateway.routes.api import PREFIX
from tests.interface.test_gateway_feed import token
from tests.support.doors import bare_gateway
from tests.support.running import Running
from tests.support.stack import Stack

SERVICES: list[type] = []
MAX_TABLE = 8 * 1024 * 1024
PROMPT = 2.0  # seconds for health, while two cores do this and other tests
ROWS = [row for rows in routes.TABLES.values() for row in rows if row.verb == "POST"]
ANY = {"string": "x", "integer": 1, "boolean": True, "array": [], "object": {}, "null": None}
"""A value for a schema's type."""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, stack: Stack) -> Iterator[Running]:
    database = stack.env("gateway")["TONGXIN_MONGO_URL"]
    home = tmp_path_factory.mktemp("gateway")
    with bare_gateway(home, TONGXIN_MONGO_URL=database) as running:
        yield running
        assert "Traceback" not in running.text()


@contextmanager
def asking_health(running: Running) -> Iterator[list[float]]:
    """Asks again and again; gives the seconds of each answer."""
    took: list[float] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            started = time.monotonic()
            assert running.live() == 200
            took.append(time.monotonic() - started)
            ended.wait(0.02)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield took
    finally:
        ended.set()
        thread.join()


def send(running: Running, row: Door, body: bytes, kind: str = "application/json") -> int:
    """The status; fails where a refusal is no problem document."""
    path = PREFIX + row.path
    for name, value in (("year", "2026"), ("district", "ganzhou")):
        path = path.replace(f"{{{name}}}", value)
    for name in row.in_path:
        path = path.replace(f"{{{name}}}", "some-1")
    role = row.roles[0] if row.roles else "city_office"
    headers = token("*", account=f"a-{role}", role=role) | {"Content-Type": kind}
    headers["Idempotency-Key"] = secrets.token_hex(8)
    host, _, port = running.env["TONGXIN_HTTP_ADDRESS"].partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        document = json.loads(answer.read())
        assert answer.getheader("content-type") == "application/problem+json", document
        return answer.status
    finally:
        connection.close()


def size(row: Door) -> int:
    return MAX_TABLE if row.has_table else row.size


def filled(raw: bytes, row: Door) -> bytes:
    """To the last byte that the door takes."""
    return raw + b" " * (size(row) - len(raw))


def repeated(row: Door, begin: bytes, piece: bytes, end: bytes) -> bytes:
    times = (size(row) - len(begin) - len(end)) // len(piece)
    return filled(begin + piece * times + end, row)


def nested(row: Door) -> bytes:
    return repeated(row, b'{"a":', b"[", b"")


def many_lists(row: Door) -> bytes:
    return repeated(row, b'{"a":[', b"[],", b"[]]}")


def many_values(row: Door) -> bytes:
    """As many as are read at all."""
    raw = b'{"a":[' + b"[[1]],[{}]," * min(70_000, (size(row) - 20) // 12) + b"1]}"
    return filled(raw, row)


def many_names(row: Door) -> bytes:
    count = min(190_000, (size(row) - 20) // 12)
    return filled(b"{" + b",".join(b'"%06d":1' % n for n in range(count)) + b"}", row)


def long_text(row: Door) -> bytes:
    return repeated(row, b'{"rule":"', b"0", b'"}')


def escaped_text(row: Door) -> bytes:
    return repeated(row, b'{"district":"', b"\\u4e2d", b'"}')


def long_number(row: Door) -> bytes:
    return repeated(row, b'{"a":', b"9", b"}")


def long_numbers(row: Door) -> bytes:
    return repeated(row, b'{"a":[', b"9" * 4000 + b",", b"1]}")


def long_name(row: Door) -> bytes:
    return repeated(row, b'{"', b"x", b'":1}')


def wrong_keys(row: Door) -> bytes:
    """Its mappings hold as many entries as fit, the last of each wrong in its depth.

    An order without mappings has a key too many: as it stands it might be lawful, and then the
    service that is not there would be asked.
    """
    shape = body_of(row.shape, tuple(row.in_path))
    (schema,), named = msgspec.json.schema_components([shape], ref_template="#/{name}")
    fields = named[schema["$ref"].rpartition("/")[2]]["properties"]
    body = {name: _some(field, named) for name, field in fields.items()}
    maps = [name for name, value in body.items() if isinstance(value, dict) and name != TABLE]
    good = [{"type": "tally", "entries": [{"kind": "k", "ref": str(n)} for n in range(500)]}]
    for name in maps:
        body[name] = {f"k{n}": good[0] for n in range(39)} | {"last": {"type": "flag"}}
    if "answers" in body:
        body["answers"] = {f"a{n}": "x" for n in range(499)} | {"last": 1}
    if "changes" in body:
        body["changes"] = [
            {"type": "finish", "item": "A01", "measures": {f"k{n}": good[0] for n in range(25)}},
            {"type": "finish", "item": "A01", "measures": {"last": {"type": "flag"}}},
        ]
    if not (maps or body.keys() & {"answers", "changes"}):
        body["wrong"] = 1
    raw = json.dumps(body, ensure_ascii=False).encode()
    return raw if len(raw) <= size(row) else raw[: size(row)]


def _some(schema: dict[str, Any], named: dict[str, Any]) -> Any:
    if "$ref" in schema:
        schema = named[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return _some(schema["anyOf"][0], named)
    if "enum" in schema:
        return schema["enum"][0]
    return ANY[schema.get("type", "string")]


ATTACKS: tuple[Callable[[Door], bytes], ...] = (
    *(nested, many_lists, many_values, many_names, wrong_keys),
    *(long_text, escaped_text, long_number, long_numbers, long_name),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_no_body_keeps_others_waiting(gateway: Running, attack: Callable[[Door], bytes]) -> None:
    """At every door with a body of more than the usual size, and at a few of the others."""
    larger = [row for row in ROWS if size(row) > PLAIN]
    usual = [row for row in ROWS if size(row) <= PLAIN]
    assert len(larger) > 15 and len(usual) > 30
    with asking_health(gateway) as took:
        for row in (*larger, *usual[::6]):
            assert send(gateway, row, attack(row)) < 500
    assert took and max(took) < PROMPT


def test_many_at_once_keep_nobody_waiting(gateway: Running) -> None:
    row = next(row for row in ROWS if row.has_table)
    bodies = [many_values(row), long_numbers(row), escaped_text(row), many_names(row)]
    threads = [threading.Thread(target=send, args=(gateway, row, body)) for body in bodies * 2]
    with asking_health(gateway) as took:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert took and max(took) < PROMPT


def test_a_form_of_the_largest_size_keeps_nobody_waiting(gateway: Running) -> None:
    row = next(row for row in ROWS if row.kind == "upload")
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    for piece in (b"\r\n--", b"\r\n-", b"\r", b"--b", b"a,b\n", b"\xff", b'"'):
        fill = piece * ((MAX_TABLE - 100) // len(piece))
        with asking_health(gateway) as took:
            status = send(
                gateway, row, head + fill + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"
            )
        assert status == 422 and took and max(took) < PROMPT


def test_every_doors_size_is_one_of_few() -> None:
    assert {row.size for row in ROWS} == {PLAIN, LARGE}
