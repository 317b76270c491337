"""Where a district stands in a year at a level: its records, its scores, its total. All that asks
for figures of a district asks here."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from contracts.measures import Measure
from contracts.words import Level
from services.scoring.facts.counting import Source, facts_at, known, sources_at, spoken
from services.scoring.facts.state import Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.names import FAULTS
from services.scoring.scores.item import ItemScore, score_at
from services.scoring.scores.totals import Total, total
from services.scoring.standards.standard import Item, Standard


class Position(Struct, frozen=True, kw_only=True):
    """``held``: item → what is known of it. ``raised``: topics of the vetoes that stand. ``names``:
    of the district's units."""

    district: str
    name: str = ""
    year: int
    level: Level
    around: Surroundings
    held: Mapping[str, Score] = {}
    raised: frozenset[str] = frozenset()
    names: Mapping[str, str] = {}

    @property
    def standard(self) -> Standard:
        return self.around.standard

    @property
    def marked(self) -> bool:
        """Whether the level has given its mark of any item: without one it has no figures."""
        return any(self.spoke(item) for item in self.standard.items)

    def spoke(self, item: Item) -> bool:
        """Whether the level has given its mark of the item; for the unit itself its register."""
        record = self.record(item.code)
        _, mark = spoken(record, self.level, self.around.is_drawn(item.code))
        counted = self.level == "self" and item.register and record.register is not None
        return mark is not None or bool(counted)

    def awaits(self, item: Item) -> bool:
        """Whether the item has no figure before its mark: one of findings alone needs none."""
        given = (wanted for wanted in item.inputs if wanted.source != "organisation")
        return not self.spoke(item) and any(wanted.name != FAULTS for wanted in given)

    def knows(self, item: Item) -> bool:
        """Whether any fact of the item counts at the level."""
        return bool(known(self.facts(item), item))

    def record(self, code: str) -> Score:
        found = self.held.get(code)
        return found or Score(district=self.district, year=self.year, item=code)

    def score(self, item: Item, record: Score | None = None) -> ItemScore:
        """The item under what is held, or under ``record``."""
        return score_at(
            record or self.record(item.code),
            item,
            self.level,
            self.standard.period(self.year),
            self.around.organisation,
            drawn=self.around.is_drawn(item.code),
        )

    def facts(self, item: Item) -> dict[str, Measure]:
        """The facts of the item that count at the level."""
        record, drawn = self.record(item.code), self.around.is_drawn(item.code)
        return facts_at(record, item, self.level, self.around.organisation, drawn=drawn)

    def sources(self, item: Item) -> tuple[Source, ...]:
        """Where each of them comes from."""
        record, drawn = self.record(item.code), self.around.is_drawn(item.code)
        return sources_at(record, item, self.level, self.around.organisation, drawn=drawn)

    def facts_by_item(self) -> dict[str, Measure]:
        """The facts of all items, by ``A05.done``."""
        return {
            f"{item.code}.{name}": measure
            for item in self.standard.items
            for name, measure in self.facts(item).items()
        }

    def scores(self) -> dict[str, ItemScore]:
        return {item.code: self.score(item) for item in self.standard.items}

    def total(self, scores: Mapping[str, ItemScore]) -> Total:
        return total(self.standard, scores, self.raised)

    def measures(self, code: str) -> dict[str, Measure]:
        """The measures whose mark speaks at the level."""
        _, marked = spoken(self.record(code), self.level, self.around.is_drawn(code))
        return dict(marked.measures) if marked else {}

    def with_record(self, record: Score) -> "Position":
        return replace(self, held={**self.held, record.item: record})


def taken_of_each(scores: Mapping[str, ItemScore], whole: Total) -> dict[str, int]:
    """What the total takes of each item."""
    found = {code: each.score for code, each in scores.items()}
    for adjustment in whole.adjustments:
        found[adjustment.item] += adjustment.thousandths
    return found
