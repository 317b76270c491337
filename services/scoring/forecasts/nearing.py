"""How many more of what an item counts gain how much: by the same function as the score itself."""

from collections.abc import Callable

from msgspec import Struct

from contracts.measures import Measure, Quantity, Ratio
from services.scoring.forecasts.reach import MAX_TIMES, Unit, least, scored
from services.scoring.forecasts.supposing import from_register
from services.scoring.scores.position import Position
from services.scoring.standards.standard import Item

MOST_BANDS = 8
"""Steps of a scale; a rule with more of them rises evenly."""


class Gain(Struct, frozen=True, kw_only=True):
    """``more`` of them, ``count`` in all, make the item ``score``, ``gain`` above today's."""

    more: int
    count: int
    score: int
    gain: int


class Stage(Struct, frozen=True, kw_only=True):
    """From ``count`` on the item has ``score``."""

    count: int
    score: int


class Nearing(Struct, frozen=True, kw_only=True):
    """``of``: how many there are; of times, how many the full mark needs. ``steps``: the next one,
    and the one to the most. ``bands``: the whole scale from 0; empty where it rises evenly."""

    unit: Unit
    label: str
    done: int
    of: int
    steps: tuple[Gain, ...]
    bands: tuple[Stage, ...]


class Outrun(Struct, frozen=True, kw_only=True):
    """A register that went on after the level's mark: what it would give if it were marked anew."""

    done: int
    rows: int
    score: int
    gain: int


class _Counted(Struct, frozen=True):
    unit: Unit
    label: str
    done: int
    most: int
    worth: Callable[[int], int]


def nearing(position: Position, item: Item) -> Nearing | None:
    """None where the level has not marked, nothing is counted, or more of it gains nothing."""
    counted = _counted(position, item)
    if counted is None:
        return None
    now, best = counted.worth(counted.done), counted.worth(counted.most)
    if best <= now:
        return None
    beyond = counted.most - counted.done
    first = least(lambda more: counted.worth(counted.done + more) > now, beyond)
    full = least(lambda more: counted.worth(counted.done + more) >= best, beyond)
    steps = tuple(_step(counted, more, now) for more in sorted({first, full}))
    of = counted.most if counted.unit == "rows" else counted.done + full
    return Nearing(
        unit=counted.unit,
        label=counted.label,
        done=counted.done,
        of=of,
        steps=steps,
        bands=_bands(counted, best),
    )


def moved(position: Position, item: Item) -> Outrun | None:
    """None where the mark is of the register as it is, or the register speaks for itself."""
    register = position.record(item.code).register
    if register is None or not item.register or position.level == "self":
        return None
    given, marked = from_register(item, register.done, register.rows), position.measures(item.code)
    if not marked or all(marked.get(name) == measure for name, measure in given.items()):
        return None
    score = scored(position, item, {**marked, **given}, register.done).score
    return Outrun(
        done=register.done,
        rows=register.rows,
        score=score,
        gain=score - position.score(item).score,
    )


def _step(counted: _Counted, more: int, now: int) -> Gain:
    score = counted.worth(counted.done + more)
    return Gain(more=more, count=counted.done + more, score=score, gain=score - now)


def _bands(counted: _Counted, best: int) -> tuple[Stage, ...]:
    found = [Stage(count=0, score=counted.worth(0))]
    while found[-1].score < best:
        if len(found) == MOST_BANDS:
            return ()
        last = found[-1]
        more = least(
            lambda n, last=last: counted.worth(last.count + n) > last.score,  # type: ignore[misc]
            counted.most - last.count,
        )
        found.append(Stage(count=last.count + more, score=counted.worth(last.count + more)))
    return tuple(found)


def _counted(position: Position, item: Item) -> _Counted | None:
    """The first input that is counted, as the level has it."""
    if not position.spoke(item):
        return None
    facts = position.facts(item)
    for wanted in item.inputs:
        now = facts.get(wanted.name)
        if wanted.source != "organisation" and isinstance(now, Ratio) and now.denominator:
            done, most = now.numerator, now.denominator
            return _Counted("rows", wanted.label, done, most, _worth(position, item, wanted.name))
        if wanted.source != "organisation" and isinstance(now, Quantity) and now.value.isdigit():
            done = int(now.value)
            most = done + MAX_TIMES
            return _Counted("times", wanted.label, done, most, _worth(position, item, wanted.name))
    return None


def _worth(position: Position, item: Item, name: str) -> Callable[[int], int]:
    now = position.facts(item)[name]
    rows = now.denominator if isinstance(now, Ratio) else 0

    def worth(count: int) -> int:
        given: Measure = (
            Ratio(numerator=count, denominator=rows) if rows else Quantity(value=str(count))
        )
        measures = {**position.measures(item.code), name: given}
        return scored(position, item, measures, count).score

    return worth
