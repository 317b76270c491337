"""Where the header of a table is and what its columns mean; notes and sums below it.

A header has one row or two; titles and unit lines stand above it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from contracts.sheets import MAX_COLUMNS, Sheet
from contracts.sheets.text import squeeze

OFFICE = "(?:单位|部门|科室|处室|股室|机关|主体)"
MANNER = "(?:责任|实施|落实|承办)?"
AND_PERSON = "(?:[及和、/]?(?:责任人|负责人))?"
LEADING = re.compile(
    rf"(?:考核|主要|第一|总)?(?:牵头|主责|主办|主体|主要){MANNER}{OFFICE}"
    rf"(?:[及和、/]?(?:责任人|责任{OFFICE}|负责人))?"
)
HELPING = re.compile(
    rf"(?:协同|考核|主要)?(?:配合|协办|协助|协作|参与|参加|协同|协调){MANNER}{OFFICE}"
)
DOING = re.compile(
    rf"(?:具体|直接|工作|任务)?(?:责任|承办|落实|实施|执行|承担|办理|负责|完成){OFFICE}{AND_PERSON}"
)
"""How headers of columns with units are composed: 牵头, 配合 or 责任, and 单位 or 部门."""
HEADER_WITHIN = 25
"""Rows from the top among which the header must stand."""
NOTE = re.compile(
    r"^(?:备注|注|说明|附注|填表说明|联系人|联系电话|(?:填表|制表|审核|填报|经办)(?:人|单位|日期)?"
    r"|单位负责人)[::]|^\(此件"
)
TOTAL = re.compile(r"(?:合计|总计|小计|总分|合计分值?|得分合计)[::]?")
SIZE_NOTE = re.compile(r"\([^()]*\)\Z")
BRACKETED = re.compile(r"\([^()]{0,20}\)")
UNBRACKETED = str.maketrans("", "", "()")
"""牵头(责任)单位 is a 牵头责任单位."""
LEVEL = re.compile(r"(?:国家|中央|自治区|[省市区县州旗乡镇])(?:级|直|本级)?(?=.{3})")
"""Whose column it is, before what it holds: 省牵头单位, 市级责任单位."""
SHAPED, LAST = 98, 99
"""The ranks of headers that are known by their shape, and by their ending only."""
MOST_ROWS = 3
"""Of a header."""
TOLD = "told"
"""The field of columns in which an export tells more; an import passes over them."""
LEVELS = "国中自省州市区县旗乡镇"
"""From above to below."""


@dataclass(frozen=True, slots=True)
class Header:
    """``first`` and ``last`` rows of the header; ``columns``: field -> column (from 1).

    ``unread``: the texts of the columns that are not read. ``headed``: columns with a text.
    ``spans``: column -> the last one that its header's merged cell covers.
    ``levels``: field -> (text, column) of those that name it for different levels, the lowest last.
    """

    first: int
    last: int
    columns: Mapping[str, int]
    unread: tuple[str, ...] = ()
    headed: frozenset[int] = frozenset()
    spans: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    def lowered(self, by: int) -> "Header":
        """The same so many rows below."""
        return replace(self, first=self.first + by, last=self.last + by)


class Words:
    """What people head the columns of a table: field -> its headers.

    ``preferred``: of two columns for one field that whose header stands first in the field's list;
    else the left one. ``shapes``: how headers are composed that no list holds (主办责任部门);
    ``endings``: how an unknown header ends -> its field (遗址名称 is a 名称).
    """

    def __init__(
        self,
        fields: Mapping[str, Iterable[str]],
        preferred: bool = False,
        endings: Mapping[str, str] | None = None,
        shapes: Mapping[str, re.Pattern[str]] | None = None,
    ) -> None:
        self.preferred, self.endings, self.shapes = preferred, endings or {}, shapes or {}
        self._means = {
            squeeze(word): (field, rank)
            for field, words in fields.items()
            for rank, word in enumerate(words)
        }

    def meaning(self, text: str) -> str:
        """The field that a header names, with a note or without (责任单位(必填)), or empty."""
        return self._ranked(text)[0]

    def find(
        self, sheet: Sheet, enough: Callable[[Mapping[str, int]], bool], after: int = 0
    ) -> Header | None:
        """The first rows (one to three) with ``enough`` columns; titles and unit lines stand above.

        ``after``: the last row of another header, of whose rows this one must be told: it holds
        headers only.
        """
        found = (one for one in self.headers(sheet, HEADER_WITHIN, after) if enough(one.columns))
        return next(found, None)

    def headers(self, sheet: Sheet, within: int, after: int = 0) -> Iterator[Header]:
        """The first rows, each as the header that it would be; ``after``: as of ``find``."""
        end = len(sheet.rows) if after else min(len(sheet.rows), within)
        for row in range(after + 1, end + 1):
            if not after or self._heads(sheet.rows[row - 1]):
                yield self.header(sheet, row, self._last_row(sheet, row))

    def aside(self, cells: Iterable[str]) -> str:
        """Why a row below the header is none of the table's, or empty: it is a note, a sum, or the
        header again on the next page.
        """
        said = [text for text in map(squeeze, cells) if text]
        if not said:
            return "空行"
        if NOTE.search(said[0]):
            return "附注"
        if TOTAL.fullmatch(said[0]):
            return "合计"
        return "表头重复" if self._heads(said) else ""

    def _heads(self, cells: Iterable[str]) -> bool:
        """Whether a row holds headers and nothing else."""
        count = 0
        for text in cells:
            if squeeze(text):
                if not self.meaning(text):
                    return False
                count += 1
        return count > 1

    def _ranked(self, text: str) -> tuple[str, int]:
        plain = squeeze(text).strip("*:")
        bare = SIZE_NOTE.sub("", plain)
        own = LEVEL.sub("", bare, count=1)
        for word in (plain, bare, own):
            if word in self._means:
                return self._means[word]
        for word in (bare, own, BRACKETED.sub("", own), own.translate(UNBRACKETED)):
            for name, shape in self.shapes.items():
                if shape.fullmatch(word):
                    return name, SHAPED
        ends = (field for ending, field in self.endings.items() if bare.endswith(ending))
        return next(ends, ""), LAST

    def _last_row(self, sheet: Sheet, row: int) -> int:
        """A further header row stands below where one is merged down, or where it names columns
        and nothing else.
        """
        end = min(len(sheet.rows), row + MOST_ROWS - 1)
        if not any(map(self.meaning, sheet.rows[row - 1])):
            return row
        last = row
        while last < end:
            down = any(row <= one.top <= last < one.bottom <= end for one in sheet.merged)
            below = [text for text in sheet.rows[last] if squeeze(text)]
            if not down and not (below and all(map(self.meaning, below))):
                break
            last += 1
        return last

    def header(self, sheet: Sheet, first: int, last: int) -> Header:
        """Of several columns for one field the preferred is read; the others are told."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        unread: list[str] = []
        headed: set[int] = set()
        wide = max(len(sheet.rows[row - 1]) for row in range(first, last + 1))
        for column in range(1, wide + 1):
            texts = [sheet.cell(row, column) for row in range(last, first - 1, -1)]
            texts = [text for text in texts if squeeze(text)]
            headed |= {column} if texts else set()
            text = next(filter(self.meaning, texts), "")
            if text:
                name, rank = self._ranked(text)
                place = (rank if self.preferred else 0, column, squeeze(text))
                found.setdefault(name, []).append(place)
            else:
                unread += map(squeeze, texts[:1])
        spans = _spans(sheet, first, last, headed)
        levels = {name: _levels(places) for name, places in found.items()}
        one = [found[name] for name in found if name != TOLD and not levels[name]]
        unread += [text for places in one for _, _, text in sorted(places)[1:]]
        return Header(
            first,
            last,
            {name: min(places)[1] for name, places in found.items()},
            tuple(unread),
            frozenset({*headed, *(n for a, b in spans.items() for n in range(a, b + 1))}),
            spans,
            {name: several for name, several in levels.items() if several},
        )


