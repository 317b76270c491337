"""A paper's content as a .docx. The same content gives the same bytes, in every process.

What is never written: a seal, a signature, a copy number, any mark of secrecy. They are put on the
printed sheet by who may, or the paper is none for this system.
"""

import io
import math
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.section import Section
from docx.shared import Mm

from contracts.clock import in_words
from contracts.orders.tasks import Body, Figure, Grid, Heading, Passage
from gateway.papers import measures as gb
from gateway.papers.parts import across, boxed, element, keep_last, paragraph, run, table, twips

STAMP = (1980, 1, 1, 0, 0, 0)
"""When every part of the file was written, as far as its archive tells."""
TWO = 2 * gb.SANHAO
LEVELS = {1: gb.HEI, 2: gb.KAI, 3: gb.FANG}
SOURCES = "数字来源"
CANCELLED = "作　废"
LINES_BEFORE_SIGNATURE = 2
"""A signature alone on its page could be put under any text."""
REACH = 4
"""Signs by which a title may be broken off its middle for the sake of a word."""
ENDS, NO_START = "的、和及年，", "的、和，。）》”"
WORDS = ("双拥", "模范城", "创建", "考评", "得分", "情况", "工作", "自评", "整改", "会议", "下一")


def printed(body: Body, number: str) -> bytes:
    """``number`` empty: a draft."""
    made = docx.Document()
    _page(made.sections[0])
    _settle(made, body)
    content = made.element.body
    for child in [one for one in content if not one.tag.endswith("}sectPr")]:
        content.remove(child)
    end = content[-1]
    text = list(_content(body, number))
    keep_last(text, LINES_BEFORE_SIGNATURE)
    for each in (*text, *_signed(body, [_foot(body)] if body.mark else [])):
        end.addprevious(each)
    return _saved(made)


def cancelled(raw: bytes) -> bytes:
    """A copy of a print that says at the head of every page that the paper holds no more."""
    made = docx.Document(io.BytesIO(raw))
    section = made.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        for old in list(header.paragraphs):
            old._p.getparent().remove(old._p)
        mark = run(CANCELLED, gb.HEI, gb.CANCELLED, gb.RED)
        header._element.append(paragraph([mark], "center", line=gb.CANCELLED * 1.2))
    return _saved(made)


def _saved(made: Document) -> bytes:
    raw = io.BytesIO()
    made.save(raw)
    return _steady(raw)


def _content(body: Body, number: str) -> Iterator[Element]:
    """All above the signature."""
    yield from _head(body, number)
    if body.addressees:
        yield paragraph([run(f"{body.addressees.rstrip('：:')}：")])
    for block in body.blocks:
        yield from _block(block)
    if sources := body.sources():
        yield from _sources(sources)


def _head(body: Body, number: str) -> Iterator[Element]:
    """版头 of a paper with a red head; a form begins with its title."""
    if body.mark:
        yield paragraph([], line=gb.MARK_DROP_MM * gb.PER_MM)
        size = min(gb.MARK_MOST, gb.WIDTH / max(len(body.mark), 1))
        mark = run(body.mark, gb.SONG, int(size * 2) / 2, gb.RED, tight=0)
        yield paragraph([mark], "center", line=size * 1.2)
        yield _blank()
        yield _blank()
        line = element("pBdr")
        space = round(gb.RED_LINE_MM * gb.PER_MM)
        line.append(element("bottom", val="single", sz=12, space=space, color=gb.RED))
        yield paragraph([run(number)], "center", more=[line])
        yield _blank()
        yield _blank()
    yield paragraph([run("\n".join(in_lines(body.title)), gb.SONG, gb.ERHAO)], "center")
    if not body.mark and number:
        yield paragraph([run(f"编号：{number}")], "right")
    yield _blank()


def _block(block: Heading | Passage | Grid) -> Iterator[Element]:
    if isinstance(block, Heading):
        yield paragraph([run(block.text, LEVELS[block.level])], first=TWO, keep=True)
    elif isinstance(block, Grid):
        yield table(block.head, [_texts(row) for row in block.rows], block.widths, block.centred)
        yield _blank()
    else:
        named = [run(block.hang, gb.HEI)] if block.hang else []
        said = run("".join(_texts(block.runs)))
        yield paragraph([*named, said], first=TWO)


def _texts(runs: Iterable[str | Figure]) -> list[str]:
    return [one.text if isinstance(one, Figure) else one for one in runs]


def _sources(sources: list[str]) -> Iterator[Element]:
    yield _blank()
    if len(sources) == 1:
        yield paragraph([run(f"{SOURCES}：{sources[0]}")], first=TWO)
        return
    yield paragraph([run(f"{SOURCES}：")], first=TWO, keep=True)
    for at, source in enumerate(sources, start=1):
        yield paragraph([run(f"{at}.{source}")], first=TWO)


