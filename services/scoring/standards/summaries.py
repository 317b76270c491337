"""What others need to know of an item: what its register gives, how often a year, on which days."""

from fractions import Fraction

from contracts import captions
from contracts.scoring import ItemSummary
from services.scoring import evaluate, names
from services.scoring.exact import ONE, number
from services.scoring.rules.amount import Constant
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Within
from services.scoring.rules.count import Count
from services.scoring.rules.node import Node, Number
from services.scoring.rules.parts import Parts
from services.scoring.rules.quota import Quota
from services.scoring.standards.standard import Item
from services.scoring.wording import prose

OCCASIONS = (
    "元旦",
    "春节",
    "清明",
    "五一",
    "端午",
    "七一",
    "八一",
    "烈士纪念日",
    "中秋",
    "国庆",
    "重阳",
)
"""Days of the year by which parts of a rule are named."""


def summary(item: Item) -> ItemSummary:
    return ItemSummary(
        code=item.code,
        category=item.category,
        title=item.title,
        points=item.points,
        side=item.side,
        kind=item.kind,
        evidence=tuple(f"{evidence.kind} {evidence.text}".strip() for evidence in item.evidence),
        lead=item.lead,
        cooperating=item.cooperating,
        register=bool(item.register),
        measure=measure(item) if item.register else "",
        yearly=yearly(item),
        occasions=occasions(item),
        weight=item.weight,
        inputs=item.inputs,
        rule_text=in_words(item),
        captions=captions.wanted((one.kind, one.text) for one in item.evidence),
    )


def in_words(item: Item) -> str:
    """Its rule in the standard's own words; a short form or a tree as it is read aloud."""
    return item.rule_text if prose.spoken(item.rule_text) else item.rule.said()


def measure(item: Item) -> str:
    """``ratio`` or ``count``: the input that a register of the item would fill, if it has one."""
    read = {each.name for each in item.inputs}
    return next((name for name in (names.RATIO, names.COUNT) if name in read), "")


def yearly(item: Item) -> int:
    """The fixed number that the rule's count must reach in a year."""
    for _, node, _ in evaluate.walk(item.rule, ONE):
        needed = _needed(node)
        if needed and needed.denominator == 1:
            return int(needed)
    return 0


def _needed(node: Node) -> Fraction:
    if isinstance(node, Quota) and node.direction == "down" and _yearly_count(node.count):
        return number(node.needed.value) if isinstance(node.needed, Constant) else Fraction(0)
    if isinstance(node, Award) and isinstance(node.when, Within):
        bound = node.when.bounds.at_least
        if bound and _yearly_count(node.when.number):
            return number(bound)
    return Fraction(0)


def _yearly_count(count: Number) -> bool:
    return isinstance(count, Count) and count.input == names.COUNT


def occasions(item: Item) -> tuple[str, ...]:
    """Parts that are named after a day of the year, in the rule's order."""
    found = [
        day
        for _, node, _ in evaluate.walk(item.rule, ONE)
        if isinstance(node, Parts)
        for part in node.of
        for day in OCCASIONS
        if day in part.label
    ]
    return tuple(dict.fromkeys(found))
