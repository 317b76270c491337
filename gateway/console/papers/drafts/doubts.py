"""What an office should look at once more before it issues a paper, which it still may. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from contracts.clock import in_words
from gateway.console.papers.drafts.draft import Draft

FAR = 60
"""Days between the paper's day and today."""


class Doubt(NamedTuple):
    """``key``: of its words ``papers.doubt.<key>``; ``text``: what they name."""

    key: str
    text: str = ""


def doubts(draft: Draft, on: date, today: date, issued: Iterable[dict[str, Any]]) -> list[Doubt]:
    """``issued``: papers of the kind about the same page."""
    found = []
    if abs((on - today).days) > FAR:
        found.append(Doubt("far", in_words(on)))
    if before := [one["number"] for one in issued if not one["void"]]:
        found.append(Doubt("second", "、".join(before)))
    if draft.closed:
        found.append(Doubt("closed"))
    return found
