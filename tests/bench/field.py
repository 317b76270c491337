"""tongxin-field over a thin link: 400 kbit/s, 300 ms there and back, 2 % loss, 30 s on, 30 s off.

``TONGXIN_BENCH_FIELD`` (default 14): MiB that are sent. Needs root and /dev/net/tun.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from tongxin import Tongxin
from tongxin_field import Queue, Sender, Told, keep, wire

from infra.demo.files import pdf
from tests.console.working import HERE, settle
from tests.support.accounts import HELD, PASSWORD
from tests.support.stack import Stack
from tests.support.thin_link import OPEN, Elsewhere, Shape, Tunnel, in_the_field, straits

MIB = 1024 * 1024


def lines(stack: Stack) -> Iterator[str]:
    settle(stack)
    held = {"roles": ["unit"], "district": HERE, "unit": "publicity", "state": "active"}
    more = {"password": HELD, "email": "", "telephone": ""}
    stack.mongo("gateway").accounts.update_one({"_id": "wang-x"}, {"$set": held | more})
    running = stack.start("gateway").wait_ready()
    api = "http://" + running.env["TONGXIN_HTTP_ADDRESS"]
    files = stack.env("evidence")["TONGXIN_S3_PUBLIC_URL"]
    with tempfile.TemporaryDirectory() as home, Queue(Path(home) / "queue") as queue:
        size = _fill(queue, Path(home), int(os.environ.get("TONGXIN_BENCH_FIELD", "14")))
        with Tunnel(Shape()) as tunnel, straits([api, files], OPEN, "10.77.93.1") as ends:
            places = {_port(url): end.place for url, end in zip((api, files), ends, strict=True)}
            told = _sent(queue.folder, api, places)
            took = time.monotonic() - tunnel.begun
        yield f"{size / MIB:.1f} MiB in {len(queue.all())} files: {told}"
        yield f"{took:.0f} s, of which the link was up for {_up(took):.0f} s"
        yield f"{size / _up(took) * 8 / 1000:.0f} kbit/s while it was up"
        yield f"sent twice: {(ends[1].sent - size) / size:.1%} (heads of requests counted too)"


def _up(took: float) -> float:
    shape = Shape()
    whole, rest = divmod(took, shape.on + shape.off)
    return whole * shape.on + min(rest, shape.on)


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


def _fill(queue: Queue, home: Path, mib: int) -> int:
    """Two photos' worth of 1 MiB each, and a film in parts of 5 MiB."""
    for number, size in enumerate((1, 1, mib - 2)):
        file = home / f"{number}.pdf"
        filling = os.urandom(size * MIB // 2).hex().encode()
        file.write_bytes(pdf(file.name) + b"\n%" + filling + b"\n%%EOF\n")
        keep(queue, file, {"district": HERE, "title": file.name, "mode": "file"})
    return sum(kept.size for kept in queue.all())


def _sent(folder: Path, api: str, places: dict[int, tuple[str, int]]) -> Told:
    told: list[Told] = []

    def way() -> Tongxin:
        city = Tongxin(api, timeout=90, patience=0)
        city._http.close()
        through = Elsewhere(httpx.HTTPTransport(), places)
        city._http = httpx.Client(base_url=api + "/api/v1", transport=through, timeout=90)
        city.sign_in("wang-x", PASSWORD)
        return city

    def store(_: int) -> httpx.Client:
        return wire.over(Elsewhere(httpx.HTTPTransport(socket_options=wire.options()), places))

    def act() -> None:
        with Queue(folder) as queue:
            told.append(Sender(queue, way, patience=900, store=store, say=print).run())

    in_the_field(act)
    return told[0]
