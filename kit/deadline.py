"""A limit on the time of a whole exchange, whatever the other side does in between."""

from collections.abc import Iterator
from contextlib import contextmanager

import eventlet


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises: TimeoutError at whatever the block waits for when the time is over."""
    with eventlet.Timeout(seconds, TimeoutError(f"not done within {seconds:g} s")):
        yield
