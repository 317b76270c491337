"""Facts onto the broker with the rights of the tasks service, in batches, each confirmed."""

import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp

from contracts.envelope import CONTENT_TYPE, encode
from tests.oracle.telling import Told

EXCHANGE = "tasks.events"
BATCH = 500
CONFIRM_WITHIN = 60  # seconds for one batch
PERSISTENT = 2


class NotTold(Exception):
    """The broker returned, refused or did not confirm facts."""


class Teller:
    """One connection of the tasks service's user: ``amqp://user:password@host:port/vhost``."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = amqp.Connection(
            host=f"{parts.hostname}:{parts.port}",
            userid=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            virtual_host=unquote(parts.path[1:]),
            connect_timeout=10,
        )
        self._connection.connect()
        self._channel: Any = self._connection.channel()
        self._channel.confirm_select()
        self._tag = 0
        self._waiting: set[int] = set()
        self._faults: list[str] = []
        self._channel.events["basic_ack"].add(self._settle)
        self._channel.events["basic_nack"].add(self._refuse)
        self._channel.events["basic_return"].add(self._come_back)

    def tell(self, facts: Iterable[Told]) -> int:
        """How many were told. Raises: NotTold, OSError."""
        number, remaining = 0, iter(facts)
        while batch := list(islice(remaining, BATCH)):
            for each in batch:
                self._tag += 1
                self._waiting.add(self._tag)
                self._channel.basic_publish(
                    _message(each), EXCHANGE, each.fact.type, mandatory=True
                )
            self._wait()
            number += len(batch)
        return number

    def close(self) -> None:
        self._connection.close()

    def _wait(self) -> None:
        end = time.monotonic() + CONFIRM_WITHIN
        while self._waiting and not self._faults:
            if time.monotonic() > end:
                self._faults.append(f"{len(self._waiting)} not confirmed")
                break
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=1)
        if self._faults:
            raise NotTold("; ".join(self._faults[:5]))

    def _settle(self, tag: int, multiple: bool) -> None:
        done = {each for each in self._waiting if each <= tag} if multiple else {tag}
        self._waiting -= done

    def _refuse(self, tag: int, multiple: bool) -> None:
        self._faults.append("refused by the broker")
        self._settle(tag, multiple)

    def _come_back(self, _fault: Any, _exchange: str, key: str, _message: Any) -> None:
        self._faults.append(f"{key} has no queue")


def _message(each: Told) -> amqp.Message:
    return amqp.Message(
        encode(each.envelope),
        content_type=CONTENT_TYPE,
        delivery_mode=PERSISTENT,
        message_id=each.envelope.id,
        type=each.fact.type,
    )
