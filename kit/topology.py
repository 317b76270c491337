"""The broker's exchanges, queues, bindings and rights, described once.

    <publisher>.events          topic: facts, routed by CloudEvents type
    <service>.<handler>         quorum queue of one handler, bound to its fact's type
    <service>.park              direct: where a handler's hopeless messages go, by queue name
    <service>.<handler>.parked  quorum queue: what waits for a person
    delay.<n>s                  fanout and quorum queue: comes back through ``back`` after n seconds
    back                        direct: returns a delayed message to its handler's queue, by name
    lost                        fanout and quorum queue: what came back and found no queue
    nameko-rpc, rpc-<service>   commands and questions

The deploy step declares all of it before any service starts, so that an event published while its
consumer is away waits for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DELAYS = (1, 3, 10, 60, 300)
"""Seconds. A delay's TTL is an argument of its queue: a new delay is a new name."""

PUBLISHERS = ("tasks", "evidence", "scoring", "notify")
RPC_EXCHANGE = "nameko-rpc"
BACK = "back"
LOST = "lost"
FEED = "gateway.feed"
DELIVERY_LIMIT = 20
"""Each lost connection counts one delivery: a lower limit parks innocents after restarts."""

COMMAND_DELIVERY_LIMIT = 5
KEPT = 1_000_000
"""Delivery limit of what people look at: RabbitMQ 4 would drop after 20 looks."""

COMMANDS_WAITING = 10_000
"""Calls that may wait for a service; beyond it the broker refuses more."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Queue:
    name: str
    arguments: Json
    bindings: tuple[tuple[str, str], ...] = ()
    """(exchange, routing key)."""


@dataclass(frozen=True)
class Handler:
    """One handler's queue: ``fact`` is the CloudEvents type it hears."""

    service: str
    name: str
    fact: str

    @property
    def queue(self) -> Queue:
        name = f"{self.service}.{self.name}"
        return Queue(
            name,
            {
                "x-queue-type": "quorum",
                "x-delivery-limit": DELIVERY_LIMIT,
                "x-dead-letter-exchange": park(self.service),
                "x-dead-letter-routing-key": name,
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
            ((events(self.fact.partition(".")[0]), self.fact), (BACK, name)),
        )

    @property
    def parked(self) -> Queue:
        name = f"{self.service}.{self.name}"
        return Queue(f"{name}.parked", _kept(), ((park(self.service), name),))


@dataclass
class Topology:
    """All of it; grows by ``add``."""

    exchanges: dict[str, Json] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)

    def exchange(self, name: str, kind: str, **arguments: str) -> None:
        self.exchanges[name] = {"type": kind, "arguments": arguments}

    def queue(self, queue: Queue) -> None:
        self.queues[queue.name] = queue


def _kept() -> Json:
    return {"x-queue-type": "quorum", "x-delivery-limit": KEPT}


def events(publisher: str) -> str:
    return f"{publisher}.events"


def park(service: str) -> str:
    return f"{service}.park"


def delay(seconds: int) -> str:
    return f"delay.{seconds}s"


def rpc_queue(service: str) -> Queue:
    # No dead letter: a command whose caller has given up must not be parked.
    return Queue(
        f"rpc-{service}",
        {
            "x-queue-type": "quorum",
            "x-delivery-limit": COMMAND_DELIVERY_LIMIT,
            "x-max-length": COMMANDS_WAITING,
            "x-overflow": "reject-publish",
        },
        ((RPC_EXCHANGE, f"{service}.*"),),
    )


def describe(handlers: Iterable[Handler], services: Iterable[str]) -> Topology:
    topology = Topology()
    handlers, services = list(handlers), sorted(services)
    _shared(topology)
    publishers = {*PUBLISHERS, *services, *(h.fact.partition(".")[0] for h in handlers)}
    for publisher in sorted(publishers):
        topology.exchange(events(publisher), "topic")
    for service in services:
        topology.exchange(park(service), "direct")
        topology.queue(rpc_queue(service))
    for handler in sorted(handlers, key=lambda h: (h.service, h.name)):
        topology.queue(handler.queue)
        topology.queue(handler.parked)
    feed = {**_kept(), "x-single-active-consumer": True}
    topology.queue(Queue(FEED, feed, tuple((events(p), "#") for p in sorted(publishers))))
    return topology


def _shared(topology: Topology) -> None:
    # Not the default exchange: there, 32 messages for absent queues stop a delay for everyone.
    topology.exchange(BACK, "direct", **{"alternate-exchange": LOST})
    topology.exchange(LOST, "fanout")
    topology.exchange(RPC_EXCHANGE, "topic")
    topology.queue(Queue(LOST, _kept(), ((LOST, ""),)))
    for seconds in DELAYS:
        topology.exchange(delay(seconds), "fanout")
        topology.queue(
            Queue(
                delay(seconds),
                {
                    "x-queue-type": "quorum",
                    "x-message-ttl": seconds * 1000,
                    "x-dead-letter-exchange": BACK,
                    "x-dead-letter-strategy": "at-least-once",
                    "x-overflow": "reject-publish",
                },
                ((delay(seconds), ""),),
            )
        )


def rights(service: str, hears: Iterable[str]) -> Json:
    """Least rights of a service's broker user; it may declare its own queues and no others.

    ``hears``: the publishers whose facts it hears (binding a queue needs read on their exchange).
    """
    own = rf"{service}\..+|rpc-{service}"
    sources = "|".join(rf"{publisher}\.events" for publisher in sorted(set(hears)))
    bind = f"|{sources}|{BACK}" if sources else ""
    return {
        "user": service,
        "configure": f"^({own})$",
        "write": rf"^({own}|delay\.[0-9]+s|{RPC_EXCHANGE})$",
        "read": f"^({own}|{RPC_EXCHANGE}{bind})$",
    }


def gateway_rights() -> Json:
    reply = r"rpc\.reply-gateway-.+"
    return {
        "user": "gateway",
        "configure": f"^({reply})$",
        "write": f"^({reply}|{RPC_EXCHANGE})$",
        "read": rf"^({reply}|{RPC_EXCHANGE}|gateway\.feed)$",
    }


def narrowed(service: str, publishers: Iterable[str]) -> list[Json]:
    """Topic rights: a service publishes its own facts only and answers calls, but makes none."""
    return [
        {
            "user": service,
            "exchange": RPC_EXCHANGE,
            "write": r"^rpc\.reply-.+$",
            "read": rf"^{service}\..*$",
        },
        *(
            {"user": service, "exchange": events(p), "write": rf"^{p}\..+$", "read": ".*"}
            for p in publishers
        ),
    ]


def definitions(services: Iterable[type]) -> Json:
    """RabbitMQ's definitions document for these service classes, without vhost and passwords."""
    from kit.wiring import handlers_of

    services = list(services)
    handlers = {service.name: handlers_of(service) for service in services}  # type: ignore[attr-defined]
    topology = describe([h for hs in handlers.values() for h in hs], handlers)
    rights_of = [
        rights(name, {h.fact.partition(".")[0] for h in hs}) for name, hs in handlers.items()
    ]
    call = "|".join(sorted(handlers))
    gateway_topic = {
        "user": "gateway",
        "exchange": RPC_EXCHANGE,
        "write": rf"^({call})\..+$",
        "read": r"^rpc\.reply-gateway-.+$",
    }
    return {
        "exchanges": [
            {"name": name, "durable": True, "auto_delete": False, "internal": False, **exchange}
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
        "permissions": [*rights_of, gateway_rights()],
        "topic_permissions": [
            *(topic for name in handlers for topic in narrowed(name, [name])),
            gateway_topic,
        ],
    }
