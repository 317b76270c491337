"""C code off the event loop: hashing, compression, pictures would stop the heartbeats."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import tpool

P = ParamSpec("P")
R = TypeVar("R")


def run(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run ``work`` in an OS thread and wait for it without stopping anybody else."""
    result: R = tpool.execute(work, *args, **kwargs)
    return result
