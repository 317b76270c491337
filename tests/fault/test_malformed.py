"""Events that nobody can read: parked at once with their reason; the next one is handled."""

import gzip
import json
import secrets
import struct
from datetime import UTC, datetime
from typing import Any

import amqp.basic_message
import amqp.serialization
import pytest
from uuid6 import uuid7

from contracts.envelope import encode, seal
from kit.topology import events
from tests.probe.facts import ThingHappened
from tests.probe.looking import parked, times
from tests.probe.service import Probe
from tests.support.calling import publish, publish_raw
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe]
HANDLER = "probe.on_thing_happened"
MAX_EVENT = 64 * 1024  # bytes
DEEP = 20_000  # nested lists


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    return stack.start(Probe, TONGXIN_RETRY_DELAYS="1", TONGXIN_MAX_EVENT=str(MAX_EVENT))


@pytest.fixture(autouse=True)
def the_next_good_event_is_handled(stack: Stack, probe: Running):
    """After each test: the process lives and hears on."""
    probe.wait_ready()
    yield
    key = f"good-{secrets.token_hex(4)}"
    publish(stack, ThingHappened(key=key))
    eventually(lambda: times(stack, key) == 1)
    assert probe.alive
    assert not [line for line in probe.log() if line.get("event") == "broker away"]


def sealed(key: str = "malformed") -> dict[str, Any]:
    """A good envelope, to be spoilt."""
    envelope = seal(
        ThingHappened(key=key),
        id=str(uuid7()),
        source="/tongxin/test",
        subject="s-1",
        time=datetime.now(UTC),
        district="north",
        version=1,
    )
    good: dict[str, Any] = json.loads(encode(envelope))
    return good


def body(**changes: Any) -> bytes:
    """A good envelope with other attributes; None takes one away."""
    return json.dumps({k: v for k, v in (sealed() | changes).items() if v is not None}).encode()


