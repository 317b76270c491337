"""The phone of the tests: it declares over the broker and sends its bytes straight to the store."""

import json
from typing import Any

import httpx

from contracts.caller import Caller
from contracts.orders.evidence import Declare, EvidenceOf, Open, Uploaded
from kit.topology import events
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.evidence.support import LIN, manifest_of, parts_of

SECONDS = 20
ENDS = ("SEALED", "REJECTED", "QUARANTINED", "EXPIRED")


class Phone:
    def __init__(self, stack: Stack, caller: Caller = LIN) -> None:
        self.stack = stack
        self.calls = Calls(stack, "evidence", caller)
        self.http = httpx.Client(timeout=SECONDS, trust_env=False)

    def declare(self, data: bytes, **more: Any) -> Declare:
        order = manifest_of(data, **{"district": self.calls.caller.district} | more)
        self.calls.command(order)
        return order

    def open(self, order: Declare, parts: int = 20) -> dict[str, Any]:
        return self.calls.command(Open(evidence=order.evidence, parts=parts))

    def send(self, address: dict[str, Any], data: bytes, **headers: str) -> int:
        """The store's answer to one PUT."""
        sent = {**address["headers"], **headers}
        return self.http.put(address["url"], content=data, headers=sent).status_code

    def uploaded(self, order: Declare) -> dict[str, Any]:
        return self.calls.command(Uploaded(evidence=order.evidence))

    def shown(self, order: Declare) -> dict[str, Any]:
        return self.calls.ask(EvidenceOf(evidence=order.evidence))

    def send_parts(self, order: Declare, data: bytes, numbers: set[int]) -> None:
        """Send these parts of what is asked for."""
        for address in self.open(order, parts=100)["parts"]:
            if address["number"] in numbers:
                part = parts_of(data)[address["number"] - 1]
                assert self.send(address, part) == 200

    def put(self, data: bytes, **more: Any) -> Declare:
        """Declare, open, send and tell."""
        order = self.declare(data, **more)
        address = self.open(order)
        if address["method"] == "put":
            assert self.send(address, data) == 200
        else:
            self.send_parts(order, data, set(range(1, len(parts_of(data)) + 1)))
        assert self.uploaded(order)["state"] == "STORED"
        return order

    def ended(self, order: Declare, within: float = 30) -> dict[str, Any]:
        """How the evidence is shown once its state is final."""

        def end() -> dict[str, Any] | None:
            shown = self.shown(order)
            return shown if shown["state"] in ENDS else None

        return eventually(end, within)

    def waits_in(self, order: Declare, state: str, within: float = 30) -> dict[str, Any]:
        def there() -> dict[str, Any] | None:
            shown = self.shown(order)
            return shown if shown["state"] == state else None

        return eventually(there, within)


HEARD = "test.heard"


class Feed:
    """What the evidence service publishes from now on, as everybody can hear it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.heard: list[dict[str, Any]] = []
        channel = stack.amqp().channel()
        channel.queue_declare(HEARD, durable=True, auto_delete=False)
        channel.queue_bind(HEARD, events("evidence"), "#")

    def of(self, order: Declare) -> list[dict[str, Any]]:
        """The events about this evidence so far, each once, in the order of its versions."""
        taken = self.stack.api.take(HEARD)
        self.heard += [json.loads(message["payload"]) for message in taken]
        mine = {e["id"]: e for e in self.heard if e["subject"] == order.evidence}
        return sorted(mine.values(), key=lambda event: event["sequence"])

    def types(self, order: Declare) -> list[str]:
        """Facts in short: ["evidence_stored", …]."""
        return [event["type"].split(".")[1] for event in self.of(order)]

    def one(self, order: Declare, fact: str) -> dict[str, Any]:
        """The data of this fact about this evidence; waits for it."""

        def there() -> dict[str, Any] | None:
            found = [e["data"] for e in self.of(order) if e["type"] == f"evidence.{fact}.v1"]
            return found[0] if found else None

        return eventually(there)
