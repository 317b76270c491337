"""How far an item can still be brought, and the least work that brings it there."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from contracts.measures import Entry, Flag, ItemInput, Measure, Quantity, Ratio, Tally
from contracts.words import LEVELS
from services.scoring.facts.changes import count
from services.scoring.facts.state import Counted, Score
from services.scoring.forecasts.supposing import from_register, hand_in
from services.scoring.names import CLAIMS, FAULTS, MARK
from services.scoring.scores.item import ItemScore
from services.scoring.scores.position import Position
from services.scoring.standards.standard import Item

MANY = 100_000
"""More than any quota asks for."""
MAX_TIMES = 100
"""Of a quota and of claims: the most that are looked for."""

Unit = Literal["rows", "parts", "times", "claims", "review"]


class Missing(Struct, frozen=True, kw_only=True):
    """``amount`` pieces of work of one sort; ``review``: it is done, and a mark is missing."""

    unit: Unit
    amount: int
    text: str


class Reach(NamedTuple):
    """The most that work can still make of an item, and the measures that make it."""

    best: ItemScore
    measures: dict[str, Measure]


def reach(position: Position, item: Item) -> Reach:
    """Everything done, deductions as they are; never less than it has now."""
    found = Reach(position.score(item), position.measures(item.code))
    register = position.record(item.code).register
    for measures in _everything(position, item):
        score = scored(position, item, measures, register.rows if register else 0)
        if score.score > found.best.score:
            found = Reach(score, measures)
        if found.best.score >= item.points:
            break
    return found


def scored(position: Position, item: Item, measures: dict[str, Measure], done: int) -> ItemScore:
    """Under these measures, ``done`` rows of its register being done."""
    return position.score(item, worked(position, item, measures, done))


def worked(position: Position, item: Item, measures: dict[str, Measure], done: int) -> Score:
    """The item's record under these measures, ``done`` rows of its register being done."""
    record = hand_in(position, item, measures)
    held = record.register
    if held is None:
        return record
    return count(record, replace(held, done=done, version=held.version + 1))


def with_all_done(position: Position, item: Item) -> Position:
    """Where the district stands when all that the item still wants is done."""
    aim = reach(position, item)
    if aim.best.score <= position.score(item).score:
        return position
    register = position.record(item.code).register
    rows = register.rows if register else 0
    return position.with_record(worked(position, item, aim.measures, rows))


def _everything(position: Position, item: Item) -> Iterator[dict[str, Measure]]:
    """Measures with everything done; a rule may want a thing high or low, a yes or a no."""
    now = _known(position, item)
    kept = {name: measure for name, measure in now.items() if name == FAULTS}
    asked = [wanted for wanted in item.inputs if wanted.name != FAULTS]
    for yes, high in product((True, False), repeat=2):
        yield {each.name: _most(each, now.get(each.name), yes, high) for each in asked} | kept


def _most(wanted: ItemInput, now: Measure | None, yes: bool, high: bool) -> Measure:
    if wanted.measure == "flag":
        return Flag(value=yes)
    if wanted.measure == "ratio":
        rows = now.denominator if isinstance(now, Ratio) and now.denominator else 1
        return Ratio(numerator=rows if high else 0, denominator=rows)
    if wanted.measure == "tally":
        return _more(now, wanted.kinds, MAX_TIMES if high else 0)
    return Quantity(value=str(MANY if high else 0))


def _more(now: Measure | None, kinds: Iterable[str], times: int) -> Tally:
    """So many new entries of every kind beside those that there are."""
    own = now.entries if isinstance(now, Tally) else ()
    new = (Entry(kind=kind, ref=f"+{n}-{kind}") for kind in kinds for n in range(times))
    return Tally(entries=(*own, *new))


def _known(position: Position, item: Item) -> dict[str, Measure]:
    """The newest word on the work: of the highest level that has one; the register's own count."""
    marked = _highest(position, item)
    register = position.record(item.code).register
    counted = from_register(item, register.done, register.rows) if register else {}
    return {**(marked[1] if marked else {}), **counted}


def _highest(position: Position, item: Item) -> tuple[bool, dict[str, Measure]] | None:
    """Whether the level itself has marked, and the measures of the highest level that has."""
    here = position.measures(item.code)
    if here:
        return True, here
    record = position.record(item.code)
    for level in reversed(LEVELS[: LEVELS.index(position.level)]):
        held = record.levels.get(level)
        if held is not None and held.counts:
            return False, held.measures
    return None


