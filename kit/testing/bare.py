"""A service in this process, on its real database and without its consumer."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import msgspec

from contracts.caller import Caller
from contracts.envelope import Envelope
from contracts.orders.base import method_of
from kit import event_door, rpc
from kit.mongo import OPTIONS
from kit.runtime import Runtime
from kit.service import Service
from kit.table import Command, Hearing, Ticking
from kit.testing.round_trips import RoundTrips


class Bare:
    """What is given, heard or due is done when the call returns; events stay in the outbox."""

    def __init__(self, service: type[Service]) -> None:
        self.service = service
        self.runtime = Runtime(service, 1, lambda run: None)

    def give(self, by: Caller, order: msgspec.Struct, key: str) -> tuple[str, dict[str, Any]]:
        """What became of it (done, ignored, repeated), and its answer. Raises: Refusal."""
        command = self.service.of(Command)[method_of(type(order))]
        raw = msgspec.Raw(msgspec.json.encode(order))
        call = rpc.Request(rpc.Kwargs(caller=by, order=raw, key=key))
        return rpc.perform_command(self.runtime, command, call)

    def hear(self, event: Envelope) -> str:
        """done, ignored or repeated. Raises: what its hearing raises."""
        hearings = self.service.of(Hearing).values()
        hearing = next(one for one in hearings if one.fact.type == event.type)
        return event_door.handle(self.runtime, hearing, event)

    def tick(self, name: str, id: str) -> str:
        """done or ignored."""
        return self.runtime.machine.due(self.service.of(Ticking)[name], id).what


@contextmanager
def bare(
    service: type[Service], settings: Mapping[str, str], trips: RoundTrips | None = None
) -> Iterator[Bare]:
    """``settings``: the environment that it would be started with. Its indexes are made."""
    listening = {"event_listeners": [trips]} if trips else {}
    with patch.dict(os.environ, settings), patch.dict(OPTIONS, listening):
        found = Bare(service)
        try:
            found.runtime.store.ready()
            yield found
        finally:
            found.runtime.aside.stop()
            found.runtime.store.close()
