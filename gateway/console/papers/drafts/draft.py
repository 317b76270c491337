"""A paper before it is issued: what its page proposes and what nobody may edit."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from contracts.clock import in_words
from contracts.orders.tasks import Block, Body, Figure, Grid, Heading, PaperNo, Passage
from contracts.words import PaperKind
from gateway.console.frame.words import points

Json = dict[str, Any]

LETTERS: frozenset[PaperKind] = frozenset({"bulletin", "notice", "minutes", "self_report"})
"""Kinds with a red head and a foot; the others are forms."""
SERIES: dict[PaperKind, str] = {
    "bulletin": "通",
    "slip": "办",
    "notice": "改",
    "reply": "馈",
    "minutes": "纪",
    "submission": "材",
    "score_sheet": "评",
    "losses": "失",
    "bonus": "加",
    "self_report": "报",
}
"""The last sign of a kind's usual 代字."""
NONE = "—"
BLANK = " "
"""A cell to be filled in by hand."""


class Office(NamedTuple):
    """Who issues. ``district``: its scope; ``name``: of its district or city."""

    district: str
    name: str

    @property
    def issuer(self) -> str:
        return f"{self.name}双拥工作领导小组办公室"

    def code(self, kind: PaperKind) -> str:
        """甘双通."""
        return f"{self.name[:1]}双{SERIES[kind]}"

    def mark(self, kind: PaperKind) -> str:
        if kind not in LETTERS:
            return ""
        return f"{self.issuer}{'会议纪要' if kind == 'minutes' else '文件'}"


class Draft(NamedTuple):
    """``blocks`` stand before what is required, ``after`` behind it; ``asks`` is the heading of
    that. ``number``: a paper that has one already. ``closed``: of a finding that is."""

    kind: PaperKind
    about: str
    district: str
    year: int
    title: str
    blocks: tuple[Block, ...]
    unit: str = ""
    addressees: str = ""
    asks: str = ""
    requirement: str = ""
    after: tuple[Block, ...] = ()
    number: PaperNo | None = None
    closed: bool = False

    def proposed(self, office: Office, today: date) -> dict[str, str]:
        """What the form begins with."""
        return {
            "code": office.code(self.kind),
            "mark": office.mark(self.kind),
            "title": self.title,
            "addressees": self.addressees,
            "requirement": self.requirement,
            "issuer": office.issuer,
            "on": str(today),
            "copies": "",
        }

    def body(self, typed: Mapping[str, str]) -> Body:
        """Raises: ValueError (no day)."""
        lines = [one.strip() for one in typed.get("requirement", "").splitlines()]
        asked: tuple[Block, ...] = tuple(said(line) for line in lines if line)
        if asked and self.asks:
            asked = (Heading(level=1, text=self.asks), *asked)
        return Body(
            title=typed["title"].strip(),
            blocks=(*self.blocks, *asked, *self.after),
            issuer=typed["issuer"].strip(),
            on=date.fromisoformat(typed["on"]),
            mark=typed.get("mark", "").strip() if self.kind in LETTERS else "",
            addressees=typed.get("addressees", "").strip(),
            copies=typed.get("copies", "").strip(),
        )


class Figures(NamedTuple):
    """Makes the figures that come from one place."""

    source: str

    def points(self, thousandths: int | None, link: str) -> str | Figure:
        """Three decimals; a dash where nothing was marked."""
        return NONE if thousandths is None else self.text(points(thousandths), link)

    def text(self, text: str, link: str) -> Figure:
        return Figure(text=text, source=self.source, link=link)


def said(*runs: str | Figure, hang: str = "") -> Passage:
    return Passage(runs=runs, hang=hang)


def heading(text: str, level: int = 1) -> Heading:
    return Heading(level=level, text=text)


def pairs(rows: Iterable[tuple[str, str | Figure | tuple[str | Figure, ...]]]) -> tuple[Grid, ...]:
    """A form of two columns: what is asked, and what stands there."""
    made = tuple((label, _cell(value)) for label, value in rows)
    return (Grid(head=(), rows=made, widths=(1, 4), centred=(0,)),)


def _cell(value: str | Figure | tuple[str | Figure, ...]) -> str | Figure:
    """A cell holds one run: figures among words lose their own source, so it has one or none."""
    if not isinstance(value, tuple):
        return value or BLANK
    figures = [one for one in value if isinstance(one, Figure)]
    text = "".join(one.text if isinstance(one, Figure) else one for one in value)
    return Figure(text=text, source=figures[0].source, link=figures[0].link) if figures else text


def people(names: Iterable[str]) -> str:
    return "、".join(filter(None, names)) or NONE


def day(iso: str | None) -> str:
    """2026年8月1日; of a moment, its day as it is written."""
    return in_words(date.fromisoformat(iso[:10])) if iso else NONE
