"""What was not answered is repeated, as it was, until it is."""

import time
from collections.abc import Callable
from typing import TypeVar

import httpx

from infra.demo.api import Refused

T = TypeVar("T")
ANSWERED_WITHIN = 120  # seconds until one act is acknowledged, however often it is repeated
AGAIN = 0.3  # seconds between two tries
PASSING = ("version-conflict",)


def insist(act: Callable[[], T]) -> T:
    """Repeat until it is acknowledged. Raises: Refused (what a repeat does not change)."""
    end = time.monotonic() + ANSWERED_WITHIN
    while True:
        try:
            return act()
        except httpx.HTTPError:
            if time.monotonic() > end:
                raise
        except Refused as refusal:
            passing = refusal.status >= 500 or refusal.code in PASSING
            if not passing or time.monotonic() > end:
                raise
        time.sleep(AGAIN)
