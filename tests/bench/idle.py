"""A system that nobody asks anything: what each process uses of a core, and what all ask."""

from collections.abc import Iterator

from tests.bench.processor import Meter, of_backing, requests
from tests.support.stack import ALL, Stack
from tests.support.waiting import eventually

SECONDS = 20
SETTLED = 100
"""Requests in all, after which the indexes are made and the first sweeps done."""


def lines(stack: Stack) -> Iterator[str]:
    before = requests(stack.backing)
    running = [stack.start(name) for name in (*ALL, "gateway")]
    for each in running:
        each.wait_ready()
    eventually(lambda: requests(stack.backing) - before > SETTLED, SECONDS)
    pids = {each.name: each.pid for each in running if each.pid is not None}
    try:
        idle = Meter(stack.backing, of_backing(stack.backing) | pids, SECONDS).idle
    finally:
        for each in running:
            each.kill()
    yield f"{idle.requests / idle.wall:.1f} requests/s to the document server"
    shares = {name: used / idle.wall for name, used in idle.processor.items()}
    yield f"{sum(shares.values()):.1%} of a core: " + ", ".join(
        f"{name} {share:.1%}" for name, share in shares.items()
    )
