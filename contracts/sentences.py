"""What refusals say, in English: a line of ``sentences.txt`` for each sentence that has one."""

from functools import cache
from pathlib import Path

PAGE = Path(__file__).with_name("sentences.txt")
BETWEEN = " | "
HOLE = "{}"
MOST = 500
"""Characters of a sentence that is looked up; a longer one has no English of its own."""


@cache
def known() -> dict[str, str]:
    """Chinese to English, with HOLE for what differs; the first that fits is meant."""
    _, lines = PAGE.read_text(encoding="utf-8").strip().split("\n\n")
    return dict(line.split(BETWEEN) for line in lines.splitlines())


def in_english(sentence: str) -> str:
    """Empty where it has no line. What stands in a hole is said in English where it has a line
    itself, and is else repeated: a name, a number, a day."""
    return _said(sentence[: MOST + 1], within=True) if len(sentence) <= MOST else ""


def _said(sentence: str, *, within: bool) -> str:
    for chinese, english in known().items():
        if (values := _values(chinese, sentence)) is not None:
            told = [_said(one, within=False) or one for one in values] if within else values
            return english.format(*told)
    return ""


def _values(pattern: str, sentence: str) -> list[str] | None:
    """What fills the holes, each as short as may be; None where the sentence is another. One look
    along the sentence for each part, whatever it holds."""
    first, *rest = pattern.split(HOLE)
    if not sentence.startswith(first) or (not rest and sentence != first):
        return None
    at, values = len(first), list[str]()
    for n, part in enumerate(rest, start=1):
        last = n == len(rest)
        end = len(sentence) - len(part) if last else sentence.find(part, at + 1)
        if end <= at or (last and not sentence.endswith(part)):
            return None
        values.append(sentence[at:end])
        at = end + len(part)
    return values
