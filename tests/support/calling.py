"""Calls to a service over the wire, as the gateway makes them; facts published by anybody."""

import json
import secrets
import socket
import time
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
from amqp import Message
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.envelope import CONTENT_TYPE, Fact, encode, seal
from contracts.orders.base import method_of
from kit.sealing import SEALED, Seal, sealed_by
from kit.signing import CALL, FACT, SIGNATURE, read_trusted
from kit.topology import GATEWAY, RPC_EXCHANGE, events, replies
from tests.support.declared import must_be_as_declared
from tests.support.stack import Stack

CITY = Caller(account="admin", name="市双拥办", roles=("city_office",), district="*")


class CallFailed(Exception):
    """The service answered with an error; ``error`` is as on the wire."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error.get('code')}: {error.get('detail')}")
        self.error = error
        self.code = error.get("code")
        self.status = error.get("status")
        self.field = error.get("field")
        self.extra: Any = error.get("extra")


class NoAnswer(Exception):
    """Nothing came back in time."""


class Calls:
    """Calls one service with the gateway's rights."""

    def __init__(self, stack: Stack, service: str, caller: Caller = CITY) -> None:
        self.stack = stack
        self.service = service
        self.caller = caller

    def command(
        self,
        order: Any,
        key: str = "",
        method: str = "",
        expected: int | None = None,
        **how: Any,
    ) -> dict[str, Any]:
        """``order``: a struct, sent to the method of its name, or a mapping with ``method``.

        ``expected``: the version that the caller has seen.
        """
        kwargs = {"order": order, "key": key or secrets.token_hex(8)}
        if expected is not None:
            kwargs["expected"] = expected
        return self.send(method or method_of(type(order)), kwargs, **how)

    def ask(self, ask: Any, method: str = "", **how: Any) -> dict[str, Any]:
        return self.send(method or method_of(type(ask)), {"ask": ask}, **how)

    def send(
        self,
        method: str,
        kwargs: dict[str, Any],
        within: float = 15,
        caller: Caller | None = None,
        deadline: Any = None,
    ) -> dict[str, Any]:
        """Raises: CallFailed, NoAnswer."""
        body = {"args": [], "kwargs": {"caller": caller or self.caller, **kwargs}}
        deadline = deadline if deadline is not None else int((time.time() + within) * 1000)
        how = {"application_headers": {"deadline": deadline}}
        reply = self.raw(method, msgspec.json.encode(body), within, **how)
        if reply["error"] is not None:
            raise CallFailed(reply["error"])
        result: dict[str, Any] = reply["result"]
        must_be_as_declared(self.service, method, result)
        return result

    def raw(self, method: str, body: bytes, within: float = 15, **properties: Any) -> Any:
        """What is answered to these bytes, whatever they say. Raises: NoAnswer."""
        closed, seal = sealed_call(self.stack, self.service, body)
        how = {"content_type": SEALED, **properties}
        return json.loads(seal.opened(self.said(method, closed, within, **how)))

    def said(self, method: str, body: bytes, within: float = 15, **properties: Any) -> bytes:
        """Send these bytes with these properties, signed by the gateway. Raises: NoAnswer."""
        queue = f"rpc.reply-gateway-{uuid.uuid4()}"
        connection = self.stack.amqp("gateway").clone()
        answers: list[bytes] = []
        try:
            channel: Any = connection.channel()
            channel.auto_decode = False
            channel.queue_declare(queue, exclusive=True, auto_delete=True)
            channel.queue_bind(queue, replies(self.service), queue)
            channel.basic_consume(
                queue, callback=lambda m: answers.append(bytes(m.body)), no_ack=True
            )
            given = {"content_type": "application/json", "reply_to": queue, **properties}
            given = {k: v for k, v in given.items() if v is not None}
            key = f"{self.service}.{method}"
            headers = given.pop("application_headers", {})
            given["application_headers"] = signed_call(self.stack, key, body, headers)
            message = Message(body, correlation_id=queue, **given)
            channel.basic_publish(message, RPC_EXCHANGE, key)
            end = time.monotonic() + within
            while not answers and time.monotonic() < end:
                with suppress(socket.timeout):
                    connection.drain_events(timeout=0.2)
        finally:
            connection.release()
        if not answers:
            raise NoAnswer(f"{self.service}.{method} gave no answer in {within:g} s")
        return answers[0]


def trusted(stack: Stack, name: str) -> tuple[Ed25519PublicKey, ...]:
    """What is sealed for this service, or the gateway, is sealed for these keys."""
    return read_trusted(f"{name}={stack.signer(name).public}")[name]


def sealed_call(stack: Stack, service: str, body: bytes) -> tuple[bytes, Seal]:
    """As the gateway seals it, and what opens the reply."""
    return sealed_by(stack.signer(GATEWAY), trusted(stack, service), body)


def signed_call(
    stack: Stack, key: str, body: bytes, headers: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The headers of a call with the gateway's signature, unless they carry one of their own."""
    headers = headers or {}
    deadline = str(headers.get("deadline", "")).encode()
    signature = stack.signer(GATEWAY).sign(CALL, key.encode(), deadline, body)
    return {SIGNATURE: signature, **headers}


def signed_fact(
    stack: Stack, type_: str, body: bytes, headers: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The headers of a fact with its publisher's signature, unless they carry one."""
    signature = stack.signer(type_.partition(".")[0]).sign(FACT, body)
    return {SIGNATURE: signature, **(headers or {})}


def publish(
    stack: Stack,
    fact: Fact,
    *,
    id: str = "",
    subject: str = "s-1",
    district: str = "north",
    version: int = 1,
    time: datetime | None = None,
) -> str:
    """Publish a fact to its publisher's exchange, confirmed; the event's id."""
    envelope = seal(
        fact,
        id=id or str(uuid7()),
        source="/tongxin/test",
        subject=subject,
        time=time or datetime.now(UTC),
        district=district,
        version=version,
    )
    publish_raw(stack, fact.type, encode(envelope), message_id=envelope.id, type=fact.type)
    return envelope.id


def publish_raw(stack: Stack, type_: str, body: bytes, **properties: Any) -> None:
    """Publish any bytes as an event of this type, confirmed and signed by its publisher."""
    given = {"content_type": CONTENT_TYPE, "delivery_mode": 2, **properties}
    headers = given.pop("application_headers", {})
    given["application_headers"] = signed_fact(stack, type_, body, headers)
    connection = stack.amqp().clone(transport_options={"confirm_publish": True})
    try:
        channel: Any = connection.channel()
        message = Message(body, **{k: v for k, v in given.items() if v is not None})
        channel.basic_publish(
            message, events(type_.partition(".")[0]), type_, mandatory=True, confirm_timeout=10
        )
    finally:
        connection.release()
