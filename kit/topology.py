"""The broker's exchanges, queues, bindings and rights, described once.

    <publisher>.events          topic: facts, routed by CloudEvents type
    <service>.<handler>         quorum queue of one handler, bound to its fact's type
    <service>.delay.<n>s        fanout and quorum queue: comes back through ``back`` after n seconds
    <service>.back              direct: returns a delayed message to its handler's queue, by name
    <service>.back.lost         fanout to queue <service>.lost: what came back and found no queue
    <service>.park              direct: where hopeless messages go, by the name of their queue
    <queue>.parked              quorum queue: what waits for a person
    nameko-rpc, rpc-<service>   topic: commands and questions; only the gateway may write there
    <service>.replies           direct: answers, to the reply queue that the call named
    gateway.feed, gateway.park  all facts for the live feed, and what of them was refused

The deploy step declares all of it before any service starts, so that an event published while its
consumer is away waits for it. Nobody else declares or binds anything: who may do that may give his
queue a dead-letter exchange or a binding, and so reach what his rights do not name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from re import escape
from typing import Any

from contracts.product import PUBLISHERS

DELAYS = (1, 3, 10, 60, 300)
"""Seconds. A delay's TTL is an argument of its queue: a new delay is a new name."""

GATEWAY = "gateway"
"""The broker user, and the signer, of every call."""

RPC_EXCHANGE = "nameko-rpc"
FEED = f"{GATEWAY}.feed"
REPLY = "rpc.reply-"
"""Reply queues are named so: the only thing that anybody but the deploy step may declare."""

DELIVERY_LIMIT = 20
"""Each lost connection counts one delivery: a lower limit parks innocents after restarts."""

COMMAND_DELIVERY_LIMIT = 5
KEPT = 1_000_000
"""Delivery limit of what people look at: RabbitMQ 4 would drop after 20 looks."""

COMMANDS_WAITING = 10_000
"""Calls that may wait for a service; beyond it the broker refuses more."""

NOTHING = "^$"
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
    def publisher(self) -> str:
        return self.fact.partition(".")[0]

    @property
    def queue(self) -> Queue:
        name = f"{self.service}.{self.name}"
        return Queue(
            name,
            {
                **_dead_letters(park(self.service)),
                "x-delivery-limit": DELIVERY_LIMIT,
                "x-dead-letter-routing-key": name,
            },
            ((events(self.publisher), self.fact), (back(self.service), name)),
        )

    @property
    def parked(self) -> Queue:
        return parked(self.service, self.queue.name)


@dataclass
class Topology:
    """All of it; grows by ``add``."""

    exchanges: dict[str, Json] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)

    def exchange(self, name: str, kind: str, *, internal: bool = False, **arguments: str) -> None:
        """``internal``: nobody publishes there; the broker itself routes through it."""
        self.exchanges[name] = {"type": kind, "internal": internal, "arguments": arguments}

    def queue(self, queue: Queue) -> None:
        self.queues[queue.name] = queue


def _kept() -> Json:
    return {"x-queue-type": "quorum", "x-delivery-limit": KEPT}


def _dead_letters(exchange: str) -> Json:
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def events(publisher: str) -> str:
    return f"{publisher}.events"


def park(service: str) -> str:
    return f"{service}.park"


def delay(service: str, seconds: int) -> str:
    return f"{service}.delay.{seconds}s"


def back(service: str) -> str:
    return f"{service}.back"


def replies(service: str) -> str:
    return f"{service}.replies"


def parked(service: str, queue: str) -> Queue:
    """Where the hopeless messages of a queue wait for a person."""
    return Queue(f"{queue}.parked", _kept(), ((park(service), queue),))


def lost(service: str) -> str:
    return f"{service}.back.lost"


def lost_queue(service: str) -> Queue:
    return Queue(f"{service}.lost", _kept(), ((lost(service), ""),))


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
    topology.exchange(RPC_EXCHANGE, "topic")
    publishers = sorted({*PUBLISHERS, *services, *(h.publisher for h in handlers)})
    for publisher in publishers:
        topology.exchange(events(publisher), "topic")
        topology.exchange(replies(publisher), "direct")
    for service in services:
        _of_service(topology, service)
    for handler in sorted(handlers, key=lambda h: (h.service, h.name)):
        topology.queue(handler.queue)
        topology.queue(handler.parked)
    feed = {**_kept(), "x-single-active-consumer": True}
    topology.queue(Queue(FEED, feed, tuple((events(p), "#") for p in publishers)))
    topology.exchange(park(GATEWAY), "direct")
    topology.queue(parked(GATEWAY, FEED))
    return topology


def _of_service(topology: Topology, service: str) -> None:
    topology.exchange(park(service), "direct")
    # Not the default exchange: there, 32 messages for absent queues stop a delay for everyone.
    otherwise = {"alternate-exchange": lost(service)}
    topology.exchange(back(service), "direct", internal=True, **otherwise)
    topology.exchange(lost(service), "fanout", internal=True)
    for queue in (lost_queue(service), rpc_queue(service)):
        topology.queue(queue)
        topology.queue(parked(service, queue.name))
    for seconds in DELAYS:
        name = delay(service, seconds)
        arguments = {**_dead_letters(back(service)), "x-message-ttl": seconds * 1000}
        topology.exchange(name, "fanout")
        topology.queue(Queue(name, arguments, ((name, ""),)))


def rights(service: str, handlers: Iterable[Handler]) -> Json:
    """Least rights of a service's broker user: it reads its own queues, writes to its own
    exchanges, and declares and binds nothing. No exchange that it may write to, and no queue that
    it may read, has the other's name: to bind takes both rights.
    """
    queues = [lost_queue(service), rpc_queue(service), *(h.queue for h in handlers)]
    read = [name for q in queues for name in (q.name, parked(service, q.name).name)]
    write = [events(service), park(service), replies(service)]
    write += [delay(service, seconds) for seconds in DELAYS]
    return {"user": service, "configure": NOTHING, "write": _only(write), "read": _only(read)}


def gateway_rights(services: Iterable[str]) -> Json:
    """It declares reply queues of its own; whatever their arguments, they reach nothing more.

    ``services``: all that it may come to call, deployed or not.
    """
    reply = rf"{escape(REPLY)}{GATEWAY}-.+"
    read = [FEED, parked(GATEWAY, FEED).name, *(replies(service) for service in services)]
    return {
        "user": GATEWAY,
        "configure": f"^({reply})$",
        "write": f"^({reply}|{escape(RPC_EXCHANGE)}|{escape(park(GATEWAY))})$",
        "read": f"^({'|'.join([reply, *map(escape, read)])})$",
    }


def _only(names: Iterable[str]) -> str:
    return f"^({'|'.join(escape(name) for name in sorted(names))})$"


def topic_rights(services: Iterable[str]) -> list[Json]:
    """A service publishes its own facts only; the gateway calls services and nobody else does."""
    services = sorted(services)
    own = [
        {"user": s, "exchange": events(s), "write": rf"^{s}\..+$", "read": NOTHING}
        for s in services
    ]
    calls = rf"^({'|'.join(services)})\..+$"
    return [
        *own,
        {"user": GATEWAY, "exchange": RPC_EXCHANGE, "write": calls, "read": NOTHING},
    ]
