"""What all doors of a service share: connections, database, machine, relay, health, watchdog."""

from collections.abc import Callable
from functools import partial

import eventlet
from eventlet.event import Event

from contracts.product import NAME
from kit import config, logs, metrics
from kit.aside import Aside
from kit.consumer import Consumer, Delivery, Subscription
from kit.errors import Unavailable
from kit.health import Health, serve
from kit.machine import Machine
from kit.publisher import Outgoing, Publisher
from kit.relay import Relay
from kit.service import Service
from kit.store import Store
from kit.topology import Queue, lost_queue, park, parked, rpc_queue
from kit.watchdog import Watchdog

log = logs.get(__name__)

POOL_SPARE = 12
"""Database connections beyond one for each worker: relay, sweep, due ticks, health."""

CONFIRM_SECONDS = 2
"""A healthy broker confirms a probe within this."""


class Runtime:
    """``workers``: how many handlers may run at once. ``spawn`` runs something until the end."""

    def __init__(
        self, service: type[Service], workers: int, spawn: Callable[[Callable[[], None]], None]
    ) -> None:
        self.service = service.name
        self.spawn = spawn
        self.stopping = False
        self._stopped = Event()
        name = f"{NAME} {self.service}"
        self.handler_queues = frozenset(each.queue.name for each in service.handlers())
        own = [*self.handler_queues, rpc_queue(self.service).name, lost_queue(self.service).name]
        waiting = [parked(self.service, queue).name for queue in own]
        self.consumer = Consumer(f"{name} consumer", waiting)
        self.publisher = Publisher(f"{name} publisher", spawn)
        self.replier = Publisher(f"{name} replies", spawn, confirm=False)
        self.store = Store(
            config.MONGO_URL(),
            service.aggregates(),
            pool=workers + POOL_SPARE,
            mark_days=config.MARK_DAYS(),
        )
        self.relay = Relay(self.service, self.store, self.publisher)
        self.aside = Aside(service.worked_aside())
        self.machine = Machine(self.service, self.store, self.relay.offer)
        checks = {"broker": self._check_broker, "database": self.store.ready}
        self.health = Health(self.service, {**checks, **service.checks})
        self.watchdog = Watchdog(self.consumer)

    # -- life ------------------------------------------------------------------------------------

    def subscribe(self, queue: Queue, prefetch: int, receive: Callable[[Delivery], None]) -> None:
        def take(delivery: Delivery) -> None:
            if self.consumer.cancelled:
                delivery.give_back()
            else:
                receive(delivery)

        self.consumer.subscriptions.append(Subscription(queue, prefetch, take))

    def start(self) -> None:
        serve(self.health, self.spawn)
        self.spawn(self.consumer.run)
        self.spawn(self.relay.run)
        self.spawn(self.relay.clear)
        self.spawn(self.relay.sweep)
        self.spawn(self._watch)
        for name in self.health.checks:
            self.spawn(partial(self.health.probe_for_ever, name, self.pause_or_stop))
        self.watchdog.start()

    def cancel(self) -> None:
        """SIGTERM, first step: take nothing new."""
        if not self.stopping:
            self.stopping = True
            self.health.stopping = True
            self.consumer.cancel()
            self._stopped.send()

    def stop(self) -> None:
        """SIGTERM, last step: the workers are done; each wait in here is bounded."""
        self.cancel()
        self.watchdog.stop()
        self.aside.stop()
        self.consumer.stop()
        self.relay.stop()
        self.publisher.close()
        self.replier.close()
        self.store.close()

    def pause(self, seconds: float) -> None:
        """Sleep, but not past the stop."""
        if seconds > 0 and not self.stopping:
            with eventlet.Timeout(seconds, False):
                self._stopped.wait()
        else:
            eventlet.sleep(0)

    def pause_or_stop(self, seconds: float) -> bool:
        """Whether to go on probing."""
        self.pause(seconds)
        return not self.stopping

    # -- health ----------------------------------------------------------------------------------

    def _check_broker(self) -> None:
        """A confirmed message to nobody proves both directions.

        Raises: Unavailable, Unpublished.
        """
        probe = Outgoing(
            exchange=park(self.service),
            routing_key="health-probe",
            body=b"",
            id="",
            content_type="text/plain",
            mandatory=False,
        )
        faults = self.publisher.publish([probe], seconds=CONFIRM_SECONDS)
        if any(faults):
            raise Unavailable(f"the broker refuses messages: {faults[0]}")
        if fault := self.consumer.fault():
            raise Unavailable(fault)

    def _watch(self) -> None:
        """Gauges that the consumer counts."""
        while not self.stopping:
            metrics.PARKED_MESSAGES.labels(self.service).set(self.consumer.parked_messages)
            self.pause(1)
