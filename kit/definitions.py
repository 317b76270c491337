"""RabbitMQ's definitions document, from the tables of services."""

from collections.abc import Iterable

from contracts.product import PUBLISHERS
from kit.service import Service
from kit.topology import Json, describe, gateway_rights, rights, topic_rights


def definitions(services: Iterable[type[Service]]) -> Json:
    """RabbitMQ's definitions document for these service classes, without vhost and passwords."""
    handlers = {service.name: service.handlers() for service in services}
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
