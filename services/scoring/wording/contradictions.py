"""Where an item's text and its rule say different things: both are shown, and somebody decides.

What an answer settles is that the rule holds; where the text holds, the rule is rewritten.
"""

import re

from services.scoring.exact import number as exact
from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.clauses import clause, normal, pieces

_NUMBER = r"(?<![\d.])(\d{1,3}(?:\.\d{1,3})?)"
_POINTS = re.compile(rf"{_NUMBER}分\Z|(?:满分|分值|共|总分|[计记得])(?:为|共)?{_NUMBER}分(?!钟)")
_ANY = re.compile(rf"{_NUMBER}分(?!钟)")
_PERCENT = re.compile(rf"{_NUMBER}%")
_OR = re.compile(r"或者|或")
_AND = re.compile(r"并且|同时|且|并(?![列案购入网轨发联行])")


def ask_about(title: str, rule: str, points: str, ask: Ask) -> None:
    """Points, 且 and 或, how often, and how many per cent."""
    said, text = normal(title), normal(rule)
    stated = _points_of(said)
    if stated and exact(stated) != exact(points):
        shown = (
            f"考评内容写 {stated} 分，分值栏写 {points} 分：points 以分值栏为准（否则请改分值栏）"
        )
        ask("title_points", shown, ("points",), "points")
    for topic, here, there in (
        *_joined(said, text),
        *_times(said, text),
        *_percents(said, text),
    ):
        shown = f"考评内容写“{here}”，计分办法写“{there}”：rule 以计分办法为准（否则请改写条文）"
        ask(topic, shown, ("rule",), "rule")


def _points_of(said: str) -> str:
    """The points that an item's text states: 建立制度(3分); empty where none or several."""
    found = {one or other for one, other in _POINTS.findall(said)}
    return found.pop() if len(found) == 1 and len(_ANY.findall(said)) == 1 else ""


def _joined(said: str, text: str) -> list[tuple[str, str, str]]:
    """且 in the text and 或 in the rule, or the other way round."""
    for word, other in ((_AND, _OR), (_OR, _AND)):
        here, there = word.search(said), other.search(text)
        if here and there and not other.search(said) and not word.search(text):
            return [("joined", _around(said, here), _around(text, there))]
    return []


def _times(said: str, text: str) -> list[tuple[str, str, str]]:
    """每季度一次 in the text, 每年不少于2次 in the rule: reckoned by the year."""
    rule = _needed(text)
    for unit, (times, here) in _needed(said).items():
        if unit in rule and rule[unit][0] != times:
            return [("title_times", here, rule[unit][1])]
    return []


def _needed(text: str) -> dict[str, tuple[str, str]]:
    """How many of each unit, and the clause that says it."""
    found: dict[str, tuple[str, str]] = {}
    for piece in pieces(text):
        try:
            read = clause(piece)
            if read.kind == "need":
                found.setdefault(read.get("unit"), (read.times, piece))
        except Unreadable:
            continue
    return found


def _percents(said: str, text: str) -> list[tuple[str, str, str]]:
    """The one rate that the text states, where the rule states rates and not this one."""
    here, there = [*_PERCENT.finditer(said)], [*_PERCENT.finditer(text)]
    if len(here) != 1 or not there or any(exact(one[1]) == exact(here[0][1]) for one in there):
        return []
    return [("title_percent", _around(said, here[0]), _around(text, there[0]))]


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 8) : found.end() + 8]
