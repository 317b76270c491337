"""What a rule's prose leaves open: a question has a default, so that reading never waits."""

import re
from typing import Protocol

NUMBER = r"\d{1,6}(?:\.\d{1,3})?"


class Ask(Protocol):
    """A question that the prose leaves open: its topic, text, possible answers, default."""

    def __call__(self, topic: str, text: str, options: tuple[str, ...], default: str, /) -> str: ...


class Unreadable(Exception):
    """A rule that no form fits; the text says, in Chinese, what was expected."""

    faults: tuple[tuple[str, str], ...] = ()
    """Of a tree: (path, what) of each of its fields that does not fit."""


def number(answer: str) -> str:
    """Raises: Unreadable."""
    if not re.fullmatch(NUMBER, answer):
        raise Unreadable(f"回答“{answer[:40]}”不是数字")
    return answer
