"""Where an item's text and its rule say different things: both are shown, and somebody decides."""

import re

from services.scoring.exact import number as exact
from services.scoring.wording.asking import Ask
from services.scoring.wording.clauses import normal

_POINTS = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3})?)分\Z")
_OR = re.compile(r"或者|或")
_AND = re.compile(r"并且|同时|且")


def ask_about(title: str, rule: str, points: str, ask: Ask) -> None:
    """且 in the text and 或 in the rule, or the other way round; other points at the text's end."""
    stated = _points_of(title)
    if stated and exact(stated) != exact(points):
        shown = (
            f"考评内容写 {stated} 分，分值栏写 {points} 分：points 以分值栏为准（否则请改分值栏）"
        )
        ask("title_points", shown, ("points",), "points")
    said, text = normal(title), normal(rule)
    for word, other in ((_AND, _OR), (_OR, _AND)):
        here, there = word.search(said), other.search(text)
        if here and there and not other.search(said) and not word.search(text):
            shown = f"考评内容写“{_around(said, here)}”，计分办法写“{_around(text, there)}”"
            ask("joined", f"{shown}：rule 以计分办法为准", ("rule",), "rule")


def _points_of(title: str) -> str:
    """The points that an item's text states at its end: 建立制度（3分）; empty where none are."""
    found = _POINTS.search(normal(title))
    return found[1] if found else ""


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 8) : found.end() + 8]