def lowest_texts(sheet: Sheet, header: Header) -> dict[int, str]:
    """Of each column of a header, the lowest text, squeezed."""
    rows = range(header.first, header.last + 1)
    wide = max((len(sheet.rows[row - 1]) for row in rows), default=0)
    texts = {at: [squeeze(sheet.cell(row, at)) for row in rows] for at in range(1, wide + 1)}
    return {at: [*filter(None, said)][-1] for at, said in texts.items() if any(said)}


def _spans(sheet: Sheet, first: int, last: int, headed: set[int]) -> dict[int, int]:
    """Merged cells of the header over columns without a text of their own (地址 over two)."""
    return {
        block.left: block.right
        for block in sheet.merged
        if first <= block.top <= block.bottom <= last
        and block.left < block.right <= MAX_COLUMNS
        and headed & {*range(block.left, block.right + 1)} == {block.left}
    }


def _levels(places: list[tuple[int, int, str]]) -> tuple[tuple[str, int], ...]:
    """Columns that are the same but for the level before them (省牵头单位, 市牵头单位)."""
    said = [(text, column) for _, column, text in places if LEVEL.match(text)]
    ordered = sorted(said, key=lambda one: LEVELS.find(one[0][0]))
    return tuple(ordered) if len(said) > 1 else ()
