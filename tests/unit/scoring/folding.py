"""The real decisions over documents in memory: what the scoring service would hold."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from contracts.words import Level
from kit.change import Knowing
from services.scoring.facts.hearing import CHANGES
from services.scoring.facts.state import Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.scores.item import ItemScore, score_at
from services.scoring.scores.position import Position
from services.scoring.scores.restating import rescored
from services.scoring.scores.totals import total
from services.scoring.standards.standard import Standard
from tests.oracle import Figures
from tests.oracle.telling import Told

NOW = datetime(2026, 8, 1, 2, tzinfo=UTC)
DECIDES = {fact: rescored(change) for fact, change in CHANGES.items()}


class Fold:
    """One district and year. No marks are kept: what comes twice is decided twice."""

    def __init__(
        self,
        standard: Standard,
        organisation: dict[str, int],
        drawn: frozenset[str] | None = None,
    ) -> None:
        self.around = Surroundings(standard, organisation, drawn)
        self.scores: dict[str, Score] = {}
        self._known: dict[tuple[str, Level], ItemScore] = {}

    def hear(self, each: Told) -> None:
        item: str = each.fact.item  # type: ignore[attr-defined]
        given = Knowing(
            key=item, now=NOW, cause=each.envelope.id, event=each.envelope, found=self.around
        )
        change = DECIDES[type(each.fact)](self.scores.get(item), each.fact, given)
        if change is not None:
            self.scores[item] = change.state
            for key in [key for key in self._known if key[0] == item]:
                del self._known[key]

    def hear_all(self, several: Iterable[Told]) -> None:
        for each in several:
            self.hear(each)

    def items(self, level: Level, year: int) -> Mapping[str, ItemScore]:
        standard, organisation = self.around.standard, self.around.organisation
        for item in standard.items:
            if (item.code, level) not in self._known:
                held = self.scores.get(item.code) or Score(
                    district="ganquan", year=year, item=item.code
                )
                drawn = self.around.is_drawn(item.code)
                self._known[item.code, level] = score_at(
                    held, item, level, standard.period(year), organisation, drawn=drawn
                )
        return {item.code: self._known[item.code, level] for item in standard.items}

    def figures(self, level: Level, year: int, raised: Iterable[str] = ()) -> Figures:
        """In the oracle's shape."""
        scores = self.items(level, year)
        whole = total(self.around.standard, scores, list(raised))
        counted = {code: each.score for code, each in scores.items()}
        for adjustment in whole.adjustments:
            counted[adjustment.item] += adjustment.thousandths
        items = {code: each.score for code, each in scores.items()}
        position = Position(
            district="ganquan", year=year, level=level, around=self.around, held=self.scores
        )
        return Figures(items, counted, whole.base, whole.bonus, whole.eligible, position.marked)
