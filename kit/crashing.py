"""Named points at which a test ends the process as a power cut would; without the setting, nothing.

What a crash leaves behind depends on the very line that it falls on: a point is that line's name.
"""

import os
import signal
from functools import cache

from contracts.product import ENV
from kit.settings import Setting, note

CRASH_AT = Setting(f"{ENV}CRASH_AT", note, default="")
"""The name of one point; for tests alone."""


def point(name: str) -> None:
    if name == _named():
        os.kill(os.getpid(), signal.SIGKILL)


@cache
def _named() -> str:
    return CRASH_AT()
