"""A workbook of a spreadsheet: its sheets one after another, each cell as people see it.

Only what shows is read: names, rules, themes, properties and links may be broken, as in a
spreadsheet itself. Sources: ECMA-376 part 1, 18; ISO 29500 strict has other namespaces, which do
not matter here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from contracts.sheets import MAX_BESIDE, MAX_SHEETS, CellFault, Sheet
from gateway.sheets.grid import Grid, Room
from gateway.sheets.protocol import Refused
from gateway.sheets.reading import drawings
from gateway.sheets.reading.cells import Looks, SheetReader, rich
from gateway.sheets.reading.formats import BUILT_IN
from gateway.sheets.reading.parts import (
    Parts,
    Relation,
    attribute,
    child,
    is_true,
    local,
    number,
    unescaped,
)

MAX_STYLES = 70_000
"""A spreadsheet has 65,490 at most."""


@dataclass(frozen=True)
class Listed:
    """A sheet as the workbook lists it. ``part``: its name in the package."""

    name: str
    part: str
    hidden: bool


def read(parts: Parts, main: str, room: Room) -> tuple[list[Sheet], list[str]]:
    """The sheets, and what stands in text boxes. Raises: Refused."""
    book, relations = parts.tree(main), parts.relations(main)
    listed = list(_listed(book, relations, parts))
    if len(listed) > MAX_SHEETS:
        fault = CellFault("", 0, "", f"超过 {MAX_SHEETS} 个工作表")
        raise Refused("table-too-large", f"{fault.text}，请拆分后再提交。", fault)
    if not listed:
        raise Refused("not-a-table", "文件里没有工作表。")
    properties = child(book, "workbookPr")
    since_1904 = properties is not None and is_true(properties.get("date1904"))
    looks = Looks(_strings(parts, relations), _formats(parts, relations), since_1904)
    sheets: list[Sheet] = []
    beside: list[str] = []
    for one in listed:
        grid = Grid(one.name, room)
        reader = SheetReader(grid, looks)
        reader.read(parts.elements(one.part))
        beside += drawings.read(parts, one.part, grid)
        sheets.append(reader.sheet(hidden=one.hidden))
    return [one for one in sheets if one.rows or not one.hidden], beside[:MAX_BESIDE]


def _listed(book: Element | None, relations: dict[str, Relation], parts: Parts) -> Iterator[Listed]:
    """Tables alone: pages that only hold a chart, or macros, have no cells."""
    for n, one in enumerate(_each(child(book, "sheets")), 1):
        found = relations.get(attribute(one, "id"))
        if found is None and (name := f"xl/worksheets/sheet{n}.xml") and parts.has(name):
            found = Relation("worksheet", name)
        if found is None or not parts.has(found.target):
            raise Refused("not-a-table", f"第{n}个工作表在文件里找不到，请另存为 .xlsx 后再提交。")
        if found.kind == "worksheet":
            hidden = attribute(one, "state").lower() not in ("", "visible")
            yield Listed(unescaped(one.get("name") or f"Sheet{n}"), found.target, hidden)


def _strings(parts: Parts, relations: dict[str, Relation]) -> list[str]:
    name = _part(parts, relations, "sharedstrings", "xl/sharedstrings.xml")
    texts: list[str] = []
    if not name:
        return texts
    for node in parts.elements(name):
        if local(node.tag) == "si":
            texts.append(rich(node))
            node.clear()
    return texts


def _formats(parts: Parts, relations: dict[str, Relation]) -> list[str]:
    """The code of the number format of every cell style, in order."""
    name = _part(parts, relations, "styles", "xl/styles.xml")
    styles = parts.tree(name) if name else None
    codes = BUILT_IN | {
        number(one.get("numFmtId"), -1): one.get("formatCode") or "General"
        for one in _each(child(styles, "numFmts"))
    }
    return [
        codes.get(number(one.get("numFmtId")), "General") for one in _each(child(styles, "cellXfs"))
    ][:MAX_STYLES]


def _part(parts: Parts, relations: dict[str, Relation], kind: str, usual: str) -> str:
    """A part by its relation, else where it usually lies; empty if it is nowhere."""
    told = [one.target for one in relations.values() if one.kind == kind]
    return next((name for name in (*told, usual) if parts.has(name)), "")


def _each(node: Element | None) -> Iterator[Element]:
    return iter(node if node is not None else ())
