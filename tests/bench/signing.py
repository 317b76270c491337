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


def lines(command: float, event: float) -> Iterator[str]:
    """``command``, ``event``: per second, of the same run; the keys are those of the tasks service.

    Commands are given eight at once: a share is of the time between two answers.
    """
    call = (b"tasks.confirm", b"1796000000000", BODY)
    for what, kind, parts, per, of in (
        ("a fact", FACT, (BODY,), event, "one document per event"),
        ("a call", CALL, call, command, "a gateway command"),
    ):
        signature = sign(kind, *parts)
        made = seconds(sign, kind, *parts)
        checked = seconds(genuine, "tasks", signature, kind, *parts)
        for act, took in (("signed", made), ("checked", checked)):
            yield f"{what} {act}: {took * 1e6:.0f} µs, {took * per:.3f} × of {of}"
