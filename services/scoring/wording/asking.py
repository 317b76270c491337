"""What a rule's prose leaves open: a question has a default, so that reading never waits."""

import re
from functools import cache
from typing import Protocol

NUMBER = r"\d{1,6}(?:\.\d{1,3})?"


class Ask(Protocol):
    """A question that the prose leaves open: its topic, text, possible answers, default."""

    def __call__(self, topic: str, text: str, options: tuple[str, ...], default: str, /) -> str: ...


class Unreadable(Exception):
    """A rule that no form fits; the text says, in Chinese, what was expected."""

    faults: tuple[tuple[str, str], ...] = ()
    """Of a tree: (path, what) of each of its fields that does not fit."""


def choices(text: str, options: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """What a question asks, and its answers as its words call them: ``zero 不得分`` is 不得分."""
    told = {option: _meaning(option).search(text) for option in options}
    named = {option: found[1].strip() if found else option for option, found in told.items()}
    starts = [found.start() for found in told.values() if found]
    return text[: min(starts, default=len(text))].rstrip("：；，"), named


@cache
def _meaning(option: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z]){re.escape(option)} ([^；]{{1,60}})")


def number(answer: str) -> str:
    """Raises: Unreadable."""
    if not re.fullmatch(NUMBER, answer):
        raise Unreadable(f"回答“{answer[:40]}”不是数字")
    return answer
