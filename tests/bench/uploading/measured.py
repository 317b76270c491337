"""Megabytes a second and milliseconds of each way, and what a gigabyte costs the processor.

``TONGXIN_BENCH_SIZES`` (default "100,3000,20000"): KB. ``TONGXIN_BENCH_AT_ONCE`` (default "1,8").
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import httpx
from uuid6 import uuid7

from infra.demo.files import PDF, pdf
from infra.demo.uploads import File
from tests.bench.city import DISTRICT, City, whole
from tests.bench.processor import Meter
from tests.bench.uploading.ways import Way, Ways
from tests.support.stack import Stack

SIZES = [
    int(size) * 1000 for size in os.environ.get("TONGXIN_BENCH_SIZES", "100,3000,20000").split(",")
]
AT_ONCE = [int(count) for count in os.environ.get("TONGXIN_BENCH_AT_ONCE", "1,8").split(",")]
ROUNDS = int(os.environ.get("TONGXIN_BENCH_ROUNDS", "3"))
BYTES = 60_000_000
"""Of a way in a round, about."""
CHECKED = "direct PUT, checksum"


def lines(stack: Stack) -> Iterator[str]:
    with whole(stack) as city:
        ways = Ways(stack, city.cast.of(DISTRICT, "field"))
        try:
            yield from _all(city, ways)
        finally:
            ways.close()


def _all(city: City, ways: Ways) -> Iterator[str]:
    meter = Meter(city.stack.backing, city.leaders | ways.pids)
    for size in SIZES:
        for at_once in AT_ONCE:
            yield from _table(ways, size, at_once)
    yield from _bills(meter, ways, max(SIZES))
    yield from _through(ways)


def _table(ways: Ways, size: int, at_once: int) -> Iterator[str]:
    count = max(at_once, min(40, BYTES // size))
    took: dict[str, list[float]] = {name: [] for name in ways.all()}
    walls = dict.fromkeys(took, 0.0)
    for _ in range(ROUNDS):
        for name, way in ways.all().items():
            times, wall = _sent(way, size, count, at_once)
            took[name] += times
            walls[name] += wall
    yield f"{size / 1e6:g} MB, {at_once} at once, {count * ROUNDS} files each"
    for name, times in took.items():
        rate = size * count * ROUNDS / walls[name] / 1e6
        added = (median(times) - median(took[CHECKED])) * 1000
        ratio = walls[CHECKED] / walls[name]
        yield (
            f"  {name:<22}{rate:8.1f} MB/s  p50 {median(times) * 1000:7.0f} ms"
            f"  {added:+7.0f} ms  {ratio:5.2f} of the checksummed"
        )


def _sent(way: Way, size: int, count: int, at_once: int) -> tuple[list[float], float]:
    """Seconds of each, and of all."""
    files = [_file(size) for _ in range(count)]

    def one(file: File) -> float:
        started = time.perf_counter()
        way(file)
        return time.perf_counter() - started

    with ThreadPoolExecutor(at_once) as pool:
        began = time.perf_counter()
        return list(pool.map(one, files)), time.perf_counter() - began


def _file(size: int) -> File:
    id = str(uuid7())
    return File(id, DISTRICT, "材料.pdf", PDF, "材料", pdf(id, size))


def _bills(meter: Meter, ways: Ways, size: int) -> Iterator[str]:
    yield f"seconds of the processor a gigabyte, in files of {size / 1e6:g} MB"
    count = max(2, 3 * BYTES // size)
    for name, way in ways.all().items():
        with meter.billed() as bill:
            _sent(way, size, count, 1)
        each = {who: ms / 1000 / (size / 1e9) for who, ms in bill.per(count).items()}
        told = ", ".join(f"{who} {s:.2f}" for who, s in each.items() if s >= 0.01)
        yield f"  {name:<22}{sum(each.values()):6.1f}: {told}"


def _through(ways: Ways) -> Iterator[str]:
    """Bytes that one file of ours sends, by where they go."""
    file, went = _file(3_000_000), Counter[str]()
    send = httpx.Client.send

    def counted(client: httpx.Client, request: httpx.Request, **how: object) -> httpx.Response:
        went[request.url.path.split("/")[1]] += int(request.headers.get("content-length", 0))
        return send(client, request, **how)  # type: ignore[arg-type]

    httpx.Client.send = counted  # type: ignore[method-assign, assignment]
    try:
        ways.stored(file)
    finally:
        httpx.Client.send = send  # type: ignore[method-assign]
    to_python = went.pop("api")
    yield f"of a file of {len(file.body):,} bytes {sum(went.values()):,} went to the store"
    yield f"and 0 through Python: {to_python:,} bytes of requests said what it is"
