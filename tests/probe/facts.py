"""Facts of the probe: a small service that misbehaves on demand.

``how``: what its handler does, one of the words of ``misbehave``; ``seconds``: for slow, hash and
burn, and the longest for wait; ``until``: a file, and once it exists the handler behaves;
``note``: a file that gets a line at each attempt.
"""

from contracts.envelope import Fact, fact


@fact("probe.thing_happened.v1")
class ThingHappened(Fact, frozen=True, kw_only=True):
    key: str
    how: str = "ok"
    seconds: float = 0
    until: str = ""
    note: str = ""


@fact("probe.other_happened.v1")
class OtherHappened(Fact, frozen=True, kw_only=True):
    key: str
    how: str = "ok"
    seconds: float = 0
    until: str = ""
    note: str = ""


@fact("probe.known_happened.v1")
class KnownHappened(Fact, frozen=True, kw_only=True):
    """About a counter that must exist."""

    key: str
