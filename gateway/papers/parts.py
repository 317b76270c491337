"""Paragraphs and tables in WordprocessingML. Every text goes through ``plain``."""

import math
import re
from collections.abc import Sequence

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from gateway.papers import measures as gb

HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’—…"
SPACE = re.compile(rf"(?<=[{HAN}])[ \u00a0]{{1,9}}(?=[!-~])|(?<=[!-~])[ \u00a0]{{1,9}}(?=[{HAN}])")
"""Between 汉字 and Latin: a page of the console has one there, a paper has none."""


def plain(text: str) -> str:
    return SPACE.sub("", text)


def element(name: str, **attributes: object) -> Element:
    """``w:<name>`` with ``w:`` attributes."""
    made: Element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def twips(points: float) -> int:
    return round(points * 20)


def run(
    text: str,
    font: str = gb.FANG,
    size: float = gb.SANHAO,
    colour: str = "",
    tight: float | None = None,
) -> Element:
    """``tight``: between its signs, in points; that of the grid where it is not said."""
    made = element("r")
    style = element("rPr")
    style.append(element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font, hint="eastAsia"))
    if colour:
        style.append(element("color", val=colour))
    between = (gb.TIGHT if size == gb.SANHAO else 0) if tight is None else tight
    if between:
        style.append(element("spacing", val=twips(between)))
    style.append(element("sz", val=round(size * 2)))
    style.append(element("szCs", val=round(size * 2)))
    made.append(style)
    for at, line in enumerate(plain(text).splitlines()):
        if at:
            made.append(element("br"))
        for each, piece in enumerate(line.split("\t")):
            if each:
                made.append(element("tab"))
            said = element("t")
            said.text = piece
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(said)
    return made


def paragraph(
    runs: Sequence[Element],
    align: str = "both",
    *,
    first: float = 0,
    left: float = 0,
    right: float = 0,
    hanging: float = 0,
    line: float = gb.LINE,
    more: Sequence[Element] = (),
    keep: bool = False,
) -> Element:
    """Indents in points; ``more``: ``pBdr`` and ``tabs``, in the order of the schema."""
    made = element("p")
    style = element("pPr")
    if keep:
        style.append(element("keepNext"))
    style.append(element("widowControl", val=0))
    style.extend(more)
    style.append(element("kinsoku"))
    style.append(element("overflowPunct", val=0))
    style.append(element("autoSpaceDE", val=0))
    style.append(element("autoSpaceDN", val=0))
    style.append(element("snapToGrid", val=0))
    style.append(element("spacing", before=0, after=0, line=twips(line), lineRule="exact"))
    indents = {"left": left, "right": right, "firstLine": first, "hanging": hanging}
    style.append(element("ind", **{name: twips(value) for name, value in indents.items() if value}))
    style.append(element("jc", val=align))
    made.append(style)
    made.extend(runs)
    return made


def keep_last(elements: Sequence[Element], lines: int) -> None:
    """So many lines at the end stand on the page of what follows; a row of a table is one."""
    left = lines
    for each in reversed(elements):
        if left <= 0:
            return
        rows = list(each.iterchildren(qn("w:tr")))[::-1] or [each]
        for row in rows[:left]:
            left -= max((_keep(one) for one in row.iter(qn("w:p"))), default=0)


def _keep(paragraph: Element) -> int:
    """How many lines it has, two at most."""
    style = paragraph.find(qn("w:pPr"))
    assert style is not None, "each is made with one"
    if style.find(qn("w:keepNext")) is None:
        style.insert(0, element("keepNext"))
    control = style.find(qn("w:widowControl"))
    assert control is not None, "each is made with one"
    control.set(qn("w:val"), "1")
    signs = sum(len(said.text or "") for said in paragraph.iter(qn("w:t")))
    return min(2, math.ceil(signs / gb.CHARACTERS))


