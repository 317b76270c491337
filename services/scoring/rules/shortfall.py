"""A quota within a quota, over a sample: each bus at least two notices, one of a named kind."""

from collections import defaultdict
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct

from contracts.measures import Entry, Quantity, Tally
from services.scoring import names
from services.scoring.explain import Explained
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.node import AnyNumber, Case, Example, Input, Kind, Need, Number
from services.scoring.rules.window import chosen

Needed = Annotated[int, Meta(ge=1, le=1000)]
PLACE_ENDS_WITH = "/"
"""``ref`` of an occurrence in a place: ``bus-3/poster-1``."""


class OfWhich(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The inner quota: so many of the needed must be of this kind."""

    kind: Kind
    needed: Needed = 1


class Shortfall(Number, frozen=True, kw_only=True, tag="shortfall"):
    """How many are missing in all places together; ``places`` includes those with nothing."""

    NAME = "缺少数"
    ABOUT = "每处应有多少、其中某类应有多少，合计缺几个；可用于抽查点位。"
    FIELDS = {
        "places": "共有几处",
        "needed": "每处应有几个",
        "of_which": "其中每处必须有的类型：类型 kind 和个数 needed",
    }
    input: Input
    places: AnyNumber
    needed: Needed
    of_which: Annotated[tuple[OfWhich, ...], Meta(max_length=10)] = ()

    def said(self) -> str:
        named = "".join(f"，其中{names.of_kind(w.kind)} {w.needed} 个" for w in self.of_which)
        return f"每处（共 {self.places.said()} 处）应有 {self.needed} 个{named}，合计缺少的个数"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "tally", (), self.label),)

    def read(self, case: Case) -> Explained[Fraction]:
        entries, places = case.tally(self.input), self.places.read(case)
        if entries is None:
            signal = self.no_fact(case, self.input, "tally")
            return self.missing(signal, self.input, of=(places.reading,))
        if places.value is None:
            return self.missing(None, self.input, of=(places.reading,))
        by_place = _by_place(chosen(entries, (), None, case.period))
        bare = max(Fraction(0), places.value - len(by_place))
        short = bare * self._missing({}) + sum(self._missing(there) for there in by_place.values())
        text = f"{places.reading.value} 处，每处应有 {self.needed}，共缺 {short}"
        return self.found(short, text, self.input, of=(places.reading,))

    def _missing(self, there: dict[str, int]) -> int:
        """The fewest that would have to be added in one place."""
        named = sum(max(0, part.needed - there.get(part.kind, 0)) for part in self.of_which)
        return max(named, self.needed - sum(there.values()), 0)


def _by_place(entries: list[Entry]) -> dict[str, dict[str, int]]:
    places: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        place = entry.ref.split(PLACE_ENDS_WITH, 1)[0]
        places[place][entry.kind] += entry.count
    return places


_NOTICES = Tally(
    entries=(
        Entry(kind="价值观", ref="bus-1/a"),
        Entry(kind="其他", ref="bus-1/b"),
        Entry(kind="其他", ref="bus-2/a", count=3),
    )
)

EXAMPLES = (
    Example(
        Shortfall(
            input="公益广告",
            places=AmountOf(input="公交车"),
            needed=2,
            of_which=(OfWhich(kind="价值观"),),
        ),
        {"公益广告": _NOTICES, "公交车": Quantity(value="3")},
        "3",  # bus-2 lacks the named kind, bus-3 lacks both
        "共缺 3",
    ),
)
