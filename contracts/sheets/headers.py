"""Where the header of a table is and what its columns mean; notes and sums below it.

A header has one row or two; titles and unit lines stand above it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from contracts.sheets import Sheet
from contracts.sheets.text import squeeze

HEADER_WITHIN = 25
"""Rows from the top among which the header must stand."""
NOTE = re.compile(
    r"^(?:备注|注|说明|附注|填表说明|联系人|联系电话|(?:填表|制表|审核|填报|经办)(?:人|单位|日期)?"
    r"|单位负责人)[::]|^\(此件"
)
TOTAL = re.compile(r"(?:合计|总计|小计|总分|合计分值?|得分合计)[::]?")
SIZE_NOTE = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Header:
    """``first`` and ``last`` rows of the header; ``columns``: field -> column (from 1).

    ``unread``: the texts of the columns that mean nothing.
    """

    first: int
    last: int
    columns: Mapping[str, int]
    unread: tuple[str, ...] = ()


class Words:
    """What people head the columns of a table: field -> its headers.

    ``preferred``: of two columns for one field that whose header stands first in the field's list;
    else the left one.
    """

    def __init__(self, fields: Mapping[str, Iterable[str]], preferred: bool = False) -> None:
        self.preferred = preferred
        self._means = {
            squeeze(word): (field, rank)
            for field, words in fields.items()
            for rank, word in enumerate(words)
        }

    def meaning(self, text: str) -> str:
        """The field that a header names, with a note or without (责任单位(必填)), or empty."""
        return self._ranked(text)[0]

    def find(self, sheet: Sheet, enough: Callable[[Mapping[str, int]], bool]) -> Header | None:
        """The first row (or two) with ``enough`` columns; titles and unit lines stand above."""
        for row in range(1, min(len(sheet.rows), HEADER_WITHIN) + 1):
            last = self._last_row(sheet, row)
            columns, unread = self._columns(sheet, row, last)
            if enough(columns):
                return Header(row, last, columns, unread)
        return None

    def is_aside(self, cells: Iterable[str]) -> bool:
        """Whether a row below the header is none of the table's: empty, a note, a sum, or the

        header again on the next page.
        """
        said = [text for text in map(squeeze, cells) if text]
        if not said or NOTE.search(said[0]) or TOTAL.fullmatch(said[0]):
            return True
        return len(said) > 1 and all(self.meaning(text) for text in said)

    def _ranked(self, text: str) -> tuple[str, int]:
        plain = squeeze(text).strip("*:")
        return self._means.get(plain) or self._means.get(SIZE_NOTE.sub("", plain), ("", 0))

    def _last_row(self, sheet: Sheet, row: int) -> int:
        """A second header row stands below where the first is merged down by one, or where it

        names columns and nothing else.
        """
        if row >= len(sheet.rows) or not any(map(self.meaning, sheet.rows[row - 1])):
            return row
        down = any(block.top == row and block.bottom == row + 1 for block in sheet.merged)
        below = [text for text in sheet.rows[row] if squeeze(text)]
        return row + 1 if down or (below and all(map(self.meaning, below))) else row

    def _columns(
        self, sheet: Sheet, first: int, last: int
    ) -> tuple[dict[str, int], tuple[str, ...]]:
        found: dict[str, tuple[int, int]] = {}
        unread: list[str] = []
        for column in range(1, max(len(sheet.rows[row - 1]) for row in (first, last)) + 1):
            texts = [sheet.cell(row, column) for row in range(last, first - 1, -1)]
            ranked = next((self._ranked(text) for text in texts if self.meaning(text)), ("", 0))
            field, rank = ranked[0], (ranked[1] if self.preferred else 0)
            if field and (field not in found or rank < found[field][0]):
                found[field] = (rank, column)
            elif not field:
                unread += [squeeze(text) for text in texts if squeeze(text)][:1]
        return {field: column for field, (_, column) in found.items()}, tuple(unread)