def missing(position: Position, item: Item, aim: Reach, gain: int) -> Iterator[Missing]:
    """The least work that reaches ``aim``; of a bonus, that gains ``gain`` thousandths."""
    known = _known(position, item)
    for wanted in item.inputs:
        if wanted.source == "organisation" or wanted.name == FAULTS:
            continue
        found = _of(position, item, aim, wanted, known.get(wanted.name), gain)
        if found is not None:
            yield found
    marked = _highest(position, item)
    if marked is not None and not marked[0]:
        yield Missing(unit="review", amount=1, text="已报，待评定")


def _of(
    position: Position, item: Item, aim: Reach, wanted: ItemInput, now: Measure | None, gain: int
) -> Missing | None:
    """What one input still wants."""

    def reached(measure: Measure, done: int = 0) -> bool:
        measures = {**aim.measures, wanted.name: measure}
        return scored(position, item, measures, done).score >= aim.best.score

    if wanted.measure == "flag":
        if now == aim.measures.get(wanted.name):
            return None
        return Missing(unit="parts", amount=1, text=wanted.label)
    if wanted.measure == "ratio":
        return _rows(now, reached)
    if wanted.name == CLAIMS:
        return _claims(position, item, wanted, now, gain)
    if wanted.name == MARK:
        return _mark(now, bool(position.measures(item.code)))
    return _times(wanted, now, position.record(item.code).register, reached)


def _mark(now: Measure | None, given: bool) -> Missing | None:
    """A marker's judgement; ``given``: by the level itself."""
    if given:
        return Missing(unit="claims", amount=1, text="可补充材料，争取提高评定")
    if now is not None:
        return None
    return Missing(unit="claims", amount=1, text="可申报，由评分人评定")


def _rows(now: Measure | None, reached: Callable[[Measure, int], bool]) -> Missing | None:
    if not isinstance(now, Ratio) or not now.denominator:
        return Missing(unit="parts", amount=1, text="尚无完成数和应有数")
    done, rows = now.numerator, now.denominator

    def enough(more: int) -> bool:
        return reached(Ratio(numerator=done + more, denominator=rows), done + more)

    left = least(enough, max(0, rows - done))
    text = f"还缺 {left} 个（现 {done}/{rows}）"
    return Missing(unit="rows", amount=left, text=text) if left else None


def _times(
    wanted: ItemInput,
    now: Measure | None,
    register: Counted | None,
    reached: Callable[[Measure, int], bool],
) -> Missing | None:
    held = _counted(now)
    of_register = wanted.source == "register" and register is not None

    def enough(more: int) -> bool:
        return reached(Quantity(value=str(held + more)), held + more if of_register else 0)

    left = least(enough, MAX_TIMES)
    text = f"还差 {left} 次（个）（现 {held}）"
    return Missing(unit="times", amount=left, text=text) if left else None


def _counted(now: Measure | None) -> int:
    """Times so far; each ``ref`` of a tally once."""
    if isinstance(now, Tally):
        return len({entry.ref for entry in now.entries})
    return int(float(now.value)) if isinstance(now, Quantity) else 0


def _claims(
    position: Position, item: Item, wanted: ItemInput, now: Measure | None, gain: int
) -> Missing | None:
    """The fewest claims of the dearest kind that gain as much."""
    start = position.score(item).score

    def after(kind: str, times: int) -> int:
        measures = {**position.measures(item.code), CLAIMS: _more(now, (kind,), times)}
        return scored(position, item, measures, 0).score - start

    dearest = max(wanted.kinds, key=lambda kind: (after(kind, 1), kind))
    left = least(lambda times: after(dearest, times) >= gain, MAX_TIMES)
    name = wanted.kinds[dearest]
    return (
        Missing(unit="claims", amount=left, text=f"可再申报 {left} 项（{name}）") if left else None
    )


def least(enough: Callable[[int], bool], most: int) -> int:
    """The least number that is enough; ``most`` where none is. More is never less."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low


def told_faults(record: Score, measures: dict[str, Measure]) -> int:
    """How many faults cost points: findings that stand, and those that a mark tells by hand."""
    told = measures.get(FAULTS)
    standing = [found for found in record.findings.values() if found.kind and not found.withdrawn]
    return len(standing) + (len(told.entries) if isinstance(told, Tally) else 0)
