"""Rules as offices of many trades put them, and what the reader makes of each.

``python -m tests.unit.scoring.wording.sentences`` counts them.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from services.scoring import evaluate
from services.scoring.exact import thousandths
from services.scoring.rules.node import Points
from services.scoring.standards.figures import figures
from services.scoring.wording import prose

HELP = "；请改写条文"


class Said(NamedTuple):
    """``figures``: of the reading with every default, or why the sentence is refused."""

    points: str
    text: str
    outcome: str
    questions: tuple[str, ...]
    figures: str


def corpus() -> Iterator[Said]:
    lines = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    kept = [line.strip() for line in lines if not line.startswith("#")]
    for said, how, shown in zip(*[iter(kept)] * 3, strict=True):
        points, text = said.split(" ", 1)
        outcome, *questions = how.split()
        yield Said(points, text, outcome, tuple(questions), shown)


CORPUS = tuple(corpus())


class Answered(NamedTuple):
    """A sentence read with ``answers``. ``asked``: the text, options and default of each question;
    ``why``: what a sentence without a sound tree is refused with."""

    rule: Points | None
    asked: dict[str, tuple[str, tuple[str, ...], str]]
    why: str = ""


def answered(text: str, points: str, answers: Mapping[str, str]) -> Answered:
    asked: dict[str, tuple[str, tuple[str, ...], str]] = {}

    def ask(topic: str, told: str, options: tuple[str, ...], default: str) -> str:
        asked[topic] = told, options, default
        return answers.get(topic, default)

    try:
        rule = prose.read(text, points, ask)
    except prose.Unreadable as error:
        return Answered(None, asked, str(error).split(HELP)[0])
    wrong = evaluate.faults(rule, thousandths(Fraction(points)))
    return Answered(None, asked, wrong[0][1]) if wrong else Answered(rule, asked)


def read(text: str, points: str) -> Said:
    rule, asked, why = answered(text, points, {})
    topics = tuple(topic if default else f"{topic}!" for topic, (_, _, default) in asked.items())
    if rule is None:
        return Said(points, text, "refused", topics, why)
    shown = figures(rule, thousandths(Fraction(points)))
    return Said(points, text, "asked" if asked else "read", topics, shown)


def counts() -> Counter[str]:
    return Counter(said.outcome for said in CORPUS)


if __name__ == "__main__":
    told = "，".join(f"{name} {counts()[name]}" for name in ("read", "asked", "refused"))
    sys.stdout.write(f"{len(CORPUS)}：{told}\n")
