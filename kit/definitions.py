"""RabbitMQ's definitions document, from the wiring tables of services."""

from collections.abc import Iterable

from kit.topology import PUBLISHERS, Json, describe, gateway_rights, rights, topic_rights
from kit.wiring import handlers_of


def definitions(services: Iterable[type]) -> Json:
    """RabbitMQ's definitions document for these service classes, without vhost and passwords."""
    services = list(services)
    handlers = {service.name: handlers_of(service) for service in services}  # type: ignore[attr-defined]
    topology = describe([h for hs in handlers.values() for h in hs], handlers)
    return {
        "exchanges": [
            {"name": name, "durable": True, "auto_delete": False, **exchange}
            for name, exchange in topology.exchanges.items()
        ],
        "queues": [
            {"name": q.name, "durable": True, "auto_delete": False, "arguments": q.arguments}
            for q in topology.queues.values()
        ],
        "bindings": [
            {
                "source": exchange,
                "destination": queue.name,
                "destination_type": "queue",
                "routing_key": key,
                "arguments": {},
            }
            for queue in topology.queues.values()
            for exchange, key in queue.bindings
        ],
        "permissions": [
            *(rights(name, hs) for name, hs in handlers.items()),
            gateway_rights(sorted({*PUBLISHERS, *handlers})),
        ],
        "topic_permissions": topic_rights(handlers),
    }
