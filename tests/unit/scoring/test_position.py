"""What is asked of a district's standing: every fact that counts has a name and a source."""

from contracts.measures import Flag
from services.scoring.facts.state import Marked, Score
from services.scoring.scores.position import Position
from tests.unit.scoring.facts_support import STANDARD, around, item

MARK = Marked(task="t-1", version=3, measures={"done": Flag(value=True)})
MARKED = Score(district="ganquan", year=2026, item="B03", levels={"city": MARK})
STANDING = Position(
    district="ganquan",
    year=2026,
    level="city",
    around=around(townships=4),
    held={"B03": MARKED},
)


def test_the_facts_of_all_items_stand_under_item_and_name() -> None:
    named = STANDING.facts_by_item()
    assert named["B03.done"] == Flag(value=True)
    assert named == {
        f"{each.code}.{name}": measure
        for each in STANDARD.items
        for name, measure in STANDING.facts(each).items()
    }


def test_a_fact_that_counts_leads_to_the_task_that_was_marked() -> None:
    (source,) = STANDING.sources(item("B03"))
    assert (source.id, source.version, source.feeds) == ("t-1", 3, ("done",))
