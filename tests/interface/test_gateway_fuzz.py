"""Odd bytes at every door of the whole system: refusals, and never a fault of ours."""

import json
import random
import re
import secrets
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes

import pytest

from contracts.words import Role
from gateway import routes
from gateway.routes.api import PREFIX
from infra.local.programs import ROOT
from tests.interface.test_gateway_feed import token
from tests.support.doors import Answer, get, say
from tests.support.running import Running
from tests.support.stack import ALL, Stack

OPENAPI: dict[str, Any] = json.loads((ROOT / "contracts" / "openapi.json").read_text("utf-8"))
OPERATIONS = [
    (verb.upper(), path, operation)
    for path, verbs in OPENAPI["paths"].items()
    for verb, operation in verbs.items()
]
MAY = {(row.verb, PREFIX + row.path): row.roles for rows in routes.TABLES.values() for row in rows}
PAGES = ("/", "/console/login", "/console/brief", "/console/rules", "/console/scores/{}/{}/{}")
MORE = ("/static/{}", "/docs", "/health/live", "/openapi.json", "/{}", "/console/{}", "/api/v1/{}")
SECONDS = 60
SEED = 20260801

ODD_BYTES = (
    *(
        b"\x00",
        b"\xff",
        b"\xfe\xff",
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"\xf4\x90\x80\x80",
        b"%",
        b"%zz",
    ),
    *(b"\xe2\x80\xae", b"\xef\xbb\xbf", b"..", b"../../etc/passwd", b"\\", b"//", b";", b"'", b'"'),
    *(
        b"$ne",
        b"{}",
        b"[]",
        b"null",
        b"true",
        b"-1",
        b"0",
        b"1e999",
        b"NaN",
        b"9" * 30,
        b"9" * 5000,
    ),
    *(b"0001-01-01", b"9999-12-31", b"0000-00-00", b"2026-02-30", b"0001-01-01T00:00:00+14:00"),
    *(b"9999-12-31T23:59:59-14:00", b"\n", b"\r\n", b"\t", b" ", b"", b"x" * 3000, "機密".encode()),
    *(
        "\u0660\u0661".encode(),
        "\uff11".encode(),
        "\U0001f600".encode(),
        b"*",
        b"(",
        b"[a",
        b"(a+)+$",
    ),
    *(b"WzEsIngiXQ", b"W3siJG5lIjoxfSwieCJd", b"_____", b"=", b"WzFlOTk5LCJ4Il0"),
)
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**31, 2**53, 2**63, -(2**63) - 1, 10**400, 0.1, 1e308, "", " ", "\x00"),
    *(
        "a\x00b",
        "\u2028",
        "\ufeff",
        "\u202e",
        "x" * 5000,
        "9" * 400,
        "機密",
        "\U0001f600",
        "$ne",
        "a.b",
    ),
    *("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    *(
        "1900-01-01",
        "2199-12-31",
        "2026-06-31",
        "1e9999",
        "-0",
        "0" * 300,
        "1/0",
        "(a+)+$",
        "[",
        "{",
    ),
    *(
        [],
        {},
        [[]],
        {"": ""},
        {"$ne": 1},
        {"a.b": 1},
        {"type": None},
        {"type": "flag"},
        [None],
        [0] * 600,
    ),
)
HEADERS = (
    *("Authorization", "Idempotency-Key", "If-Match", "Last-Event-ID", "Content-Type", "Accept"),
    *("Cookie", "Origin", "Referer", "traceparent", "tracestate", "X-Forwarded-For", "Forwarded"),
    *(
        "X-Forwarded-Proto",
        "Range",
        "If-None-Match",
        "If-Modified-Since",
        "Content-Encoding",
        "Expect",
    ),
    *("Sec-Fetch-Site", "Accept-Language", "X-HTTP-Method-Override", "Via"),
)
ROLES: tuple[tuple[Role, str], ...] = (
    *(
        ("city_office", "*"),
        ("district_office", "ganzhou"),
        ("unit", "ganzhou"),
        ("field", "ganzhou"),
    ),
    *(("inspector", "*"), ("reviewer", "ganzhou"), ("province_reviewer", "*"), ("operations", "*")),
    *(("system_admin", "*"), ("security_admin", "*"), ("auditor", "*")),
)


