"""Pictures and text boxes that lie over a sheet."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from contracts.sheets import MAX_CELL
from gateway.sheets.grid import Grid
from gateway.sheets.reading.parts import Parts, child, local, number

ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


def read(parts: Parts, sheet: str, grid: Grid) -> list[str]:
    """Marks the cells that pictures begin in; gives the text of boxes, in order."""
    texts: list[str] = []
    for one in parts.relations(sheet).values():
        if one.kind == "drawing":
            for anchor in _anchors(parts.tree(one.target)):
                _mark(anchor, grid)
                texts += _texts(anchor)
    return texts


def _anchors(drawing: Element | None) -> Iterator[Element]:
    return (one for one in (drawing if drawing is not None else ()) if local(one.tag) in ANCHORS)


def _mark(anchor: Element, grid: Grid) -> None:
    if not any(local(one.tag) == "pic" for one in anchor.iter()):
        return
    begin = child(anchor, "from")
    places = {local(one.tag): number(one.text, -1) for one in (begin if begin is not None else ())}
    row, column = places.get("row", -1) + 1, places.get("col", -1) + 1
    if row > 0 and column > 0:
        grid.mark(row, column, "picture")


def _texts(anchor: Element) -> Iterator[str]:
    for shape in anchor.iter():
        if local(shape.tag) != "txBody":
            continue
        text = "\n".join(
            "".join(part.text or "" for part in one.iter() if local(part.tag) == "t")
            for one in shape
            if local(one.tag) == "p"
        ).strip()
        if text:
            yield text[:MAX_CELL]
