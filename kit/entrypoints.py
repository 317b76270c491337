"""The doors of a service, as nameko entrypoints: command, query, event heard, due tick.

nameko keeps the container, the worker pool and the life cycle; these replace its event and RPC
entrypoints, which lose messages and die of malformed ones. Nothing raised in here leaves a worker:
nameko would kill the container.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import eventlet
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR, Entrypoint, SharedExtension

from contracts.product import label
from kit import config, event_door, logs, metrics, rpc
from kit.consumer import Delivery
from kit.errors import Unavailable
from kit.lost import find_home
from kit.machine import utc_now
from kit.runtime import Runtime
from kit.service import Service
from kit.table import Command, Hearing, Query
from kit.topology import Handler, lost_queue, rpc_queue

log = logs.get(__name__)

DUE_WORKERS = 8
"""Due aggregates handled at once in one process."""

LOST_PREFETCH = 16


class Backbone(SharedExtension):  # type: ignore[misc]
    """The runtime of a service, and the switchboard of its calls: one for all its doors."""

    runtime: Runtime
    calls: "dict[str, CommandDoor]"

    def bind(self, container: Any) -> Any:
        bound = super().bind(container)
        if not hasattr(bound, "runtime"):
            bound.calls = {}
            bound.runtime = Runtime(container.service_cls.table, container.max_workers, bound.spawn)
        return bound

    def spawn(self, run: Callable[[], None]) -> None:
        self.container.spawn_managed_thread(run, "backbone")

    def start(self) -> None:
        runtime = self.runtime
        if self.calls:
            calls = rpc_queue(runtime.service)
            runtime.subscribe(calls, config.COMMAND_PREFETCH(), self._called)
        runtime.subscribe(
            lost_queue(runtime.service),
            LOST_PREFETCH,
            lambda delivery: self.spawn(partial(find_home, runtime, delivery)),
        )
        runtime.start()

    def _called(self, delivery: Delivery) -> None:
        """Find the door of a call by its routing key, without reading its body."""
        method = delivery.routing_key.partition(".")[2]
        door = self.calls.get(method)
        if door is not None:
            door.receive(delivery)
        else:
            self.spawn(lambda: rpc.refuse_unknown(self.runtime, method, delivery))

    def stop(self) -> None:
        self.runtime.stop()


class Door(Entrypoint):  # type: ignore[misc]
    """``spec`` says what the door does; the backbone is shared by all doors of a service."""

    backbone = Backbone()

    @property
    def runtime(self) -> Runtime:
        found: Runtime = self.backbone.runtime
        return found

    def __init__(self, spec: Any) -> None:
        super().__init__()
        self.spec = spec

    @property
    def label(self) -> str:
        """What metrics and logs call it."""
        return label(self.method_name)

    def spawn(self, run: Callable[[], None]) -> None:
        """Run in a worker; a full pool must not stop the drain loop and its heartbeats."""
        if self.container._worker_pool.free() > 0:
            self._spawn(run)
        else:
            self.container.spawn_managed_thread(lambda: self._spawn(run), "waits for a worker")

    def _spawn(self, run: Callable[[], None]) -> None:
        # context_data: never the message's headers; a broken one would kill every replica.
        self.container.spawn_worker(
            self,
            (run,),
            {},
            context_data={},
            handle_result=lambda _ctx, result, _exc: (result, None),
        )

    def stop(self) -> None:
        self.runtime.cancel()


class CommandDoor(Door):
    def setup(self) -> None:
        self.backbone.calls[self.method_name] = self

    def receive(self, delivery: Delivery) -> None:
        self.spawn(lambda: rpc.answer(self.runtime, self.label, self.perform, delivery))

    def perform(self, request: rpc.Request) -> tuple[str, Any]:
        return rpc.perform_command(self.runtime, self.spec, request)


class QueryDoor(CommandDoor):
    def perform(self, request: rpc.Request) -> tuple[str, Any]:
        return rpc.perform_query(self.runtime, self.spec, request)


class EventDoor(Door):
    def setup(self) -> None:
        handler = Handler(self.container.service_name, self.method_name, self.spec.fact.type)
        self.runtime.subscribe(handler.queue, config.PREFETCH(), self.receive)

    def receive(self, delivery: Delivery) -> None:
        self.spawn(lambda: event_door.hear(self.runtime, self.label, self.spec, delivery))


class DueDoor(Door):
    def start(self) -> None:
        self.container.spawn_managed_thread(self._ticks, f"due {self.method_name}")

    def _ticks(self) -> None:
        pool = eventlet.GreenPool(DUE_WORKERS)
        self._busy: set[str] = set()
        while not self.runtime.stopping:
            started = time.monotonic()
            try:
                begun = self._tick(pool)
            except Unavailable as away:
                log.warning("due tick: database away", handler=self.label, fault=str(away))
                begun = 0
            except Exception:
                log.exception("due tick failed", handler=self.label)
                begun = 0
            # Where a whole batch is in hand already, another look at once would find it again.
            if begun < config.DUE_BATCH():
                self.runtime.pause(config.DUE_SECONDS() - (time.monotonic() - started))

    def _tick(self, pool: eventlet.GreenPool) -> int:
        """How many were begun."""
        machine, begun = self.runtime.machine, 0
        ids = machine.store.due(self.spec.aggregate, utc_now(), config.DUE_BATCH())
        for id in ids:
            if self.runtime.stopping:
                break
            if id not in self._busy:
                self._busy.add(id)
                pool.spawn_n(self._one, id)
                begun += 1
        return begun

    def _one(self, id: str) -> None:
        try:
            outcome = self._decide(id)
            metrics.DUE.labels(self.runtime.service, self.label, outcome).inc()
        finally:
            self._busy.discard(id)

    def _decide(self, id: str) -> str:
        try:
            with eventlet.Timeout(config.HANDLER_SECONDS(), TimeoutError("due decision")):
                return self.runtime.machine.due(self.spec, id).what
        except eventlet.greenlet.GreenletExit:
            raise
        except Unavailable as away:
            log.warning("due: away", handler=self.label, id=id, fault=str(away))
            return "away"
        except BaseException:  # SystemExit or a stray Timeout too: it would end the process
            log.exception("due decision failed", handler=self.label, id=id)
            self._move_on(id)
            return "failed"

    def _move_on(self, id: str) -> None:
        """A decision that fails must not stay at the head of the due index."""
        try:
            self.runtime.machine.put_off(self.spec.aggregate, id)
        except Unavailable as away:
            log.warning("due: away", handler=self.label, id=id, fault=str(away))


def nameko_service(service: type[Service]) -> type:
    """The class that nameko's container runs: a method with an entrypoint for each door."""

    def method(spec: Any) -> Callable[[Any, Callable[[], None]], None]:
        def enter(_service: Any, run: Callable[[], None]) -> None:
            run()

        setattr(enter, ENTRYPOINT_EXTENSIONS_ATTR, {_door(spec)})
        return enter

    methods = {name: method(spec) for name, spec in service.doors.items()}
    return type(service.__name__, (), {"name": service.name, "table": service, **methods})


def _door(spec: Any) -> Door:
    if isinstance(spec, Command):
        return CommandDoor(spec)
    if isinstance(spec, Query):
        return QueryDoor(spec)
    return EventDoor(spec) if isinstance(spec, Hearing) else DueDoor(spec)
