"""The usual kinds of rule, expanded to trees. Their inputs have fixed names:

FIX ``done`` (flag) · SUM ``part_1`` … (flags) · CNT ``count`` (quantity or tally) · RAT ``ratio`` ·
DED ``faults`` (tally, kind ``case``) · ESC ``faults`` (kinds ``found``, ``late``, ``twice``) ·
BON ``claims`` (tally) or ``mark`` (quantity) · VETO ``incidents`` (tally).
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from services.scoring.names import (
    CASE,
    CLAIM,
    CLAIMS,
    COUNT,
    DONE,
    FAULTS,
    FOUND,
    INCIDENTS,
    LATE,
    MARK,
    RATIO,
    TWICE,
)
from services.scoring.rules.amount import Constant
from services.scoring.rules.award import Award
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.conditions import Bounds, Done, Happened, Within
from services.scoring.rules.count import Count
from services.scoring.rules.limit import Limit
from services.scoring.rules.marker import Marker
from services.scoring.rules.node import Number, Points
from services.scoring.rules.occurrences import HighestOnce, Occurrences, Unrecorded
from services.scoring.rules.parts import Part, Parts, Sum
from services.scoring.rules.quota import Quota
from services.scoring.rules.ratio import Linear
from services.scoring.rules.share import Share
from services.scoring.rules.window import Window


class PartOf(NamedTuple):
    label: str
    points: str


def fixed() -> Points:
    """FIX: all or none."""
    return Award(when=Done(input=DONE))


def summed(parts: Sequence[PartOf]) -> Points:
    """SUM: parts that are each done or not."""
    return Parts(of=tuple(part(each, index) for index, each in enumerate(parts, start=1)))


def part(of: PartOf, index: int) -> Part:
    done = Done(input=f"part_{index}", label=of.label)
    return Part(label=of.label, points=of.points, rule=Award(when=done))


def counted(needed: Number, *, each: str, up: bool = False) -> Points:
    """CNT: a yearly quota; ``each`` missing costs, or with ``up`` each one earns."""
    return Quota(
        count=Count(input=COUNT), needed=needed, each=each, direction="up" if up else "down"
    )


def counted_or_none(needed: str) -> Points:
    """CNT all-or-none."""
    return Award(when=Within(number=Count(input=COUNT), bounds=Bounds(at_least=needed)))


def times(needed: str) -> Number:
    return Constant(value=needed, label="应有")


def share(empty: Literal["zero", "full"], label: str = "") -> Share:
    return Share(input=RATIO, empty=empty, label=label)


def linear(of: Number, *, full_at: str = "100%", zero_at: str = "0") -> Points:
    """RAT linear: full at ``full_at``, in proportion below, nothing at ``zero_at``."""
    return Linear(of=of, full_at=full_at, zero_at=zero_at)


def banded(of: Number, bands: Mapping[str, str], otherwise: str = "0") -> Points:
    """RAT by bands: from each bound on (highest first) so much of the points."""
    return Bands(
        of=of,
        bands=tuple(Band(at_least=bound, gives=gives) for bound, gives in bands.items()),
        otherwise=otherwise,
    )


def deducted(
    each: str, *, unrecorded: Unrecorded, label: str = "", start: Points | None = None
) -> Points:
    """DED: the mark (or ``start``, as in RAT+DED) less ``each`` per occurrence."""
    prices = {CASE: f"-{each}"}
    cost = Occurrences(input=FAULTS, prices=prices, unrecorded=unrecorded, label=label)
    return Sum(of=(start or Award(), cost))


def escalated(found: str, late: str, twice: str, *, unrecorded: Unrecorded) -> Points:
    """ESC: each fault costs the highest step that it reached, once."""
    levels = {FOUND: f"-{found}", LATE: f"-{late}", TWICE: f"-{twice}"}
    return Sum(of=(Award(), HighestOnce(input=FAULTS, levels=levels, unrecorded=unrecorded)))


def bonus(each: str, *, cap: str, label: str = "") -> Points:
    """BON: so much for each claim, up to the item's cap."""
    return Limit(rule=Occurrences(input=CLAIMS, prices={CLAIM: each}, label=label), cap=cap)


def honours(levels: Mapping[str, str], *, cap: str) -> Points:
    """BON by level: the best level of one honour, once."""
    return Limit(rule=HighestOnce(input=CLAIMS, levels=dict(levels)), cap=cap)


def marked(*, cap: str) -> Points:
    """BON without a price for each: a marker decides, up to the cap."""
    return Limit(rule=Marker(input=MARK, low="0", high=cap), cap=cap)


def veto(*kinds: str, window: Window | None = None) -> Happened:
    """VETO: an incident of these kinds in the window."""
    return Happened(input=INCIDENTS, kinds=kinds, window=window)
