"""What the answers of a question are called. A question's text names them itself."""

import re
from collections.abc import Sequence
from functools import cache


def choices(text: str, options: Sequence[str]) -> tuple[str, dict[str, str]]:
    """What a question asks, and its answers as its words call them: ``zero 不得分`` is 不得分."""
    told = {option: _meaning(option).search(text) for option in options}
    named = {option: found[1].strip() if found else option for option, found in told.items()}
    starts = [found.start() for found in told.values() if found]
    return text[: min(starts, default=len(text))].rstrip("：；，"), named


@cache
def _meaning(option: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z]){re.escape(option)} ([^；]{{1,60}})")
