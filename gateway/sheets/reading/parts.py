"""The parts of a package that has been looked at, found by what they are to one another.

Everything is looked for by its plain name, whatever letters, slashes and prefixes a program
writes: spreadsheets open such files, and so do their readers.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from gateway.sheets.protocol import Refused
from gateway.sheets.reading.package import BROKEN_FILE, plain_name

MAINS = ("xl/workbook.xml", "word/document.xml")
"""Where the main part lies if nothing says so."""
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = ("1", "true", "on", "t")


class Relation(NamedTuple):
    """``kind``: the last word of its type (worksheet, styles); ``target``: a plain name."""

    kind: str
    target: str


class Parts:
    """Raises in every method: Refused not-a-table (a part that is no XML)."""

    def __init__(self, file: BinaryIO) -> None:
        self._package = zipfile.ZipFile(file)
        self._members = {plain_name(one.filename): one for one in self._package.infolist()}

    def main(self) -> str:
        """The name of the part that all others belong to."""
        told = [one.target for one in self.relations("").values() if one.kind == "officedocument"]
        for name in (*told, *MAINS):
            if name in self._members:
                return name
        raise Refused("not-a-table")

    def relations(self, name: str) -> dict[str, Relation]:
        """By their ids."""
        folder, _, own = name.rpartition("/")
        listed = self.tree(posixpath.join(folder, "_rels", f"{own}.rels"))
        return {
            one.get("Id", ""): Relation(
                one.get("Type", "").rpartition("/")[2].lower(),
                _target(folder, one.get("Target", "")),
            )
            for one in (listed if listed is not None else ())
            if one.get("TargetMode", "").lower() != "external"
        }

    def has(self, name: str) -> bool:
        return name in self._members

    def open(self, name: str) -> IO[bytes]:
        return self._package.open(self._members[name])

    def tree(self, name: str) -> Element | None:
        """A small part as a whole; None where there is none, or nothing in it."""
        if name not in self._members or not self._members[name].file_size:
            return None
        with self.open(name) as source:
            try:
                return ElementTree.parse(source).getroot()
            except (ElementTree.ParseError, LookupError, ValueError) as fault:
                raise Refused("not-a-table", BROKEN_FILE) from fault

    def elements(self, name: str) -> Iterator[Element]:
        """Those of a large part, each as soon as it is whole."""
        with self.open(name) as source:
            try:
                for _, node in ElementTree.iterparse(source):
                    yield node
            except (ElementTree.ParseError, LookupError, ValueError) as fault:
                raise Refused("not-a-table", BROKEN_FILE) from fault


def local(name: str) -> str:
    """An element's or an attribute's name without its namespace."""
    return name.rpartition("}")[2]


def attribute(node: Element, name: str) -> str:
    """An attribute by its local name, empty where there is none."""
    plain = node.get(name)
    if plain is not None:
        return plain
    return next((value for key, value in node.attrib.items() if local(key) == name), "")


def is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in TRUE


def number(text: str | None, otherwise: int = 0) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def child(node: Element | None, name: str) -> Element | None:
    if node is None:
        return None
    return next((one for one in node if local(one.tag) == name), None)


def unescaped(text: str) -> str:
    """What stands for a sign that XML cannot hold: _x000D_ (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _target(folder: str, target: str) -> str:
    whole = unquote(target).replace("\\", "/")
    path = whole if whole.startswith("/") else posixpath.join(folder, whole)
    return plain_name(posixpath.normpath(path))
