"""A true history: what was done to one item, in the order in which it was done."""

from datetime import date
from typing import Any, Literal, NamedTuple

Does = Literal[
    "submits",  # the unit hands in measures
    "confirms",  # a level confirms or amends: its measures
    "returns",  # every mark given so far is void
    "counts",  # a register: done of rows
    "finds",  # a finding
    "misses",  # a finding was not rectified in time
    "names",  # a bulletin names a finding
    "upholds",  # an appeal against a finding is upheld
    "rejects",  # an appeal against a finding is lost
]


class Claimed(NamedTuple):
    """One honour, class or fault told by hand: what, which one, when, how many."""

    kind: str
    ref: str
    day: date = date.max
    times: int = 1


class Deed(NamedTuple):
    """``measures`` in plain values: done True, part_2 False, count 3, ratio (9, 10), mark "1.5",
    claims or faults [Claimed, …]."""

    does: Does
    item: str
    level: str = ""
    measures: dict[str, Any] = {}  # never changed
    finding: str = ""
    bulletin: str = ""
    done: int = 0
    rows: int = 0
