"""The doors of a service, as nameko entrypoints: command, query, event heard, due tick.

nameko keeps the container, the worker pool and the life cycle; these replace its event and RPC
entrypoints, which lose messages and die of malformed ones. Nothing raised in here leaves a worker:
nameko would kill the container.
"""

import time
from collections.abc import Callable
from typing import Any

import eventlet
from nameko.extensions import Entrypoint

from contracts.discreet import method_label
from kit import config, event_door, logs, metrics, rpc
from kit.backbone import Backbone
from kit.consumer import Delivery
from kit.errors import Unavailable
from kit.machine import utc_now
from kit.topology import Handler

log = logs.get(__name__)

DUE_WORKERS = 8
"""Due aggregates handled at once in one process."""


class Door(Entrypoint):  # type: ignore[misc]
    """``spec`` says what the door does; the backbone is shared by all doors of a service."""

    backbone = Backbone()

    def __init__(self, spec: Any) -> None:
        super().__init__()
        self.spec = spec

    @property
    def label(self) -> str:
        """What metrics and logs call it."""
        return method_label(self.method_name)

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
        self.backbone.cancel()


class CommandDoor(Door):
    def setup(self) -> None:
        self.backbone.calls[self.method_name] = self

    def receive(self, delivery: Delivery) -> None:
        self.spawn(lambda: rpc.answer(self.backbone, self.label, self.perform, delivery))

    def perform(self, request: rpc.Request) -> tuple[str, Any]:
        return rpc.perform_command(self.backbone, self.method_name, self.spec, request)


class QueryDoor(CommandDoor):
    def perform(self, request: rpc.Request) -> tuple[str, Any]:
        return rpc.perform_query(self.backbone, self.method_name, self.spec, request)


class EventDoor(Door):
    def setup(self) -> None:
        handler = Handler(self.container.service_name, self.method_name, self.spec.fact.type)
        self.backbone.subscribe(handler.queue, config.PREFETCH(), self.receive)

    def receive(self, delivery: Delivery) -> None:
        self.spawn(lambda: event_door.hear(self.backbone, self.label, self.spec, delivery))


class DueDoor(Door):
    def start(self) -> None:
        self.container.spawn_managed_thread(self._ticks, f"due {self.method_name}")

    def _ticks(self) -> None:
        pool = eventlet.GreenPool(DUE_WORKERS)
        self._busy: set[str] = set()
        while not self.backbone.stopping:
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
                self.backbone.pause(config.DUE_SECONDS() - (time.monotonic() - started))

    def _tick(self, pool: eventlet.GreenPool) -> int:
        """How many were begun."""
        machine, begun = self.backbone.machine, 0
        ids = machine.store.due(self.spec.aggregate, utc_now(), config.DUE_BATCH())
        for id in ids:
            if self.backbone.stopping:
                break
            if id not in self._busy:
                self._busy.add(id)
                pool.spawn_n(self._one, id)
                begun += 1
        return begun

    def _one(self, id: str) -> None:
        try:
            outcome = self._decide(id)
            metrics.DUE.labels(self.backbone.service, self.label, outcome).inc()
        finally:
            self._busy.discard(id)

    def _decide(self, id: str) -> str:
        spec = self.spec
        try:
            with eventlet.Timeout(config.HANDLER_SECONDS(), TimeoutError("due decision")):
                return self.backbone.machine.due(
                    spec.aggregate, spec.decide, id, spec.gather, spec.lease
                ).what
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
            self.backbone.machine.put_off(self.spec.aggregate, id)
        except Unavailable as away:
            log.warning("due: away", handler=self.label, id=id, fault=str(away))