BOX = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:wrapTopAndBottom/><wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>
</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>
</wps:spPr><wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></w:r>
"""
EMU = 12700
"""In a point."""


def boxed(paragraphs: Sequence[Element], height: float) -> Element:
    """A run that stands at the bottom of the type area, as wide as that."""
    size = {"width": round(gb.WIDTH * EMU), "height": round(height * EMU)}
    made: Element = parse_xml(BOX.format(**size).replace("\n", ""))
    inside = made.find(f".//{qn('w:txbxContent')}")
    assert inside is not None, "the box has one"
    inside.extend(paragraphs)
    return made


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    centred: Sequence[int] = (),
) -> Element:
    """As wide as the type area; its head stands again on each page, and no row is split."""
    columns = _columns(fitted(head, rows, widths) if head else widths)
    made = element("tbl")
    style = element("tblPr")
    style.append(element("tblW", w=sum(columns), type="dxa"))
    style.append(element("jc", val="center"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz=4, space=0, color="000000"))
    style.append(borders)
    style.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    beside = twips(gb.CELL_MARGINS) // 2
    for side, width in (("top", 30), ("left", beside), ("bottom", 30), ("right", beside)):
        margins.append(element(side, w=width, type="dxa"))
    style.append(margins)
    made.append(style)
    grid = element("tblGrid")
    grid.extend([element("gridCol", w=width) for width in columns])
    made.append(grid)
    if head:
        made.append(_row(head, columns, range(len(columns)), gb.HEI, head=True))
    made.extend([_row(row, columns, centred, gb.FANG) for row in rows])
    return made


def fitted(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> Sequence[int]:
    """The widths of a table's columns, in twips: what is short has room on one line, and long
    texts share what is left as ``widths`` says. Where that leaves them nothing, ``widths``."""
    whole, margin = twips(gb.WIDTH), twips(gb.CELL_MARGINS)
    wanted = [
        twips(max([_head(head[at]), *(_long(row[at]) for row in rows)])) + margin
        for at in range(len(widths))
    ]
    short = [one <= twips(gb.SHORT) + margin for one in wanted]
    left = whole - sum(one for one, is_short in zip(wanted, short, strict=True) if is_short)
    shares = sum(one for one, is_short in zip(widths, short, strict=True) if not is_short)
    if not shares:
        return wanted
    if left < short.count(False) * twips(gb.SHORT) / 2:
        return widths
    return [
        want if is_short else left * width // shares
        for want, is_short, width in zip(wanted, short, widths, strict=True)
    ]


def _long(text: str) -> float:
    """Of its longest line, in points, whatever font stands in for the one that is named."""
    return max((_widest(line) for line in plain(text).splitlines()), default=0)


def _widest(line: str) -> float:
    return sum(gb.XIAOSI * (gb.WIDEST_LATIN if sign.isascii() else 1) for sign in line)


def _head(text: str) -> float:
    """A long head stands on two lines."""
    return _long(text) / (2 if len(text) > gb.HEAD_SIGNS else 1) + gb.XIAOSI / 2


def across(text: str, size: float = gb.SANHAO) -> float:
    """As set, roughly: half a sign for each Latin one."""
    return sum(size / (2 if sign.isascii() else 1) for sign in text)


def _columns(widths: Sequence[int]) -> list[int]:
    """In twips; together exactly the type area."""
    whole, total = twips(gb.WIDTH), sum(widths)
    found = [whole * width // total for width in widths]
    found[-1] += whole - sum(found)
    return found


def _row(
    cells: Sequence[str],
    columns: Sequence[int],
    centred: Sequence[int],
    font: str,
    *,
    head: bool = False,
) -> Element:
    made = element("tr")
    style = element("trPr")
    style.append(element("cantSplit"))
    if not any(text.strip() for text in cells[1:]):
        style.append(element("trHeight", val=twips(gb.BY_HAND), hRule="atLeast"))
    if head:
        style.append(element("tblHeader"))
    made.append(style)
    for at, (text, width) in enumerate(zip(cells, columns, strict=True)):
        cell = element("tc")
        about = element("tcPr")
        about.append(element("tcW", w=width, type="dxa"))
        about.append(element("vAlign", val="center"))
        cell.append(about)
        align = "center" if at in centred else "left"
        cell.append(paragraph([run(text, font, gb.XIAOSI)], align, line=gb.CELL_LINE))
        made.append(cell)
    return made
