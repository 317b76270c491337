"""A service on the kit that misbehaves as its input says; the fault tests run it as a process."""

import hashlib
import os
import re
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import eventlet
from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.base import Ask, Order
from contracts.orders.doors import only
from contracts.refusals import Refusal
from contracts.roles import CITY, EVERYONE
from kit import offload
from kit.aggregate import Aggregate
from kit.change import Change, Given, Knowing
from kit.reader import Reader
from kit.service import Service
from kit.table import NEW, Table, command, due, hears, query, to
from tests.probe.facts import KnownHappened, OtherHappened, ThingHappened

MIB = 1024 * 1024
BLOCK = b"0" * (8 * MIB)
POLL = 0.05  # seconds
LONGEST_WAIT = 30  # seconds


class Counter(Struct, frozen=True, kw_only=True):
    """``times`` counts the effects of distinct events."""

    district: str
    times: int = 0
    causes: tuple[str, ...] = ()
    rings_at: datetime | None = None
    rung: int = 0
    how: str = "ok"


class Bell(Struct, frozen=True, kw_only=True):
    """``note``: a file that gets a line for each stroke, which is I/O before the decision."""

    district: str
    rings_at: datetime | None = None
    rung: int = 0
    note: str
    seconds: float


COUNTERS = Aggregate("counters", Counter, due=lambda counter: counter.rings_at)
BELLS = Aggregate("bells", Bell, due=lambda bell: bell.rings_at)


class Nope(Refusal):
    code = "nope"


@only(EVERYONE)
class Told(Order, frozen=True, kw_only=True):
    """What anybody may tell the probe."""


@only(EVERYONE)
class Asked(Ask, frozen=True, kw_only=True):
    """What anybody may ask it."""


class Happen(Told, frozen=True, kw_only=True):
    district: str = "north"
    how: str = "ok"
    seconds: float = 0
    until: str = ""
    note: str = ""
    other: bool = False


@only(CITY)
class Guarded(Happen, frozen=True, kw_only=True):
    """The same, by the city's office alone."""


class Add(Told, frozen=True, kw_only=True):
    """Count one more on ``key``, made where it is not there."""

    key: str
    district: str = "north"


class Open(Told, frozen=True, kw_only=True):
    """Make ``key``, which must not be there."""

    key: str
    district: str = "north"


class Sole(Told, frozen=True, kw_only=True):
    """Make ``key`` where a look finds none; the first to look waits for ``until`` before it."""

    key: str
    until: str
    note: str


class Touch(Told, frozen=True, kw_only=True):
    """Count one more on ``key``, which must be there."""

    key: str


class Leave(Told, frozen=True, kw_only=True):
    """Change nothing."""

    key: str


class Ring(Told, frozen=True, kw_only=True):
    district: str = "north"
    after: float
    how: str = "ok"


class Toll(Told, frozen=True, kw_only=True):
    """A bell whose stroke takes ``seconds``."""

    district: str = "north"
    after: float
    note: str
    seconds: float


class Big(Asked, frozen=True, kw_only=True):
    bytes: int = 0
    not_json: bool = False


class Ponder(Asked, frozen=True, kw_only=True):
    """A question that is worked on aside, in the ``way`` of a DEAR one."""

    way: str = "ok"
    text: str = ""


class Weigh(Told, frozen=True, kw_only=True):
    """Count one more on ``key``, decided aside, in the ``way`` of a DEAR one."""

    key: str
    way: str = "ok"
    district: str = "north"


class CounterOf(Asked, frozen=True, kw_only=True):
    key: str


def misbehave(reader: Reader, state: Any, input: Any, given: Given) -> None:
    """Do what ``how`` says, unless the file ``until`` exists: then behave."""
    if input.note:
        with Path(input.note).open("a") as note:
            note.write(f"{os.getpid()}\n")
    if input.until and Path(input.until).exists():
        return
    MISDEEDS[input.how](input)


def look(reader: Reader, _: Counter | None, order: Sole, given: Given) -> bool:
    note = Path(order.note)
    with note.open("a") as lines:
        lines.write(f"{os.getpid()}\n")
    if len(note.read_text().splitlines()) == 1:
        wait(order)
    return reader.find(COUNTERS, order.key) is not None


def wait(input: Any) -> None:
    end = time.monotonic() + (getattr(input, "seconds", 0) or LONGEST_WAIT)
    while not Path(input.until).exists() and time.monotonic() < end:
        eventlet.sleep(POLL)


def fail(fault: BaseException) -> None:
    raise fault