def _signed(body: Body, beneath: list[Element]) -> Iterator[Element]:
    """As under a seal: the day four signs from the right, who issues over its middle."""
    day = in_words(body.on)
    free = 4 * gb.SANHAO
    beyond = (across(body.issuer) - across(day)) / 2
    yield paragraph([run("")], keep=True)
    issuer, written = run(body.issuer), run(day)
    yield paragraph([issuer], "right", right=max(0, free - beyond), keep=True)
    yield paragraph([written, *beneath], "right", right=max(free, free + max(0, beyond - free)))


def _foot(body: Body) -> Element:
    """版记: in the last paragraph, so that it comes to the bottom of the last page."""
    copies = f"抄送：{body.copies.rstrip('。')}。" if body.copies else ""
    made = [text for text in (copies, f"{body.issuer}\t{in_words(body.on)}印发") if text]
    tall = [math.ceil(across(text, gb.SIHAO) / (gb.WIDTH - gb.SIHAO)) for text in made]
    lines = [_foot_line(text, at == 0, at == len(made) - 1) for at, text in enumerate(made)]
    return boxed(lines, gb.FOOT_LINE * sum(tall) + 2 * len(made))


def _foot_line(text: str, first: bool, last: bool) -> Element:
    border = element("pBdr")
    size = gb.THICK if first else gb.THIN
    border.append(element("top", val="single", sz=size, space=1, color="000000"))
    if last:
        border.append(element("bottom", val="single", sz=gb.THICK, space=1, color="000000"))
    tabs = element("tabs")
    tabs.append(element("tab", val="right", pos=twips(gb.WIDTH - gb.SIHAO)))
    said = [run(text, size=gb.SIHAO)]
    return paragraph(said, "left", first=gb.SIHAO, line=gb.FOOT_LINE, more=[border, tabs])


def _blank() -> Element:
    return paragraph([run("")])


def in_lines(title: str) -> list[str]:
    """A title in lines of about one length, broken where a word is likely to end."""
    wide = across(title, gb.ERHAO)
    lines = math.ceil(wide / gb.WIDTH)
    if lines < 2:
        return [title]

    def off(at: int) -> float:
        likely = title[at - 1] in ENDS or title.startswith(WORDS, at)
        return abs(across(title[:at], gb.ERHAO) - wide / lines) - likely * REACH * gb.ERHAO

    places = (at for at in range(2, len(title) - 1) if _may_part(title, at))
    fits = [at for at in places if across(title[:at], gb.ERHAO) <= gb.WIDTH]
    if not fits:
        return [title]
    at = min(fits, key=off)
    return [title[:at].strip(), *in_lines(title[at:].strip())]


def _may_part(title: str, at: int) -> bool:
    """Neither within a number or a Latin word nor before what ends a phrase."""
    return not (title[at - 1].isascii() and title[at].isascii()) and title[at] not in NO_START


def _page(section: Section) -> None:
    section.page_width, section.page_height = Mm(gb.PAGE_MM[0]), Mm(gb.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(gb.TOP_MM), Mm(gb.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(gb.LEFT_MM), Mm(gb.RIGHT_MM)
    section.header_distance = Mm(15)
    beneath = gb.BOTTOM_MM - gb.PAGE_NUMBER_MM - gb.SIHAO / gb.PER_MM
    section.footer_distance = Mm(beneath)


def _settle(made: Document, body: Body) -> None:
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        for old in list(footer.paragraphs):
            old._p.getparent().remove(old._p)
        footer._element.append(_page_number(align))
    about = made.core_properties
    at = datetime(body.on.year, body.on.month, body.on.day, tzinfo=UTC)
    about.title, about.author, about.last_modified_by = body.title, body.issuer, body.issuer
    about.created = about.modified = at
    about.comments, about.revision = "", 1
    relations = made.part.package.rels
    for id in [id for id, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[id]


def _page_number(align: str) -> Element:
    def piece(child: Element) -> Element:
        made = run("", gb.PLAIN, gb.SIHAO)
        for said in made.findall("{*}t"):
            made.remove(said)
        made.append(child)
        return made

    code = element("instrText")
    code.text = "PAGE"
    runs = [
        run("— ", gb.PLAIN, gb.SIHAO),
        piece(element("fldChar", fldCharType="begin")),
        piece(code),
        piece(element("fldChar", fldCharType="separate")),
        run("1", gb.PLAIN, gb.SIHAO),
        piece(element("fldChar", fldCharType="end")),
        run(" —", gb.PLAIN, gb.SIHAO),
    ]
    edge = {"right": gb.SIHAO} if align == "right" else {"left": gb.SIHAO}
    return paragraph(runs, align, line=gb.SIHAO, **edge)  # type: ignore[arg-type]


def _steady(raw: io.BytesIO) -> bytes:
    """The archive without the time at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(made, "w") as taken:
        for name in given.namelist():
            about = zipfile.ZipInfo(name, STAMP)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            taken.writestr(about, given.read(name))
    return made.getvalue()
