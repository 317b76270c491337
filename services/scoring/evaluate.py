"""Apply a rule to facts: the score of one item, rounded once, with its explanation."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from contracts.measures import Measure
from services.scoring.exact import points as in_points
from services.scoring.exact import thousandths, written
from services.scoring.explain import Claim, Line, Signal, claims, signals, total
from services.scoring.rules.amount import Times
from services.scoring.rules.gates import NotApplicable
from services.scoring.rules.limit import Limit, clipped
from services.scoring.rules.node import Case, Need, Node, Period, Points

MAX_NODES = 300
MAX_DEPTH = 16
MAX_FACTORS = 50
"""Nodes below a product: the digits of its factors add up."""


class Outcome(Struct, frozen=True, kw_only=True):
    """``score`` in thousandths; ``exact`` before rounding, ``uncapped`` before floor and cap.

    ``line.children``: the rule's line and the rounding; they add up to ``score``.
    """

    score: int
    exact: str
    uncapped: str
    line: Line
    signals: tuple[Signal, ...]
    claims: tuple[Claim, ...]


def evaluate(
    rule: Points, facts: Mapping[str, Measure], *, points: int, period: Period | None = None
) -> Outcome:
    """``points``: the full mark in thousandths; ``period``: the assessment year, for windows.

    Never raises on facts: what is missing or does not fit scores as the rule says, and is told.
    """
    case = Case(facts, in_points(points), period)
    floor, cap = rule.limits(case.mark)
    raw = (rule.rule if isinstance(rule, Limit) else rule).work(case)
    line = clipped(raw, floor, cap)
    score = thousandths(line.amount)
    root = total("item", "得分", (line, *_rounding(line, score)), "计分明细相加")
    return Outcome(
        score=score,
        exact=line.exact,
        uncapped=raw.exact,
        line=root,
        signals=signals(root),
        claims=claims(root),
    )


def _rounding(line: Line, score: int) -> Iterator[Line]:
    """What rounding half up to a thousandth moved, in the whole and in the lines shown."""
    moved, shown = in_points(score) - line.amount, score - line.thousandths
    if moved or shown:
        text = f"{line.exact} 四舍五入到千分位"
        yield Line(op="rounding", label="舍入", text=text, exact=written(moved), thousandths=shown)


def walk(rule: Node, mark: Fraction, path: str = "rule") -> Iterator[tuple[str, Node, Fraction]]:
    """Every node with its path (``rule.of[1].rule``) and full mark."""
    yield path, rule, mark
    for name, child, under in rule.children(mark):
        yield from walk(child, under, f"{path}.{name}")


def needs(rule: Node) -> tuple[Need, ...]:
    """The inputs that a rule reads, each once, with the occurrence kinds of all its readers."""
    found: dict[str, Need] = {}
    for _, node, _mark in walk(rule, Fraction(1)):
        for need in node.needs():
            before = found.get(need.name, need)
            measure = need.measure if before.measure == "count" else before.measure
            kinds = tuple(dict.fromkeys(before.kinds + need.kinds))
            label = before.label or need.label
            found[need.name] = Need(need.name, measure, kinds, label)
    return tuple(found.values())


def faults(rule: Node, points: int) -> tuple[tuple[str, str], ...]:
    """Everything wrong with a rule as (path, what), the full mark given in thousandths."""
    nodes = list(walk(rule, in_points(points)))
    found = [(path, fault) for path, node, mark in nodes for fault in node.faults(mark)]
    if len(nodes) > MAX_NODES:
        found.append(("rule", f"计分规则超过 {MAX_NODES} 个节点"))
    if any(isinstance(node, Times) and _size(node) > MAX_FACTORS for _, node, _ in nodes):
        found.append(("rule", f"相乘的数超过 {MAX_FACTORS} 个"))
    if _depth(rule) > MAX_DEPTH:
        found.append(("rule", f"计分规则嵌套超过 {MAX_DEPTH} 层"))
    found += [
        (path, "“不适用”只能是整条规则的最外层")
        for path, node, _ in nodes[1:]
        if isinstance(node, NotApplicable)
    ]
    return tuple(found + _conflicts(rule))


def _size(node: Node) -> int:
    return sum(1 for _ in walk(node, Fraction(1)))


def _depth(node: Node) -> int:
    return 1 + max((_depth(child) for _, child, _ in node.children(Fraction(1))), default=0)


def _conflicts(rule: Node) -> list[tuple[str, str]]:
    """One input read as two kinds of measure."""
    kinds: dict[str, set[str]] = {}
    for _, node, _mark in walk(rule, Fraction(1)):
        for need in node.needs():
            kinds.setdefault(need.name, set()).add(need.measure)
    allowed = ({"count", "tally"}, {"count", "quantity"})
    return [
        ("rule", f"输入“{name}”被当作不同类型：{'、'.join(sorted(found))}")
        for name, found in kinds.items()
        if len(found) > 1 and found not in allowed
    ]
