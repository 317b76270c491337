"""What tests ask of the broker beyond the system's own doors."""

import json
from typing import Any

import amqp
from kombu.connection import Connection

from infra.rabbitmq.management import Management
from tests.support.waiting import eventually

TIMEOUT = 10  # seconds


class BrokerApi:
    """One virtual host, seen with an administrator's rights."""

    def __init__(self, management: str, address: str, vhost: str) -> None:
        self.management = Management(management)
        self.vhost = vhost
        self._address = address

    def depth(self, queue: str) -> int:
        """Messages that wait in a queue (not those being worked on): exact, read over AMQP."""
        with Connection(self._address, connect_timeout=TIMEOUT) as connection:
            channel = connection.channel()
            return int(channel.queue_declare(queue, passive=True).message_count)

    def queue(self, name: str) -> dict[str, Any]:
        """A queue's properties and counts (`messages_unacknowledged`, `consumers`, …), which may
        be seconds old. Raises: ManagementError."""
        found: dict[str, Any] = self.management.get("queues", self.vhost, name)
        return found

    def queues(self) -> list[str]:
        return sorted(queue["name"] for queue in self.management.get("queues", self.vhost))

    def consumers(self, queue: str) -> int:
        """Consumers of a queue now, read over AMQP."""
        with Connection(self._address, connect_timeout=TIMEOUT) as connection:
            return int(connection.channel().queue_declare(queue, passive=True).consumer_count)

    def bindings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.management.get("bindings", self.vhost)
        return found

    def take(self, queue: str, count: int = 100) -> list[dict[str, Any]]:
        """Remove up to `count` messages: dicts of exchange, routing_key, properties, headers and
        payload (bytes)."""
        found: list[dict[str, Any]] = []
        with Connection(self._address, connect_timeout=TIMEOUT) as connection:
            channel = connection.channel()
            while len(found) < count and (message := channel.basic_get(queue, no_ack=True)):
                found.append(_plain(message))
        return found

    def peek(self, queue: str, count: int = 100) -> list[dict[str, Any]]:
        """Like `take`, but they go back (in a quorum queue their delivery count rises by one)."""
        found: list[dict[str, Any]] = []
        with Connection(self._address, connect_timeout=TIMEOUT) as connection:
            channel = connection.channel()
            while len(found) < count and (message := channel.basic_get(queue)):
                found.append(_plain(message))
        return found  # the closed connection has given them back

    def publish(
        self,
        exchange: str,
        routing_key: str,
        body: Any,
        *,
        content_type: str | None = "application/json",
        headers: dict[str, Any] | None = None,
        **properties: Any,
    ) -> None:
        """Publish any message at all, confirmed; what is not bytes is sent as JSON.

        Raises: AssertionError when no queue takes it.
        """
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        message = amqp.Message(
            payload, application_headers=headers or {}, delivery_mode=2, **properties
        )
        if content_type is not None:
            message.properties["content_type"] = content_type
        with Connection(
            self._address,
            connect_timeout=TIMEOUT,
            transport_options={"confirm_publish": True},
        ) as connection:
            channel = connection.channel()
            returned: list[Any] = []
            channel.events["basic_return"].add(lambda *what: returned.append(what))
            channel.basic_publish_confirm(
                message, exchange, routing_key, mandatory=True, timeout=TIMEOUT
            )
        assert not returned, f"no queue takes {routing_key!r} from exchange {exchange!r}"

    def connections(self, user: str | None = None) -> list[dict[str, Any]]:
        """Open connections of this virtual host, of one user where given (a few seconds old)."""
        found = self.management.get("vhosts", self.vhost, "connections")
        return [one for one in found if user is None or one.get("user") == user]

    def close_connections(self, user: str | None = None, within: float = 15) -> int:
        """Close them as an operator would; returns how many. Waits until there is one to close."""
        found = eventually(lambda: self.connections(user), within)
        for one in found:
            self.management.delete("connections", one["name"])
        return len(found)


def _plain(message: Any) -> dict[str, Any]:
    body = message.body
    properties = dict(message.properties)
    return {
        "exchange": message.delivery_info["exchange"],
        "routing_key": message.delivery_info["routing_key"],
        "redelivered": message.delivery_info["redelivered"],
        "headers": properties.pop("application_headers", {}),
        "properties": properties,
        "payload": body if isinstance(body, bytes) else body.encode(),
    }
