"""The probe, sabotaged: ``TONGXIN_PROBE_FAULT`` is a file that says what breaks, once it is there.

stuck     the consuming greenlet never comes back from its turn
deaf      the broker forgets this service's consumers, each time that they come
forgets   the same, once
hangs     the check of the object store gives no answer
fails     the check of the object store says what is wrong
"""

import os
from pathlib import Path
from typing import Any

import eventlet
from amqp.spec import Basic

from kit import consumer, link
from kit.service import Service
from kit.table import Table, hears, to
from tests.probe.facts import OtherHappened, ThingHappened
from tests.probe.service import COUNTERS, count, misbehave

FAULT = Path(os.environ.get("TONGXIN_PROBE_FAULT", "/nonexistent"))
FOR_EVER = 3600


def fault() -> str:
    return FAULT.read_text() if FAULT.exists() else ""


class StuckLink(link.Link):
    def turn(self) -> None:
        if fault() == "stuck":
            eventlet.sleep(FOR_EVER)
        super().turn()


def forget(subscription: Any) -> None:
    """Cancel behind the back of our own bookkeeping."""
    subscription.channel.send_method(Basic.Cancel, "sb", (subscription._tag, True))


class DeafSubscription(consumer.Subscription):
    def open(self, link: Any) -> None:
        super().open(link)
        if fault() == "deaf":
            forget(self)


class ForgottenConsumer(consumer.Consumer):
    def _count(self, link: Any) -> None:
        if fault() in ("deaf", "forgets"):
            for subscription in self.subscriptions:
                forget(subscription)
            if fault() == "forgets":
                FAULT.unlink()
        super()._count(link)


def store_check() -> None:
    if fault() == "hangs":
        eventlet.sleep(FOR_EVER)
    if fault() == "fails":
        raise OSError("the bucket is gone")


SABOTAGED: Table = (
    hears(ThingHappened, to(COUNTERS, count, at="key", creates=True, gather=misbehave)),
    hears(OtherHappened, to(COUNTERS, count, at="key", creates=True, gather=misbehave)),
)


class Sabotaged(Service):
    """Counts what it hears, while it can."""

    name = "probe"
    checks = {"object store": store_check}
    tables = (SABOTAGED,)


if "TONGXIN_PROBE_FAULT" in os.environ:
    from kit import runtime

    consumer.Link = StuckLink  # type: ignore[attr-defined]
    runtime.Subscription = DeafSubscription  # type: ignore[attr-defined]
    runtime.Consumer = ForgottenConsumer  # type: ignore[attr-defined]
