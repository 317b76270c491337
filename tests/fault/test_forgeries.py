"""What the broker lets in is not believed before its sender's signature is: facts, calls, answers.

The forger holds every broker password in turn, and no signing key but perhaps the wrong one.
"""

import secrets
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import amqp
import msgspec
import pytest
from uuid6 import uuid7

from contracts.envelope import CONTENT_TYPE, encode, seal
from kit.signing import CALL, FACT, SIGNATURE
from kit.topology import RPC_EXCHANGE, delay, events, park
from tests.probe.facts import ThingHappened
from tests.probe.looking import parked, times
from tests.probe.service import Probe, Sleeper
from tests.support.calling import CITY, Calls, signed_call, signed_fact
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe, Sleeper]
HANDLER = "probe.on_thing_happened"


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Running:
    return stack.start(Probe, TONGXIN_RETRY_DELAYS="1").wait_ready()


def fact(key: str, how: str = "ok") -> tuple[str, bytes]:
    """(id, body) of an event with an effect that can be looked for."""
    id = str(uuid7())
    envelope = seal(
        ThingHappened(key=key, how=how),
        id=id,
        source="/tongxin/probe",
        subject="s-1",
        time=datetime.now(UTC),
        district="north",
        version=9000,
    )
    return id, encode(envelope)


def send(stack: Stack, user: str, exchange: str, key: str, body: bytes, **properties: Any) -> None:
    """With this user's password."""
    message = amqp.Message(body, delivery_mode=2, **properties)
    with closing(stack.amqp(user).clone(transport_options={"confirm_publish": True})) as connection:
        connection.channel().basic_publish(
            message, exchange, key, mandatory=True, confirm_timeout=10
        )


def signatures(stack: Stack, body: bytes) -> dict[str, dict[str, Any]]:
    """Headers that are no signature of this body by its publisher."""
    other = signed_fact(stack, ThingHappened.type, body + b" ")[SIGNATURE]
    return {
        "none": {},
        "empty": {SIGNATURE: ""},
        "of another service": {SIGNATURE: stack.signer("sleeper").sign(FACT, body)},
        "of the gateway": {SIGNATURE: stack.signer("gateway").sign(FACT, body)},
        "of another body": {SIGNATURE: other},
        "of a call": {SIGNATURE: stack.signer("probe").sign(CALL, body)},
        "no base64": {SIGNATURE: "ß" * 88},
        "a number": {SIGNATURE: 7},
        "very long": {SIGNATURE: "A" * 10_000},
        "a list": {SIGNATURE: ["x"]},
    }


KINDS = [
    *("none", "empty", "of another service", "of the gateway", "of another body", "of a call"),
    *("no base64", "a number", "very long", "a list"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["its exchange", "a delay", "another's delay"])
def test_a_forged_fact_is_parked_and_has_no_effect(
    stack: Stack, probe: Running, way: str, kind: str
) -> None:
    """``another's delay``: published by sleeper, whose retries come back to sleeper alone."""
    before = probe.metric("tongxin_forged_total", handler="on_thing_happened")
    key = f"forged {way} {kind}"
    id, body = fact(key)
    headers = signatures(stack, body)[kind]
    more = {"message_id": id, "content_type": CONTENT_TYPE, "application_headers": headers}
    if way == "its exchange":
        send(stack, "probe", events("probe"), ThingHappened.type, body, **more)
    elif way == "a delay":
        send(stack, "probe", delay("probe", 1), HANDLER, body, **more)
    else:
        send(stack, "sleeper", delay("sleeper", 1), HANDLER, body, **more)
        eventually(lambda: stack.api.take("sleeper.lost"))
        assert times(stack, key) == 0
        return
    assert parked(stack, id)["headers"]["reason"] == "forged"
    assert times(stack, key) == 0
    assert probe.metric("tongxin_forged_total", handler="on_thing_happened") == before + 1


def test_a_retry_keeps_its_signature(stack: Stack, probe: Running) -> None:
    """What failed honestly comes back, is believed again, and waits for a person with it."""
    id, body = fact("honest", how="raise")
    headers = signed_fact(stack, ThingHappened.type, body)
    more = {"message_id": id, "content_type": CONTENT_TYPE, "application_headers": headers}
    send(stack, "probe", events("probe"), ThingHappened.type, body, **more)
    message = parked(stack, id)
    assert message["headers"]["reason"] == "failed"
    assert message["headers"]["tries"] == 1
    assert message["headers"][SIGNATURE] == headers[SIGNATURE]


def call(key: str) -> bytes:
    kwargs = {"caller": CITY, "order": {"key": key}, "key": key}
    return msgspec.json.encode({"args": [], "kwargs": kwargs})


CALLS = ["none", "of a service", "of another method", "of another body", "of another deadline"]


@pytest.mark.parametrize("kind", CALLS)
def test_a_forged_call_is_parked_and_neither_done_nor_answered(
    stack: Stack, probe: Running, kind: str
) -> None:
    """With the gateway's own password, which lets anything into the exchange of calls."""
    key = f"forged-{secrets.token_hex(4)}"
    body = call(key)
    deadline = {"deadline": 4_000_000_000_000}
    made = {
        "none": {},
        "of a service": {
            SIGNATURE: stack.signer("probe").sign(CALL, b"probe.add", b"4000000000000", body)
        },
        "of another method": signed_call(stack, "probe.happen", body, deadline),
        "of another body": signed_call(stack, "probe.add", body + b" ", deadline),
        "of another deadline": signed_call(stack, "probe.add", body, {"deadline": 7}),
    }[kind]
    headers = {**made, **deadline}
    send(
        stack,
        "gateway",
        RPC_EXCHANGE,
        "probe.add",
        body,
        application_headers=headers,
        content_type="application/json",
        message_id=key,
        reply_to="rpc.reply-gateway-nobody",
    )
    kept = eventually(
        lambda: [
            message
            for message in stack.api.peek("rpc-probe.parked")
            if message["properties"].get("message_id") == key
        ]
    )
    assert kept[0]["headers"]["reason"] == "forged"
    assert times(stack, key) == 0
    assert probe.metric("tongxin_forged_total", handler="call") >= 1
    assert Calls(stack, "probe").command({"key": "after"}, method="add")["version"] >= 1


def test_what_a_service_parks_by_hand_is_not_believed_when_it_is_replayed(
    stack: Stack, probe: Running
) -> None:
    """Its own parked queue is a road into its own handlers, too."""
    id, body = fact("parked by hand")
    more = {"message_id": id, "content_type": CONTENT_TYPE}
    send(stack, "probe", park("probe"), HANDLER, body, **more)
    send(stack, "probe", delay("probe", 1), HANDLER, body, **more)
    eventually(
        lambda: [
            m
            for m in stack.api.peek(f"{HANDLER}.parked")
            if m["properties"].get("message_id") == id and m["headers"].get("reason") == "forged"
        ]
    )
    assert times(stack, "parked by hand") == 0
