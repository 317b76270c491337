"""A bare peer on nameko's wire: it answers calls to a service as a test says, from a thread."""

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import amqp
from kombu.connection import Connection

from kit.sealing import SEALED, opened_by
from kit.topology import GATEWAY, replies
from tests.support.calling import trusted
from tests.support.stack import Stack

Answer = Callable[[dict[str, Any]], Any]

SILENCE = object()
"""An answer that is never sent."""


class Refused(Exception):
    """What a service's error reply says."""

    def __init__(self, code: str, status: int, detail: str = "", **more: Any) -> None:
        super().__init__(code)
        self.error = {"code": code, "status": status, "detail": detail, "field": "", "extra": {}}
        self.error |= more


def _unknown(kwargs: dict[str, Any]) -> Any:
    """As a service says of a method that it does not have."""
    raise Refused("method-not-found", 404)


class Answering:
    """Answers the calls in ``rpc-<service>``; ``asked`` keeps (method, kwargs, headers)."""

    def __init__(self, stack: Stack, service: str, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.properties: dict[str, Any] = {}
        """Of the call that is being answered."""
        self._address = stack.amqp_address()
        self._signer, self._trusted = stack.signer(service), trusted(stack, GATEWAY)
        self._queue = f"rpc-{service}"
        self._replies = replies(service)
        self._end = threading.Event()
        with Connection(self._address, connect_timeout=5) as connection:
            there: Any = connection.channel()
            there.queue_declare(self._queue, passive=True)  # or fails here, not in silence below
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Answering":
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._end.is_set():
            with suppress(OSError, amqp.AMQPError):
                self._listen()

    def _listen(self) -> None:
        with Connection(self._address, connect_timeout=5) as connection:
            channel: Any = connection.channel()
            channel.auto_decode = False
            channel.basic_consume(self._queue, callback=lambda m: self._reply(channel, m))
            while not self._end.is_set():
                with suppress(socket.timeout):
                    connection.drain_events(timeout=0.2)

    def _reply(self, channel: Any, message: Any) -> None:
        method = message.delivery_info["routing_key"].partition(".")[2]
        raw, seal = opened_by(self._signer, self._trusted, bytes(message.body))
        kwargs = json.loads(raw)["kwargs"]
        headers = message.properties.get("application_headers", {})
        self.asked.append((method, kwargs, headers))
        self.properties = message.properties
        reply: dict[str, Any] = {"result": None, "error": None}
        try:
            reply["result"] = self.answers.get(method, _unknown)(kwargs)
        except Refused as refused:
            reply["error"] = refused.error
        channel.basic_ack(message.delivery_tag)
        if reply["result"] is SILENCE:
            return
        answer = amqp.Message(
            seal.closed(json.dumps(reply).encode()),
            content_type=SEALED,
            correlation_id=message.properties["correlation_id"],
        )
        channel.basic_publish(answer, self._replies, message.properties["reply_to"])
