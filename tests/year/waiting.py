"""Waiting until scoring has heard everything."""

import time
from collections.abc import Callable

from infra.rabbitmq.management import Management

LOOK = 2  # seconds between two looks
SETTLED = 4
"""Looks in a row at empty queues: longer than the broker's counts may be old."""
WITHIN = 900  # seconds for everything
SAY_EVERY = 10  # looks
FEW = 100
OLD = 6
"""Seconds that the broker's counts may be old: what was just told is in none of them before."""


class NotHeard(Exception):
    """Facts were parked or lost, or still wait."""


def until_heard(api: Management, vhost: str, say: Callable[[str], None]) -> float:
    """Wait until scoring's queues and the delays are empty; when they were last seen not to be
    (``time.monotonic``). Raises: NotHeard, ManagementError."""
    end, empty, looks = time.monotonic() + WITHIN, 0, 0
    last = time.monotonic()
    while empty < SETTLED:
        depths = _depths(api, vhost)
        aside = {name: n for name, n in depths.items() if name.endswith("parked") or name == "lost"}
        if aside:
            raise NotHeard(f"facts were put aside: {aside}")
        if depths:
            empty, last = 0, time.monotonic()
            if looks % SAY_EVERY == 0:
                say(f"等待计分：还有 {sum(depths.values())} 条")
        else:
            empty += 1
        if last > end:
            raise NotHeard(f"facts still wait after {WITHIN} s: {depths}")
        looks += 1
        time.sleep(LOOK)
    return last


def until_few(api: Management, vhost: str) -> None:
    """Wait until all but a few are heard. Raises: NotHeard, ManagementError."""
    end = time.monotonic() + WITHIN
    time.sleep(OLD)
    while (left := sum(_depths(api, vhost).values())) > FEW:
        if time.monotonic() > end:
            raise NotHeard(f"{left} facts still wait after {WITHIN} s")
        time.sleep(LOOK)


def _depths(api: Management, vhost: str) -> dict[str, int]:
    """Queues that hold anything, with what is being worked on."""
    counted = {queue["name"]: queue.get("messages", 0) for queue in api.get("queues", vhost)}
    ours = ("scoring.",)
    return {name: n for name, n in counted.items() if n and name.startswith(ours)}
