"""A whole city under way, as the demo story sets it up: what a command, a sign-in, a file cost."""

import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from random import Random
from statistics import median

from PIL import Image
from uuid6 import uuid7

from infra.demo import city, opening, uploads
from infra.demo.api import Api
from infra.demo.cast import Cast
from tests.bench.processor import Bill, Meter, of_backing, requests
from tests.support.stack import ALL, GATEWAY, Stack
from tests.support.waiting import eventually

COMMANDS = 150
SIGN_INS = 20
FILES = 20
EXPORTS = 10
DISTRICT = "ganquan"
TITLE = "宣传标语牌照片"
VERDICT = re.compile(r"evidence_(?:sealed|rejected)")
QUIET = 35
"""Requests a second that the document server gets while nobody asks for anything, at most."""
LOOK_SECONDS = 3
SETTLED_WITHIN = 120


class City:
    """The processes, and the hands of those who work with them."""

    def __init__(self, stack: Stack) -> None:
        running = {name: stack.start(name) for name in (*ALL, "gateway")}
        for each in running.values():
            each.wait_ready()
        pids = {each.name: each.pid for each in running.values() if each.pid is not None}
        self.leaders = of_backing(stack.backing) | pids
        self.stack = stack
        self.url = "http://" + running["gateway"].env["TONGXIN_HTTP_ADDRESS"]
        admin = Api(self.url, "bench").sign_in("admin", GATEWAY["TONGXIN_ADMIN_PASSWORD"])
        self.cast = Cast(city.city_office(admin), datetime.now(UTC).date())
        self.cast.say = lambda line: None  # type: ignore[method-assign]
        opening.set_up(self.cast)
        items = opening.publish_standard(self.cast)
        opening.open_campaign(self.cast, items, self.cast.today)
        self.tasks = [self.cast.task(DISTRICT, item["code"]) for item in items]
        self.settle()
        self.meter = Meter(stack.backing, self.leaders)

    def settle(self) -> None:
        """Wait until all that was set going has come to its end, mails too."""

        def quiet() -> bool:
            before = requests(self.stack.backing)
            time.sleep(LOOK_SECONDS)
            return requests(self.stack.backing) - before < QUIET * LOOK_SECONDS

        eventually(quiet, SETTLED_WITHIN)

    def prioritise(self, n: int) -> None:
        """A command on what is there: written, told to the feed and to those whom it concerns."""
        task = self.tasks[n % len(self.tasks)]
        priority = ("low", "urgent")[n // len(self.tasks) % 2]
        path = f"/tasks/{task}/prioritise"
        self.cast.of(DISTRICT, "office").post(
            uuid.uuid4().hex, path, priority=priority, reason="迎检需要"
        )

    def sign_in(self, _: int) -> None:
        self.cast.office.sign_in(city.account(DISTRICT, "office"), city.PASSWORD)

    def export(self, _: int) -> None:
        self.cast.of(DISTRICT, "office").file("/exports/tasks", district=DISTRICT, format="xlsx")

    def seal(self, n: int) -> None:
        """As a page does it, which learns from the feed that something has become of its file."""
        api, file = self.cast.of(DISTRICT, "field"), self.photos[n]
        uploads.hand_over(api, file)
        for line in self.heard:
            if file.id in line and VERDICT.search(line):
                break
        evidence = api.get(f"/evidence/{file.id}")
        assert evidence["state"] == "SEALED", evidence

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Photos are taken and the feed is open before the clock runs."""
        self.photos = [photo(n) for n in range(FILES + 1)]
        with self.cast.of(DISTRICT, "field").stream("/feed", {}, SETTLED_WITHIN) as answer:
            self.heard = answer.iter_lines()
            yield

    def measured(self, act: Callable[[int], None], count: int) -> tuple[float, Bill]:
        """Milliseconds of one act at p50, one after another, and what all of them cost."""
        act(0)
        took = []
        with self.meter.billed() as bill:
            for n in range(1, count + 1):
                started = time.perf_counter()
                act(n)
                took.append(time.perf_counter() - started)
            self.settle()
        return median(took) * 1000, bill


def photo(n: int) -> uploads.File:
    """12 megapixels in 3 MB, as a phone takes it, each another one."""
    width, height, grain = 4000, 3000, 8
    small = (width // grain, height // grain)
    noise = Image.frombytes("RGB", small, Random(n).randbytes(small[0] * small[1] * 3))
    out = BytesIO()
    noise.resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=83)
    return uploads.File(
        id=str(uuid7()),
        district=DISTRICT,
        filename=f"{n}.jpg",
        media_type="image/jpeg",
        title=TITLE,
        body=out.getvalue(),
    )


@contextmanager
def whole(stack: Stack) -> Iterator[City]:
    found = City(stack)
    try:
        yield found
    finally:
        found.cast.close()
        for each in stack.processes:
            each.kill()


def lines(stack: Stack) -> Iterator[str]:
    with whole(stack) as found:
        idle = found.meter.idle
        share = sum(idle.processor.values()) / idle.wall
        yield f"nobody asks: {share:.1%} of a core, {idle.requests / idle.wall:.1f} requests/s"
        acts = (
            ("a command (prioritise)", found.prioritise, COMMANDS),
            ("a sign-in", found.sign_in, SIGN_INS),
            ("export of 76 rows", found.export, EXPORTS),
        )
        for name, act, count in acts:
            yield from told(name, *found.measured(act, count), count)
        with found.listening():
            yield from told("declare → SEALED of 3 MB", *found.measured(found.seal, FILES), FILES)


def told(name: str, p50: float, bill: Bill, count: int) -> Iterator[str]:
    each = bill.per(count)
    yield (
        f"{name}: p50 {p50:.0f} ms, {sum(each.values()):.1f} ms of the processor, "
        f"{bill.requests / count:.1f} round trips to the document server"
    )
    yield "  " + ", ".join(f"{who} {used:.1f}" for who, used in each.items())
