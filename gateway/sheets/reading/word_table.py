"""A table of a Word document: where each cell stands, and tables that go on over pages.

Word keeps rows that need not agree on their columns. A column begins wherever a cell of any row
begins; borders that differ by a few millimetres, as dragging leaves them, are one.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element

from contracts.sheets import Block
from gateway.sheets.reading.parts import attribute, child, local, number
from gateway.sheets.reading.words import says, value

NEAR = 170
"""Twentieths of a point: three millimetres."""
MAX_SPAN = 1000
MAX_HEADER = 3
"""Rows of a header that may be repeated."""
WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
ORDINAL = re.compile(r"[（(]?[0-9]{1,4}[)）.、．]?")


class Placed(NamedTuple):
    """A cell's text and its place, from 1."""

    row: int
    column: int
    text: str
    picture: bool


class Written(NamedTuple):
    """What a cell says. ``inner``: the tables within it."""

    text: str
    picture: bool
    inner: list["Drawn"]


@dataclass
class Drawn:
    """A table; ``inside``: where in another table it stands, for people."""

    title: str = ""
    inside: str = ""
    columns: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()
    cells: list[Placed] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    inner: list[tuple[int, int, "Drawn"]] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    """Rows at which a table of a further page begins."""

    def row(self, at: int) -> list[str]:
        return [one.text for one in self.cells if one.row == at]

    def goes_on_in(self, other: "Drawn") -> bool:
        """Whether another that follows at once is the rest of this one."""
        if self.columns != other.columns or not other.height or not self.height:
            return False
        if self._repeated(other):
            return True
        return self.widths == other.widths and any(map(ORDINAL.fullmatch, other.row(1)[:1]))

    def join(self, other: "Drawn") -> None:
        """Its rows follow here, without the header that is repeated."""
        less = self._repeated(other)
        shift = self.height - less
        self.joined.append(self.height + 1)
        self.cells += [c._replace(row=c.row + shift) for c in other.cells if c.row > less]
        self.blocks += [
            Block(one.top + shift, one.left, one.bottom + shift, one.right)
            for one in other.blocks
            if one.top > less
        ]
        self.inner += [(row + shift, column, one) for row, column, one in other.inner]
        self.height += other.height - less

    def _repeated(self, other: "Drawn") -> int:
        count = 0
        for at in range(1, min(MAX_HEADER, self.height, other.height) + 1):
            if not any(self.row(at)) or self.row(at) != other.row(at):
                break
            count = at
        return count


class Raw(NamedTuple):
    """A cell as Word keeps it: columns of the grid from ``begin`` up to ``end``."""

    node: Element
    begin: int
    end: int
    continues: bool


def drawn(table: Element, read: Callable[[Element], Written]) -> Drawn:
    """``read``: of a cell."""
    rows = [[*_raw(row)] for row in _each(table, "tr") if not says(child(row, "trPr"), "del")]
    edge = _edges(table, max((one.end for row in rows for one in row), default=0))
    begins = sorted({edge[one.begin] for row in rows for one in row})
    made = Drawn(columns=len(begins), height=len(rows), widths=tuple(sorted({*edge})))
    open_: dict[int, Block] = {}
    for at, row in enumerate(rows, 1):
        for one in row:
            left = bisect_left(begins, edge[one.begin]) + 1
            right = max(left, bisect_left(begins, edge[one.end]))
            above = open_.pop(left, None)
            if one.continues and above is not None and above.bottom == at - 1:
                open_[left] = Block(above.top, left, at, above.right)
                _replace(made.blocks, above, open_[left])
                continue
            open_[left] = Block(at, left, at, right)
            made.blocks.append(open_[left])
            text, picture, inner = read(one.node)
            made.cells.append(Placed(at, left, text, picture))
            made.inner += [(at, left, table) for table in inner]
    made.blocks = [b for b in made.blocks if (b.top, b.left) != (b.bottom, b.right)]
    return made


def _replace(blocks: list[Block], old: Block, new: Block) -> None:
    """Looked for from the end: it was added lately."""
    for at in range(len(blocks) - 1, -1, -1):
        if blocks[at] == old:
            blocks[at] = new
            return


def _each(node: Element, name: str) -> Iterator[Element]:
    """Rows or cells, wherever Word has wrapped them."""
    for one in node:
        kind = local(one.tag)
        if kind == name:
            yield one
        elif kind in WRAPPERS:
            yield from _each(one, name)


def _raw(row: Element) -> Iterator[Raw]:
    at = min(max(number(value(child(row, "trPr"), "gridBefore")), 0), MAX_SPAN)
    for cell in _each(row, "tc"):
        properties = child(cell, "tcPr")
        span = min(max(number(value(properties, "gridSpan"), 1), 1), MAX_SPAN)
        merge = child(properties, "vMerge")
        beside = child(properties, "hMerge")
        if beside is not None and attribute(beside, "val") != "restart":
            at += span
            continue
        yield Raw(cell, at, at + span, merge is not None and attribute(merge, "val") != "restart")
        at += span


def _edges(table: Element, columns: int) -> list[int]:
    """Where each border of the grid lies; borders that are near are one.

    Without widths to tell, they are counted.
    """
    grid = child(table, "tblGrid")
    widths = [
        number(attribute(one, "w").partition(".")[0])
        for one in (grid if grid is not None else ())
        if local(one.tag) == "gridCol"
    ]
    if len(widths) < columns or any(width <= 0 for width in widths):
        return list(range(columns + 1))
    edges: list[int] = []
    for edge in accumulate(widths[:columns], initial=0):
        near = bool(edges) and edge - edges[-1] < NEAR
        edges.append(edges[-1] if near else edge)
    return edges
