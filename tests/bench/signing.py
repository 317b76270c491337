"""What a signature costs, beside what it protects: a command and an event of the usual size."""

import time
from collections.abc import Callable, Iterator

from kit.signing import CALL, FACT, SIGNING_KEY, TRUSTED_KEYS, genuine, sign

SETTINGS = {SIGNING_KEY.name, TRUSTED_KEYS.name}
TIMES = 2000
BODY = b"x" * 800
"""Bytes of a usual event, and of a usual call."""


def seconds(act: Callable[..., object], *arguments: object) -> float:
    """Of one act, on average."""
    started = time.perf_counter()
    for _ in range(TIMES):
        act(*arguments)
    return (time.perf_counter() - started) / TIMES


def lines() -> Iterator[str]:
    """The keys are those of the tasks service."""
    for what, kind, parts in (
        ("a fact", FACT, (BODY,)),
        ("a call", CALL, (b"tasks.confirm", b"1796000000000", BODY)),
    ):
        signature = sign(kind, *parts)
        made = seconds(sign, kind, *parts)
        checked = seconds(genuine, "tasks", signature, kind, *parts)
        yield f"{what}: signed in {made * 1e6:.0f} µs, checked in {checked * 1e6:.0f} µs"