def burn(seconds: float) -> None:
    """C code that releases the interpreter lock, for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        hashlib.sha256(BLOCK).digest()


MISDEEDS: dict[str, Any] = {
    "ok": lambda _: None,
    "raise": lambda _: fail(RuntimeError("as asked")),
    "refuse": lambda _: fail(Nope("不行")),
    "refuse-oddly": lambda _: fail(Nope("不行", thing=object())),
    "refuse-in-no-words": lambda _: fail(Nope("\ud800")),
    "exit": lambda _: fail(SystemExit(3)),
    "leak": lambda _: fail(eventlet.Timeout(1)),
    "die": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "slow": lambda input: eventlet.sleep(input.seconds),
    "wait": wait,
    "hash": lambda input: offload.run(burn, input.seconds),
    "burn": lambda input: burn(input.seconds),
}


def count(counter: Counter | None, fact: Any, given: Given) -> Change[Counter]:
    counter = counter or Counter(district="north")
    return Change(replace(counter, times=counter.times + 1, causes=(*counter.causes, given.cause)))


def add(counter: Counter | None, order: Add, given: Given) -> Change[Counter]:
    return count(counter or Counter(district=order.district), order, given)


def leave(counter: Counter, order: Leave, given: Given) -> None:
    return None


def sole(counter: Counter | None, order: Sole, given: Knowing[bool]) -> Change[Counter]:
    if counter is not None or given.found:
        raise Nope("已经有了")
    return Change(Counter(district="north", times=1))


def open_one(counter: Counter | None, order: Open, given: Given) -> Change[Counter]:
    if counter is not None:
        raise Nope("已经有了")
    return Change(Counter(district=order.district))


def emit(state: Counter | None, order: Happen, given: Given) -> Change[Counter]:
    kind = OtherHappened if order.other else ThingHappened
    fact = kind(key=f"seen-{given.key}", how=order.how, seconds=order.seconds, until=order.until)
    return Change(Counter(district=order.district, times=1), (fact,))


def ring(state: Counter | None, order: Ring, given: Given) -> Change[Counter]:
    at = given.now + timedelta(seconds=order.after)
    return Change(Counter(district=order.district, rings_at=at, how=order.how))


def rung(counter: Counter, _: None, given: Given) -> Change[Counter]:
    MISDEEDS[counter.how](counter)
    fact = OtherHappened(key=f"rung-{given.key}")
    return Change(replace(counter, rings_at=None, rung=counter.rung + 1), (fact,))


def toll(state: Bell | None, order: Toll, given: Given) -> Change[Bell]:
    at = given.now + timedelta(seconds=order.after)
    bell = Bell(district=order.district, rings_at=at, note=order.note, seconds=order.seconds)
    return Change(bell)


def strike(reader: Reader, bell: Bell, _: None, given: Given) -> None:
    with Path(bell.note).open("a") as note:
        note.write(f"{os.getpid()}\n")
    eventlet.sleep(bell.seconds)


def tolled(bell: Bell, _: None, given: Given) -> Change[Bell]:
    return Change(replace(bell, rings_at=None, rung=bell.rung + 1))


def spin(_: str) -> None:
    while True:
        pass


def hoard(_: str) -> None:
    kept = [b"0" * MIB for _ in range(4096)]
    raise AssertionError(len(kept))


DEAR: dict[str, Any] = {
    "ok": len,
    "spin": spin,
    "backtrack": lambda _: re.match(r"(a+)+$", "a" * 60 + "b"),
    "hoard": hoard,
    "die": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "raise": lambda _: fail(RuntimeError("as asked")),
    "refuse": lambda _: fail(Nope("不行", why="as asked")),
    "look": lambda _: {
        "environment": sorted(os.environ),
        "files": len([*Path("/proc/self/fd").iterdir()]),
        "pid": os.getpid(),
    },
}


def pondered(ask: Ponder, found: str) -> dict[str, Any]:
    return {"found": found, "said": DEAR[ask.way](ask.text)}


def weighed(counter: Counter | None, order: Weigh, given: Given) -> Change[Counter]:
    DEAR[order.way](order.key)
    return count(counter or Counter(district=order.district), order, given)


def big(_: Reader, ask: Big) -> dict[str, Any]:
    return {"text": object() if ask.not_json else "x" * ask.bytes}


PROBE: Table = (
    command(Happen, COUNTERS, emit, at=NEW, creates=True),
    command(Happen, COUNTERS, emit, at=NEW, creates=True, gather=misbehave, name="stall"),
    command(Guarded, COUNTERS, emit, at=NEW, creates=True),
    command(Add, COUNTERS, add, at="key", creates=True),
    command(Open, COUNTERS, open_one, at="key", fresh=True),
    command(Sole, COUNTERS, sole, at="key", creates=True, gather=look),
    command(Touch, COUNTERS, count, at="key"),
    command(Leave, COUNTERS, leave, at="key"),
    command(Ring, COUNTERS, ring, at=NEW, creates=True),
    command(Toll, BELLS, toll, at=NEW, creates=True),
    hears(ThingHappened, to(COUNTERS, count, at="key", creates=True, gather=misbehave)),
    hears(OtherHappened, to(COUNTERS, count, at="key", creates=True, gather=misbehave)),
    hears(KnownHappened, to(COUNTERS, count, at="key")),
    due("rings", COUNTERS, rung),
    due("tolls", BELLS, tolled, gather=strike, lease=4),
    query(CounterOf, lambda reader, ask: reader.show(COUNTERS, ask.key)),
    query(Big, big),
    query(Ponder, lambda reader, ask: f"read in {os.getpid()}", aside=pondered),
    command(Weigh, COUNTERS, weighed, at="key", creates=True, aside=True),
)


class Probe(Service):
    """Counts what it hears."""

    name = "probe"

    tables = (PROBE,)


SLEEPER: Table = (
    hears(ThingHappened, to(COUNTERS, count, at="key", creates=True, gather=misbehave)),
)


class Sleeper(Service):
    """Hears what the probe says; deployed with it, and started when a test wants it."""

    name = "sleeper"
    tables = (SLEEPER,)
