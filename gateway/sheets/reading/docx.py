"""The tables of a Word document, in order, each with the heading above it; and the rest beside.
A document without any is one sheet, a paragraph in each row.

As the page shows it: what was inserted is there, what was deleted is not, and numbers that Word
counts itself stand before their paragraphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from contracts.sheets import MAX_BESIDE, MAX_CELL, MAX_SHEETS, MAX_TITLE, CellFault, Sheet, letters
from gateway.sheets.cells import lines
from gateway.sheets.grid import Grid, Room, too_large
from gateway.sheets.protocol import Refused
from gateway.sheets.reading.numbering import Numbering, numbering
from gateway.sheets.reading.parts import Parts, Relation, attribute, child, local
from gateway.sheets.reading.word_table import WRAPPERS, Drawn, Written, drawn
from gateway.sheets.reading.words import Words, value

TEXT = "正文"
DEEPEST = 8
"""Tables within tables."""
NOTES = {"footnote": "脚注", "endnote": "尾注"}
HEADING = re.compile(r"(heading|title|caption|标题|题注|[1-9]\Z)", re.IGNORECASE)
CONTINUED = re.compile(r"[（(]?(?:接上表|上接|续上?表|续)[0-9一二三四五六七八九十]*[）)]?")
NO_TITLE = re.compile(
    r"(?:附[件表录]?[0-9一二三四五六七八九十]*[:：]?|[（(]?(?:填[报表]|制表|编制|报送|计量)?"
    r"(?:单位|日期|时间|人|金额单位)[:：].*)",
    re.DOTALL,
)
SENTENCE = re.compile(r"[。；，:：]\s*\Z")
ABOVE = 8
"""Paragraphs above a table among which its heading is looked for."""
LONGEST = 100


class Paragraph(NamedTuple):
    text: str
    stands_out: bool
    """A heading by its style, or in the middle of the page."""


@dataclass
class Reader:
    room: Room
    numbers: Numbering
    notes: dict[tuple[str, str], Element]
    beside: list[str] = field(default_factory=list)
    tables: list[Drawn] = field(default_factory=list)

    def read(self, body: Element) -> None:
        above: list[Paragraph] = []
        last: Drawn | None = None
        for node in _blocks(body):
            if local(node.tag) == "p":
                above.append(self._paragraph(node))
                continue
            found = self._table(node, 0)
            plain = [one.text for one in above if one.text]
            if last and all(map(CONTINUED.fullmatch, plain)) and last.goes_on_in(found):
                last.join(found)
            else:
                found.title = _title(above)
                self.tables.append(found)
                last = found
            above = []

    def _paragraph(self, node: Element) -> Paragraph:
        text, _ = self._words(node)
        self.tell(text)
        properties = child(node, "pPr")
        heading = bool(HEADING.search(self._style(value(properties, "pStyle"))))
        middle = value(properties, "jc") == "center" or child(properties, "outlineLvl") is not None
        return Paragraph(text, heading or middle)

    def _style(self, name: str) -> str:
        found = self.numbers.styles.get(name)
        return value(found, "name") or name if found is not None else name

    def _words(self, node: Element) -> tuple[str, bool]:
        """The text of a paragraph with its number, and whether a picture stands in it."""
        words = Words()
        label = self.numbers.label(node)
        words.add(node)
        text = lines("".join(words.text)).strip()
        for box in words.boxes:
            self.tell("\n".join(filter(None, self._lines(box))))
        for kind, id in words.notes:
            if (kind, id) in self.notes:
                self.tell(f"{NOTES[kind]}：" + "".join(self._lines(self.notes[kind, id])))
        gap = " " if text[:1].isalnum() and text[:1].isascii() and label[-1:].isalnum() else ""
        return (label + gap + text).strip(), words.picture

    def _lines(self, node: Element) -> list[str]:
        return [self._words(one)[0] for one in node.iter() if local(one.tag) == "p"]

    def _table(self, node: Element, depth: int) -> Drawn:
        if depth > DEEPEST:
            raise Refused("not-a-table", f"文档里的表格嵌套超过 {DEEPEST} 层，请拆开后再提交。")
        return drawn(node, lambda cell: self._cell(cell, depth))

    def _cell(self, cell: Element, depth: int) -> Written:
        texts: list[str] = []
        inner: list[Drawn] = []
        picture = False
        for node in _blocks(cell):
            if local(node.tag) == "p":
                text, has_picture = self._words(node)
                texts.append(text)
                picture = picture or has_picture
            else:
                table = self._table(node, depth + 1)
                table.title = next((one for one in reversed(texts) if one), "")[:MAX_TITLE]
                inner.append(table)
        return Written("\n".join(texts).strip("\n"), picture, inner)

    def tell(self, text: str) -> None:
        for at in range(0, len(text), MAX_CELL):
            if len(self.beside) == MAX_BESIDE:
                raise too_large(CellFault("表外文字", 0, "", f"超过 {MAX_BESIDE} 段"))
            self.room.take(text[at : at + MAX_CELL])
            self.beside.append(text[at : at + MAX_CELL])

    def sheets(self) -> list[Sheet]:
        made: list[Sheet] = []
        for table in self.tables:
            self._place(table, made)
        if made or not self.beside:
            return made
        grid = Grid(TEXT, self.room)
        for row, text in enumerate(self.beside, 1):
            grid.put(row, 1, text)
        self.beside = []
        return [grid.sheet()]

    def _place(self, table: Drawn, made: list[Sheet]) -> None:
        """The table, then those within it, in the order of their beginnings."""
        if len(made) == MAX_SHEETS:
            raise too_large(CellFault("文档", 0, "", f"超过 {MAX_SHEETS} 个表格"))
        name = f"表{len(made) + 1}"
        grid = Grid(name + table.inside, self.room, table.title)
        for one in table.cells:
            grid.put(one.row, one.column, one.text, "picture" if one.picture else None)
        if not grid.rows and not table.inner:
            return
        made.append(grid.sheet(table.blocks))
        for row in table.joined:
            self.tell(f"（{name}的第{row}行起，是下一页上接着的表格。）")
        for row, column, inner in table.inner:
            inner.inside = f"（在{name}第{row}行{letters(column)}列内）"
            self._place(inner, made)


def read(parts: Parts, main: str, room: Room) -> tuple[list[Sheet], list[str]]:
    """The tables as sheets, and what stands outside them. Raises: Refused."""
    relations = parts.relations(main)
    styles, listed = _tree(parts, relations, "styles"), _tree(parts, relations, "numbering")
    notes = {
        (kind, attribute(one, "id")): one
        for kind in NOTES
        for one in (_tree(parts, relations, f"{kind}s") or ())
    }
    reader = Reader(room, numbering(listed, styles), notes)
    body = child(parts.tree(main), "body")
    if body is not None:
        reader.read(body)
    return reader.sheets(), reader.beside


def _tree(parts: Parts, relations: dict[str, Relation], kind: str) -> Element | None:
    told = (one.target for one in relations.values() if one.kind == kind)
    return next((parts.tree(name) for name in told if parts.has(name)), None)


def _blocks(node: Element) -> Iterator[Element]:
    """Paragraphs and tables, wherever Word has wrapped them."""
    for one in node:
        name = local(one.tag)
        if name in ("p", "tbl"):
            yield one
        elif name in WRAPPERS:
            yield from _blocks(one)


def _title(above: list[Paragraph]) -> str:
    """The heading above a table: what stands out comes first, else the nearest short line."""
    near = [one for one in above if one.text][-ABOVE:]
    fit = [
        one
        for one in near
        if len(one.text) <= LONGEST
        and not NO_TITLE.fullmatch(one.text)
        and not SENTENCE.search(one.text)
    ]
    for found in (*(one for one in reversed(fit) if one.stands_out), *reversed(fit)):
        return " ".join(found.text.split())
    return ""
