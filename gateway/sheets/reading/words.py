"""The text of a paragraph as people see it on the page (ECMA-376 part 1, 17)."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gateway.sheets.reading.parts import attribute, child, local

UNSEEN = frozenset(
    ("del", "moveFrom", "delText", "instrText", "pPr", "Fallback", "rt", "rubyPr", "sdtPr")
)
"""Deleted, moved away, computed from, told twice, or how something is read."""
SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
SHAPES = ("drawing", "pict", "object")
BOX = "txbxContent"
WINGDINGS = {"fc": "√", "fb": "×", "fe": "☑", "fd": "☒", "a8": "□", "6f": "□", "52": "☑", "a7": "■"}
"""Ticks and boxes that Word keeps as signs of a font (their last byte)."""
NO = ("0", "false", "off", "none")


@dataclass
class Words:
    """``notes``: (footnote or endnote, id); ``boxes``: text boxes, to be read as well."""

    text: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    picture: bool = False

    def add(self, node: Element) -> None:
        for one in node:
            name = local(one.tag)
            if name in UNSEEN or (name == "r" and _is_hidden(one)):
                continue
            if name == "t":
                self.text.append(one.text or "")
            elif name in SIGNS:
                self.text.append(SIGNS[name])
            elif name == "br":
                self.text.append("" if attribute(one, "type") == "page" else "\n")
            elif name == "sym":
                self.text.append(WINGDINGS.get(attribute(one, "char")[-2:].lower(), ""))
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes.append((name.removesuffix("Reference"), attribute(one, "id")))
            elif name in SHAPES:
                self._shape(one)
            else:
                self.add(one)

    def _shape(self, node: Element) -> None:
        boxes = [one for one in _seen(node) if local(one.tag) == BOX]
        self.boxes += boxes
        self.picture = self.picture or not boxes


def says(node: Element | None, name: str) -> bool:
    """Whether a property is there and not switched off."""
    one = child(node, name)
    return one is not None and attribute(one, "val").lower() not in NO


def value(node: Element | None, name: str) -> str:
    """The value of a property, empty where there is none."""
    one = child(node, name)
    return attribute(one, "val") if one is not None else ""


def _is_hidden(run: Element) -> bool:
    return says(child(run, "rPr"), "vanish")


def _seen(node: Element) -> list[Element]:
    """What lies in a shape, each told once."""
    found: list[Element] = []
    for one in node:
        if local(one.tag) not in UNSEEN:
            found += [one] if local(one.tag) == BOX else _seen(one)
    return found