GOOD = body()
BODIES: dict[str, tuple[str, bytes]] = {
    "no JSON": ("not-json", b"{"),
    "an empty body": ("not-json", b""),
    "latin-1 in the envelope": ("not-json", body(subject="x").replace(b'"x"', b'"\xe9t\xe9"')),
    "latin-1 in the data": ("data", body(data={"key": "x"}).replace(b'"x"', b'"\xe9t\xe9"')),
    "data of a thousand storeys": (
        "not-json",
        body(data=0).replace(b'"data": 0', b'"data": ' + b"[" * DEEP + b"]" * DEEP),
    ),
    "a list": ("envelope", b"[]"),
    "another CloudEvents version": ("envelope", body(specversion="0.3")),
    "no id": ("envelope", body(id=None)),
    "an empty id": ("envelope", body(id="")),
    "no district": ("envelope", body(district=None)),
    "no sequence": ("envelope", body(sequence=None)),
    "a sequence in words": ("envelope", body(sequence="one")),
    "a time without a zone": ("envelope", body(time="2026-05-01T12:00:00")),
    "no data": ("envelope", body(data=None)),
    "an unknown version of the fact": ("unknown-type", body(type="probe.thing_happened.v9")),
    "another fact in this queue": ("unknown-type", body(type="probe.other_happened.v1")),
    "data without a field": ("data", body(data={"how": "ok"})),
    "data of another kind": ("data", body(data={"key": 7})),
    "data that is a list": ("data", body(data=[])),
    "a body over the limit": ("too-large", body(filler="x" * MAX_EVENT)),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_cannot_be_read_is_parked_at_once(stack: Stack, what: str) -> None:
    reason, content = BODIES[what]
    id = str(uuid7())
    publish_raw(stack, ThingHappened.type, content, message_id=id)
    message = parked(stack, id)
    assert message["headers"]["reason"] == reason
    assert message["headers"]["tries"] == 0
    assert message["headers"]["error"].startswith("Malformed: ")
    assert message["payload"] == content


PROPERTIES: dict[str, tuple[str, bytes, dict[str, Any]]] = {
    "gzip": ("encoding", gzip.compress(GOOD), {"content_encoding": "gzip"}),
    "a gzip that is none": ("encoding", GOOD, {"content_encoding": "gzip"}),
    "an encoding that nobody knows": ("encoding", GOOD, {"content_encoding": "ebcdic/7"}),
    "kombu's compression": (
        "not-json",
        gzip.compress(GOOD),
        {"application_headers": {"compression": "application/x-gzip"}},
    ),
    "text": ("content-type", GOOD, {"content_type": "text/plain"}),
    "a pickle": ("content-type", GOOD, {"content_type": "application/x-python-serialize"}),
    "no content type": ("content-type", GOOD, {"content_type": None}),
}


@pytest.mark.parametrize("what", PROPERTIES)
def test_a_body_in_another_form_is_parked_at_once(stack: Stack, what: str) -> None:
    reason, content, properties = PROPERTIES[what]
    id = str(uuid7())
    publish_raw(stack, ThingHappened.type, content, message_id=id, **properties)
    assert parked(stack, id)["headers"]["reason"] == reason


FOREIGN: dict[str, dict[Any, Any]] = {
    "a call id stack that is no list": {"nameko.call_id_stack": "junk"},
    "a broken compression": {"compression": "application/x-broken"},
    "tries that are no number": {"tries": "x"},
    "tries below nothing": {"tries": -5},
    "a junk death": {"x-death": "junk", "x-delivery-count": "x"},
    "a broken traceparent": {"traceparent": 7},
    "very many": {f"h{n}": "x" * 1000 for n in range(110)},
    "bytes for a name": {b"\xe9": b"\xe9"},
    "numbers of all sorts": {"float": 1.5, "none": None, "list": [1, {"a": []}], "big": 2**62},
}


@pytest.mark.parametrize("what", FOREIGN)
def test_headers_of_others_neither_harm_nor_help(stack: Stack, probe: Running, what: str) -> None:
    """A good event is handled whatever its headers; one that fails is retried and parked."""
    key = f"foreign {what}"
    good = body(id=str(uuid7()), data={"key": key})
    publish_raw(stack, ThingHappened.type, good, application_headers=FOREIGN[what])
    eventually(lambda: times(stack, key) == 1)
    id = str(uuid7())
    failing = body(id=id, data={"key": key, "how": "raise"})
    publish_raw(
        stack, ThingHappened.type, failing, message_id=id, application_headers=FOREIGN[what]
    )
    headers = parked(stack, id)["headers"]
    assert headers["tries"] == 1
    assert headers["reason"] == "failed"
    kept = {name for name in headers if not name.startswith("x-")}
    assert kept == {"tries", "reason", "error", "trace", "parked_at", "signature"}


def test_properties_that_no_client_can_decode_are_parked(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time in milliseconds is beyond year 9999; an id in latin-1 is no UTF-8."""
    queue = f"{HANDLER}.parked"
    before = stack.api.depth(queue)
    at = b"\x02at" + b"T" + struct.pack(">Q", 1_700_000_000_000)
    publish_with_raw_properties(stack, monkeypatch, 0x2000, struct.pack(">I", len(at)) + at)
    publish_with_raw_properties(stack, monkeypatch, 0x0080, b"\x03\xe9t\xe9")
    eventually(lambda: stack.api.depth(queue) == before + 2)
    waiting = stack.api.peek(queue)
    last = [message for message in waiting if message["headers"]["reason"] == "properties"]
    assert len(last) == 2
    assert all(message["properties"]["message_id"] for message in last)


def publish_with_raw_properties(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, flag: int, value: bytes
) -> None:
    connection = stack.amqp().clone(transport_options={"confirm_publish": True})
    message = amqp.basic_message.Message(GOOD)
    raw = struct.pack(">H", flag) + value
    with monkeypatch.context() as patch:
        patch.setattr(type(message), "_serialize_properties", lambda _: raw)
        connection.channel().basic_publish(
            message, events("probe"), ThingHappened.type, confirm_timeout=10
        )
    connection.release()


def test_a_message_without_an_id_gets_one_when_it_is_parked(stack: Stack) -> None:
    publish_raw(stack, ThingHappened.type, b"no id")
    message = eventually(
        lambda: next(m for m in stack.api.peek(f"{HANDLER}.parked") if m["payload"] == b"no id")
    )
    assert len(message["properties"]["message_id"]) == 36


def test_reasons_are_bounded_labels(stack: Stack, probe: Running) -> None:
    assert probe.metric("tongxin_parked_total", reason="too-large") == 1
    known = {
        *("not-json", "envelope", "unknown-type", "data", "too-large", "encoding"),
        *("content-type", "properties", "failed", "refused"),
    }
    total = probe.metric("tongxin_parked_total")
    assert total == sum(probe.metric("tongxin_parked_total", reason=word) for word in known)
