"""The printed parts of a dossier as PDF/A4, with the font in them. The same content gives the same
bytes, in every process.

The font is one that may be embedded (文泉驿微米黑, Apache 2.0). A sign that it has not is 〓, as
typesetters mark it.
"""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.colors import black, grey
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

FONT, LACKING = "Tongxin", "〓"
LEFT, RIGHT, TOP, BOTTOM = 28 * mm, 20 * mm, 25 * mm, 22 * mm
LONGEST = 2000
"""Signs of one cell: more would not fit a page."""


class Table(NamedTuple):
    """``widths``: shares. Without a head: a form of two columns."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


class Section(NamedTuple):
    """A part that begins on a page of its own; ``lines`` stand above its tables."""

    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Table] = ()


class Printed(NamedTuple):
    raw: bytes
    pages: int


def printed(
    name: str, cover: Sequence[str], sections: Sequence[Section], first: int, font: Path
) -> Printed:
    """``name`` stands at the foot of each page with its number, which begins at ``first``;
    ``cover``: its lines, the first of them large. Raises: OSError, TTFError (no such font)."""
    _registered(font)
    styles = _styles()
    out = io.BytesIO()
    made = _Template(out, name, first)
    story: list[Any] = [Spacer(1, 55 * mm), _text(cover[0], styles["cover"]), Spacer(1, 12 * mm)]
    story += [_text(line, styles["line"]) for line in cover[1:]]
    story += [Spacer(1, 14 * mm), _contents(styles["line"])]
    for section in sections:
        story += [PageBreak(), _text(section.title, styles["title"])]
        story += [_text(line, styles["line"]) for line in section.lines]
        for table in section.tables:
            story += [_set(table, styles, made.width), Spacer(1, 4 * mm)]
    made.multiBuild(story)
    return Printed(out.getvalue(), made.page)


class _Template(BaseDocTemplate):
    """Numbers its pages from ``first`` on and tells its contents where each section begins."""

    def __init__(self, out: io.BytesIO, name: str, first: int) -> None:
        super().__init__(out, pagesize=A4, invariant=1, title=name, author="", lang="zh-CN")
        self._name, self._first = _known(name), first
        frame = Frame(LEFT, BOTTOM, A4[0] - LEFT - RIGHT, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        self.width = A4[0] - LEFT - RIGHT
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._foot)])

    def _foot(self, canvas: Any, _document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.setFillColor(grey)
        canvas.drawString(LEFT, 12 * mm, self._name[:40])
        number = f"— {canvas.getPageNumber() + self._first - 1} —"
        canvas.drawRightString(A4[0] - RIGHT, 12 * mm, number)

    def afterFlowable(self, flowable: Any) -> None:
        if getattr(flowable, "style", None) is not None and flowable.style.name == "title":
            key = f"section-{self.page}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, 0)
            entry = (0, flowable.getPlainText(), self.page + self._first - 1, key)
            self.notify("TOCEntry", entry)


def _contents(style: ParagraphStyle) -> TableOfContents:
    made = TableOfContents()
    made.levelStyles = [style]
    made.dotsMinLevel = 0
    return made


def _set(table: Table, styles: Mapping[str, ParagraphStyle], width: float) -> Any:
    """A form stays on one page, where it can; a list goes on over pages, under its head."""
    made = _table(table, styles, width)
    return made if table.head else KeepTogether([made])


def _table(table: Table, styles: Mapping[str, ParagraphStyle], width: float) -> LongTable:
    whole = sum(table.widths)
    rows = [[_text(cell, styles["cell"]) for cell in row] for row in table.rows]
    head = [[_text(cell, styles["head"]) for cell in table.head]] if table.head else []
    made = LongTable(
        head + rows,
        colWidths=[width * share / whole for share in table.widths],
        repeatRows=len(head),
        splitInRow=1,
    )
    every = ((0, 0), (-1, -1))
    made.setStyle(TableStyle([("GRID", *every, 0.5, black), ("VALIGN", *every, "MIDDLE")]))
    return made


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    lines = (escape(_known(line)) for line in text[:LONGEST].splitlines() or [""])
    return Paragraph("<br/>".join(lines), style)


def _known(text: str) -> str:
    glyphs = _glyphs()
    return "".join(sign if ord(sign) in glyphs or sign == "\n" else LACKING for sign in text)


@cache
def _registered(font: Path) -> None:
    pdfmetrics.registerFont(TTFont(FONT, str(font)))


def _glyphs() -> Mapping[int, int]:
    font: Any = pdfmetrics.getFont(FONT)
    found: Mapping[int, int] = font.face.charToGlyph
    return found


@cache
def _styles() -> Mapping[str, ParagraphStyle]:
    def style(name: str, size: float, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            name, fontName=FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK", **more
        )

    centred = 1
    return {
        "cover": style("cover", 24, alignment=centred),
        "title": style("title", 16, alignment=centred, spaceAfter=4 * mm),
        "line": style("line", 11, spaceAfter=2 * mm),
        "head": style("head", 9.5, alignment=centred),
        "cell": style("cell", 9.5),
    }