@pytest.fixture(scope="module")
def system(stack: Stack) -> Iterator[Running]:
    """The gateway of the whole system; no process has anything to complain of at the end."""
    processes = [stack.start(target) for target in ALL]
    processes.append(stack.start("gateway", TONGXIN_HEAD_SECONDS="2"))
    for process in processes:
        process.wait_ready()
    yield processes[-1]
    for process in processes:
        assert process.alive
        faults = [line for line in process.log() if is_fault(line)]
        assert not faults, f"{process.name}: {faults[:3]}"


def is_fault(line: dict[str, Any]) -> bool:
    text = json.dumps(line)
    return "Traceback" in text or "exception" in line or line.get("level") == "critical"


class Odd:
    """Requests that are nearly right, and then not."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def some(self, chance: float) -> bool:
        return self.random.random() < chance

    def text(self) -> bytes:
        return quote_from_bytes(self.random.choice(ODD_BYTES)).encode()

    def value(self, schema: dict[str, Any], depth: int = 0) -> Any:
        """Of this schema, or in one place not."""
        if self.some(0.15) or depth > 6:
            return self.random.choice(ODD_VALUES)
        if "$ref" in schema:
            schema = OPENAPI["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema:
            return self.value(self.random.choice(schema["anyOf"]), depth)
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return [self.value(schema.get("items") or {}, depth + 1) for _ in range(2)]
        if kind == "integer":
            return self.random.choice([schema.get("minimum", 1), schema.get("maximum", 2026), 2026])
        if kind == "string":
            return self._string(schema)
        return {"boolean": True, "null": None, "number": 1.5}.get(str(kind), "x")

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        made = {
            name: self.value(field, depth + 1)
            for name, field in schema.get("properties", {}).items()
            if name in schema.get("required", ()) or self.some(0.5)
        }
        if more := schema.get("additionalProperties"):
            made["a"] = self.value(more, depth + 1)
            made[self.random.choice(["b", "", "\x00", "$x", "机密", "x" * 400])] = self.value(
                more, depth
            )
        return made

    def _string(self, schema: dict[str, Any]) -> str:
        if schema.get("format") == "date":
            return self.random.choice(["2026-05-10", "1900-01-01", "2199-12-31"])
        if schema.get("format") == "date-time":
            moments = [
                "2026-05-10T00:00:00Z",
                "1900-01-01T00:00:00+14:00",
                "2199-12-31T23:59:59-14:00",
            ]
            return self.random.choice(moments)
        return self.random.choice(
            ["ganzhou", "minzheng", "B04", "c-2026", "甲乙丙", "gansu-1", "0" * 64]
        )

    def address(self, path: str, operation: dict[str, Any]) -> bytes:
        made = path.encode()
        query = []
        for parameter in operation.get("parameters", ()):
            name, where = parameter["name"], parameter["in"]
            good = quote_from_bytes(str(self._string({})).encode()).encode()
            if parameter["schema"].get("type") == "integer":
                good = b"2026"
            value = self.text() if self.some(0.3) else good
            if where == "path":
                made = made.replace(b"{%s}" % name.encode(), value or b"x")
            elif where == "query" and (parameter.get("required") or self.some(0.4)):
                query.append(name.encode() + b"=" + value)
        if self.some(0.1):
            query.append(self.text() + b"=" + self.text())
        return made + (b"?" + b"&".join(query) if query else b"")

    def headers(self, roles: tuple[Role, ...] = ()) -> list[str]:
        """Of somebody who may pass this door, mostly."""
        may = [one for one in ROLES if one[0] in roles] if self.some(0.9) else []
        role, district = self.random.choice(may or ROLES)
        made = token(district, account=f"a-{role}", role=role)
        made |= {"Idempotency-Key": secrets.token_hex(8)}
        if self.some(0.3):
            odd = self.random.choice(ODD_BYTES).replace(b"\r", b"").replace(b"\n", b"")
            made[self.random.choice(HEADERS)] = odd.decode("latin-1")
        return [f"{name}: {value}" for name, value in made.items()]

    def body(self, operation: dict[str, Any]) -> tuple[str, bytes]:
        """Content type and bytes."""
        offered = operation["requestBody"]["content"]
        kind = self.random.choice(sorted(offered))
        made = self.value(offered[kind]["schema"])
        raw = json.dumps(made, ensure_ascii=self.some(0.5)).encode("utf-8", "surrogatepass")
        if kind == "multipart/form-data":
            kind, raw = f"{kind}; boundary=b", self._form(made if isinstance(made, dict) else {})
        return kind, self._torn(raw) if self.some(0.3) else raw

    def _form(self, fields: dict[str, Any]) -> bytes:
        parts = []
        for name, value in fields.items():
            file = b'; filename="a.csv"' if name == "file" else b""
            text = value if isinstance(value, str) else json.dumps(value)
            begin = b'Content-Disposition: form-data; name="%s"%s' % (name.encode(), file)
            parts.append(
                b"--b\r\n" + begin + b"\r\n\r\n" + text.encode("utf-8", "replace") + b"\r\n"
            )
        return b"".join(parts) + b"--b--\r\n"

    def _torn(self, raw: bytes) -> bytes:
        at = self.random.randrange(len(raw) + 1)
        torn = (
            raw[:at],
            raw[:at] + self.random.choice(ODD_BYTES) + raw[at:],
            raw[:at] + self.random.randbytes(8) + raw[at + 8 :],
            raw[at:],
            raw.decode("utf-8", "replace").encode("utf-16"),
        )
        return self.random.choice(torn)

    def request(self, verb: str, path: str, operation: dict[str, Any]) -> bytes:
        headers, raw = self.headers(MAY.get((verb, path), ())), b""
        if "requestBody" in operation:
            kind, raw = self.body(operation)
            if not any(header.startswith("Content-Type") for header in headers):
                headers.append(f"Content-Type: {kind}")
            headers.append(f"Content-Length: {len(raw)}")
        address = self.address(path, operation).decode("latin-1")
        return get(address, *headers, verb=verb) + raw


def must_hold(answer: Answer, asked: bytes) -> None:
    shown = asked[:600]
    assert 200 <= answer.status < 500, (answer.raw[:600], shown)
    if answer.status >= 400 and re.match(rb"[A-Z]+ /api/", asked):
        assert answer.problem()["code"] != "internal", shown


def requests(odd: Odd) -> Iterator[bytes]:
    """Of each door in turn, without end."""
    while True:
        for verb, path, operation in OPERATIONS:
            if path != "/api/v1/feed":
                yield odd.request(verb, path, operation)
        for page in (*PAGES, *MORE):
            address = page
            while "{}" in address:
                address = address.replace("{}", odd.text().decode() or "x", 1)
            yield get(f"{address}?{odd.text().decode()}={odd.text().decode()}", *odd.headers())
        form = b"&".join(odd.text() + b"=" + odd.text() for _ in range(4)) + odd.text()
        kind = "Content-Type: application/x-www-form-urlencoded"
        for page in ("/console/login", "/console/logout", "/console/rules"):
            length = f"Content-Length: {len(form)}"
            yield get(page, *odd.headers(), kind, length, verb="POST") + form
        yield odd.random.randbytes(odd.random.randrange(1, 400)) + b"\r\n\r\n"


def test_no_bytes_at_any_door_make_a_fault_of_ours(system: Running) -> None:
    odd, ends, seen = Odd(SEED), time.monotonic() + SECONDS, 0
    for asked in requests(odd):
        must_hold(say(system, asked), asked)
        seen += 1
        if time.monotonic() > ends:
            break
    assert seen > 2 * len(OPERATIONS)


@pytest.mark.parametrize("last", ["", "0", "9" * 16, "9" * 17, "-1", "1.5", "\xb2", "x", "\t1"])
def test_a_feed_may_be_resumed_from_anywhere_that_was_given(system: Running, last: str) -> None:
    headers = [f"{k}: {v}" for k, v in token("ganzhou", account=f"l{len(last)}").items()]
    answer = say(system, get("/api/v1/feed", *headers, f"Last-Event-ID: {last}", verb="HEAD"))
    assert answer.status in (200, 422)
