"""Where a district stands in a year at a level: its records, its scores, its total."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from contracts.measures import Measure
from contracts.words import Level
from services.scoring.domain.facts.counting import spoken
from services.scoring.domain.facts.state import Score
from services.scoring.domain.facts.surroundings import Surroundings
from services.scoring.domain.scores.item import ItemScore, score_at
from services.scoring.domain.scores.totals import Total, total
from services.scoring.domain.standards.standard import Item


class Position(Struct, frozen=True, kw_only=True):
    """Where a district stands in a year at a level. ``raised``: topics of the vetoes standing."""

    district: str
    year: int
    level: Level
    around: Surroundings
    held: Mapping[str, Score] = {}
    raised: frozenset[str] = frozenset()

    def record(self, code: str) -> Score:
        found = self.held.get(code)
        return found or Score(district=self.district, year=self.year, item=code)

    def score(self, item: Item, record: Score | None = None) -> ItemScore:
        """The item under what is held, or under ``record``."""
        return score_at(
            record or self.record(item.code),
            item,
            self.level,
            self.around.standard.period(self.year),
            self.around.organisation,
            drawn=self.around.is_drawn(item.code),
        )

    def scores(self) -> dict[str, ItemScore]:
        return {item.code: self.score(item) for item in self.around.standard.items}

    def total(self, scores: Mapping[str, ItemScore]) -> Total:
        return total(self.around.standard, scores, self.raised)

    def measures(self, code: str) -> dict[str, Measure]:
        """The measures whose mark speaks at the level."""
        _, marked = spoken(self.record(code), self.level, self.around.is_drawn(code))
        return dict(marked.measures) if marked else {}

    def with_record(self, record: Score) -> "Position":
        return replace(self, held={**self.held, record.item: record})


def counted(scores: Mapping[str, ItemScore], whole: Total) -> dict[str, int]:
    """What the total takes of each item."""
    found = {code: each.score for code, each in scores.items()}
    for adjustment in whole.adjustments:
        found[adjustment.item] += adjustment.thousandths
    return found
