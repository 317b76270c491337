"""``python -m tests.bench [part …]``: all parts or those named, each beside its rivals in one run.

How much: TONGXIN_BENCH_EVENTS (default 1000), TONGXIN_BENCH_CALLS (default 400) and
TONGXIN_BENCH_FACTS (default 20000); TONGXIN_BENCH_ROUNDS (default 3): how often each rival runs.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from typing import Any

from infra.generate import services
from kit.definitions import definitions
from tests.bench import (
    calls,
    campaign,
    city,
    dossier,
    field,
    handling,
    idle,
    reuse,
    signing,
    tables,
    warm,
)
from tests.bench.probe import Bench
from tests.bench.uploading import measured as uploading
from tests.support.shared import own_servers
from tests.support.stack import Stack

Part = Callable[[Stack], Iterator[str]]


def table(figures: handling.Rates, of: str, unit: str) -> Iterator[str]:
    for what, figure in figures.items():
        yield f"{what:<34}{figure:>9.0f} {unit}   {figures[of] / figure:>6.2f} × for {of}"


def handlers(stack: Stack) -> Iterator[str]:
    yield from table(handling.handlers(stack), "kit", "events/s")


def outbox(stack: Stack) -> Iterator[str]:
    yield from table(handling.outbox(stack), "outbox", "events/s")


def commands(stack: Stack) -> Iterator[str]:
    yield from table(calls.measured(stack), "gateway command", "calls/s")


def signatures(stack: Stack) -> Iterator[str]:
    os.environ |= {k: v for k, v in stack.env("tasks").items() if k in signing.SETTINGS}
    yield from signing.lines()


PARTS: dict[str, tuple[str, Part]] = {
    "handlers": ("One document per event", handlers),
    "outbox": ("Publishing", outbox),
    "commands": (f"Commands, {calls.IN_FLIGHT} at once", commands),
    "idle": (f"Nobody asks, for {idle.SECONDS} s", idle.lines),
    "city": ("A city, one act after another", city.lines),
    "signatures": ("Signatures", signatures),
    "files": ("Processes for files", lambda _: warm.lines()),
    "tables": (f"Tables of {tables.ROWS:,} rows", lambda _: tables.lines()),
    "campaign": ("A campaign", campaign.lines),
    "uploads": ("A file on its way into the store", uploading.lines),
    "reuse": ("Pictures that were used before", reuse.lines),
    "dossier": ("A dossier of a gibibyte", dossier.lines),
    "field": ("A thin link that comes and goes", field.lines),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := set(wanted) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    everything: dict[str, Any] = definitions([Bench, *services()])
    with own_servers("bench") as backing:
        for title, part in (PARTS[name] for name in wanted):
            print(f"\n{title}", flush=True)
            stack = Stack(backing, "bench", everything)
            try:
                for line in part(stack):
                    print(f"  {line}", flush=True)
            finally:
                stack.close()


if __name__ == "__main__":
    main()
