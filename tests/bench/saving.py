"""Changes saved through the machine and relayed: ``python -m tests.bench.saving <count>``."""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402  everything else after the patch
import sys  # noqa: E402
import time  # noqa: E402
import uuid  # noqa: E402
from typing import Any  # noqa: E402

from kit import config, metrics  # noqa: E402
from kit.machine import Input, Machine  # noqa: E402
from kit.publisher import Publisher  # noqa: E402
from kit.relay import Relay  # noqa: E402
from kit.store import Store  # noqa: E402
from kit.table import Reaction, to  # noqa: E402
from tests.bench.probe import KEPT, Keep, keep  # noqa: E402

WRITERS = 16
REACTION: Reaction[Any, Any] = to(KEPT, keep, at="", fresh=True)


def main(count: int) -> None:
    publisher = Publisher("bench publisher", eventlet.spawn)
    store = Store(config.MONGO_URL(), [KEPT], pool=WRITERS + 4, mark_days=1)
    store.ready()
    relay = Relay("bench", store, publisher)
    machine = Machine("bench", store, relay.offer)
    eventlet.spawn(relay.run)
    eventlet.spawn(relay.clear)
    pool = eventlet.GreenPool(WRITERS)
    started = time.monotonic()
    for _ in range(count):
        input = Input(value=Keep(text="x" * 120), cause=str(uuid.uuid4()))
        pool.spawn_n(machine.change, REACTION, str(uuid.uuid4()), input)
    pool.waitall()
    confirmed = metrics.PUBLISHED.labels("bench", "confirmed")
    while confirmed._value.get() < count and time.monotonic() - started < 120:
        eventlet.sleep(0.01)
    print(json.dumps({"seconds": time.monotonic() - started}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
