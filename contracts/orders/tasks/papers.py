"""Orders and questions about official papers (公文): numbered, frozen, printed once for all.

A paper is put together by the gateway of what the services answer, and its figures stand as they
were answered: so what issues one has no address in the public API, where anybody could write them.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import document, door, only
from contracts.roles import CITY, OFFICES, READERS
from contracts.texts import AS_CODE, AS_NAME
from contracts.words import DistrictId, Id, PaperKind, Reason, Sha256, Slug, Title, Year

MAX_PRINT = 2 * 1024 * 1024
"""Bytes of a print; one with 200 districts has some 30 KB. A document may hold 16 MB."""
MAX_TEXT = 512 * 1024
"""Bytes of all that is written in a paper, as JSON."""

PaperCode = Annotated[
    str, Meta(pattern=r"^[\u4e00-\u9fffA-Za-z]{2,12}\Z", max_length=12, extra=AS_NAME)
]
"""代字, as 甘双办. What ends in 督 or 投 is of the books of slips and complaints."""
Line = Annotated[str, Meta(max_length=2000)]
Link = Annotated[str, Meta(pattern=r"^(/console/[!-~]{1,300})?\Z", extra=AS_CODE)]
"""A page of the console, or nothing."""


class Figure(Struct, frozen=True, kw_only=True):
    """A figure as a service answered it. ``source``: where it comes from, in words; ``link``: the
    page that explains it."""

    text: Annotated[str, Meta(min_length=1, max_length=60)]
    source: Annotated[str, Meta(min_length=1, max_length=300)]
    link: Link = ""


Run = Line | Figure
Runs = Annotated[tuple[Run, ...], Meta(max_length=60)]


class Heading(Struct, frozen=True, kw_only=True, tag="heading"):
    """``level``: 1 一、 2 （一） 3 1."""

    level: Annotated[int, Meta(ge=1, le=3)]
    text: Line


class Passage(Struct, frozen=True, kw_only=True, tag="text"):
    """``hang``: a word in 黑体 that begins the paragraph (出席：)."""

    runs: Runs
    hang: Annotated[str, Meta(max_length=20)] = ""


class Grid(Struct, frozen=True, kw_only=True, tag="grid"):
    """A table. ``widths``: of its columns, in any one unit; ``centred``: those that are no text."""

    head: Annotated[tuple[Line, ...], Meta(max_length=12)]
    rows: Annotated[tuple[Runs, ...], Meta(max_length=600)]
    widths: Annotated[tuple[int, ...], Meta(min_length=1, max_length=12)]
    centred: Annotated[tuple[int, ...], Meta(max_length=12)] = ()


Block = Heading | Passage | Grid


class Body(Struct, frozen=True, kw_only=True):
    """What a paper says. ``mark``: the red head of who issues it, empty on a form; ``issuer`` and
    ``on`` stand under the text; ``copies``: 抄送."""

    title: Title
    blocks: Annotated[tuple[Block, ...], Meta(max_length=400)]
    issuer: Title
    on: date
    mark: Annotated[str, Meta(max_length=40)] = ""
    addressees: Annotated[str, Meta(max_length=300)] = ""
    copies: Annotated[str, Meta(max_length=300)] = ""

    def figures(self) -> Iterator[Figure]:
        """In their order."""
        for block in self.blocks:
            rows = block.rows if isinstance(block, Grid) else ()
            runs = [block.runs] if isinstance(block, Passage) else rows
            for each in runs:
                yield from (run for run in each if isinstance(run, Figure))

    def sources(self) -> list[str]:
        """Where its figures come from, each once."""
        return list(dict.fromkeys(figure.source for figure in self.figures()))


class PaperNo(Struct, frozen=True, kw_only=True):
    """代字〔年〕n号: no 第, no leading zero (GB/T 9704-2012, 7.2.5)."""

    code: Annotated[str, Meta(min_length=1, max_length=12, extra=AS_NAME)]
    year: Year
    n: Annotated[int, Meta(ge=1, le=999_999)]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.n}号"


NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fffA-Za-z]{1,12})〔(?P<year>\d{4})〕(?P<n>[1-9]\d{0,5})号"
)


def read_number(text: str) -> PaperNo:
    """Raises: ValueError."""
    found = NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(f"no number of a paper: {text}")
    return PaperNo(code=found["code"], year=int(found["year"]), n=int(found["n"]))


def size_of(body: Body) -> int:
    """Bytes."""
    return len(msgspec.json.encode(body))


@door("POST /paper-codes", "指定代字归属", CITY)
class AssignPaperCode(Order, frozen=True, kw_only=True):
    """From now on the code is that office's, whoever used it first; ``*`` the city's own. Its
    numbers of the running year go on, and none is given again."""

    code: PaperCode
    district: DistrictId


@door("GET /paper-codes", "代字归属", OFFICES)
class PaperCodes(Ask, frozen=True, kw_only=True):
    """Whose each code is: those used or assigned in this year or the last."""


@only(OFFICES)
class TakeNumber(Order, frozen=True, kw_only=True):
    """The next number of a code in the running year, for the caller's office; given once."""

    code: PaperCode


@only(OFFICES)
class IssuePaper(Order, frozen=True, kw_only=True):
    """Keep a paper as it was printed first.

    ``district``: who may read it, ``*`` every district; ``unit``: the one that it concerns;
    ``year``: of the campaign; ``about``: the page of what it is about. It is the paper of the
    caller's office.
    """

    district: DistrictId
    kind: PaperKind
    year: Year
    number: PaperNo
    body: Body
    print: Annotated[bytes, Meta(min_length=1, max_length=MAX_PRINT)]
    sha256: Sha256
    about: Link
    unit: Slug | None = None


@only(OFFICES)
class CheckPaper(Ask, frozen=True, kw_only=True):
    """Whether a paper could be issued as it stands: before it takes a number, and as a preview."""

    district: DistrictId
    kind: PaperKind
    body: Body
    code: PaperCode | None = None
    number: PaperNo | None = None


@door("POST /papers/{paper}/void", "作废公文", OFFICES)
class VoidPaper(Order, frozen=True, kw_only=True):
    """It stays, with its number, which is never given again."""

    paper: Id
    reason: Reason


@door("GET /papers/{paper}", "一份公文", READERS)
class PaperOf(Ask, frozen=True, kw_only=True):
    """What it says, its number, and the SHA-256 of its print."""

    paper: Id


@document("GET /papers/{paper}/docx", "公文的 .docx（文件）")
@door("GET /papers/{paper}/print", "公文的 .docx", READERS)
class PaperPrint(Ask, frozen=True, kw_only=True):
    """The first print: as a file, or its bytes in base64; the same for ever."""

    paper: Id


@door("GET /papers", "公文列表", READERS)
class Papers(PageAsk, frozen=True, kw_only=True):
    """The newest first. ``void``: those that were cancelled, or those that were not."""

    district: DistrictId | None = None
    kind: PaperKind | None = None
    year: Year | None = None
    unit: Slug | None = None
    about: Link | None = None
    void: bool | None = None
