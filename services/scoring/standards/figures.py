"""A rule's reading as worked figures: what each input is worth at the edges that the rule states.

``“会议”4 得 2 分，3 得 1.5 分，0 得 0 分；没有任何记录得 0 分``: whoever publishes has seen them.
"""

from collections.abc import Iterator
from fractions import Fraction

from contracts.measures import Entry, Flag, Measure, Quantity, Ratio, Tally
from services.scoring import evaluate, names
from services.scoring.exact import ONE, ZERO, number, percent, written
from services.scoring.exact import points as in_points
from services.scoring.rules.node import Need, Points
from services.scoring.standards import searching

MOST_INPUTS, MOST_VALUES, MOST_KINDS, MOST_TRIED = 5, 7, 3, 20
_POINT = Fraction(1, 100)
Shown = tuple[str, Measure]


def figures(rule: Points, mark: int) -> str:
    """``mark`` in thousandths. Each input is varied alone, the others as good as they can be."""
    best = searching.best(rule, mark)
    needs = [need for need in evaluate.needs(rule) if not _given(need)]
    told = [*filter(None, (_line(rule, mark, best, need) for need in needs))][:MOST_INPUTS]
    if any(need.name in (names.TOWNSHIPS, names.UNITS) for need in evaluate.needs(rule)):
        told.append(f"以上按乡镇（街道）、驻军单位各 {searching.A_FEW} 个算")
    return "；".join([*told, f"没有任何记录{_told(_score(rule, mark, {}))}"])


def _given(need: Need) -> bool:
    return need.name in (names.TOWNSHIPS, names.UNITS, names.OF)


def _line(rule: Points, mark: int, best: searching.Facts, need: Need) -> str:
    called = need.label or names.of_input(need.name)
    if need.measure == "flag":
        alone = [_score(rule, mark, {need.name: Flag(value=yes)}) for yes in (True, False)]
        if alone[0] != alone[1]:
            return f"只有“{called}”时{_told(alone[0])}"
    scored = [
        (told, _score(rule, mark, {**best, need.name: value}))
        for told, value in _values(rule, need)
    ]
    kept = [
        (told, score)
        for at, (told, score) in enumerate(scored)
        if not 0 < at < len(scored) - 1 or {scored[at - 1][1], scored[at + 1][1]} != {score}
    ]
    return f"“{called}”" + "，".join(f"{told}{_told(score)}" for told, score in kept[:MOST_VALUES])


def _score(rule: Points, mark: int, facts: searching.Facts) -> int:
    return evaluate.evaluate(rule, facts, points=mark).score


def _told(score: int) -> str:
    return f"得 {written(in_points(score))} 分"


def _values(rule: Points, need: Need) -> Iterator[Shown]:
    texts = set(searching.stated(rule))
    shares = sorted({number(text) for text in texts if text.endswith("%")}, reverse=True)
    edges = sorted({number(text) for text in texts if not text.endswith("%")}, reverse=True)
    if need.measure == "flag":
        yield from (("是 ", Flag(value=True)), ("否 ", Flag(value=False)))
    elif need.measure == "ratio":
        yield from _ratios([share for share in shares if ZERO < share <= ONE])
    elif need.name == names.PLACE:
        yield from ((f" {place} ", Quantity(value=place)) for place in ("1", "2", "3"))
    elif need.measure == "tally":
        yield from _tallies(need)
    else:
        whole = need.measure == "count"
        yield from _amounts([e for e in edges if not whole or e.denominator == 1])


def _ratios(edges: list[Fraction]) -> Iterator[Shown]:
    """Each edge and a percentage point below it, all, and none."""
    near = {ONE, *(value for edge in edges for value in (edge, edge - _POINT) if value > 0)}
    for share in [*sorted(near, reverse=True)[:MOST_TRIED], ZERO]:
        whole = share.denominator * 100
        ratio = Ratio(numerator=int(share * whole), denominator=whole)
        yield f" {percent(share)} ", ratio


def _amounts(edges: list[Fraction]) -> Iterator[Shown]:
    near = {value for edge in edges for value in (edge, edge - 1) if value > 0}
    for value in [*sorted(near, reverse=True)[:MOST_TRIED], ZERO]:
        yield f" {written(value)} ", Quantity(value=written(value))


def _tallies(need: Need) -> Iterator[Shown]:
    yield " 0 次", Tally(entries=())
    for kind in need.kinds[:MOST_KINDS] or ("case",):
        own = "" if len(need.kinds) < 2 else f"“{names.of_kind(kind)}”"
        for times in (1, 2):
            entries = tuple(Entry(kind=kind, ref=f"例{n}") for n in range(times))
            yield f"{own} {times} 次", Tally(entries=entries)
