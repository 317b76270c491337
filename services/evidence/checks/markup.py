"""Markup, read by a real parser (expat) within limits; nothing of it is kept.

No document type and so no entity is allowed: what a part says is what its bytes say. Names are
looked at without their prefix, whatever namespace they are in: a rule cannot be passed by under
another one.
"""

from collections.abc import Container
from typing import Protocol
from xml.parsers import expat

from services.evidence.checks.protocol import Reject

BLOCK = 1024 * 1024
"""Bytes given to the parser at once."""

MAX_TOKEN = 8 * BLOCK
"""Bytes of one tag or comment. expat begins an unfinished one anew with every block, so that its
work grows with the square of the token's size."""

MAX_DEPTH = 300
MAX_ATTRIBUTES = 256
MAX_ELEMENTS = 20_000_000
MAX_TEXT = 64 * 1024
"""Signs of a text that a rule looks at: a formula, a field."""

MAX_NAMES = 10_000
"""Names that are remembered without their prefix."""

ENCODINGS = ("", "utf-8", "utf-16")
STYLESHEET = "xml-stylesheet"


Attributes = list[tuple[str, str]]
"""Of those that a rule watches; names may come twice, under two prefixes."""


class Rules(Protocol):
    """What is asked of a part. Names without prefix, in small letters. Each may raise Reject."""

    watched: Container[str]
    """Attributes that ``start`` is told of."""

    def start(self, name: str, attributes: Attributes) -> bool:
        """Whether the text directly in this element is wanted."""

    def text(self, name: str, text: str) -> None: ...


class Count:
    """Elements of all parts of a file together."""

    def __init__(self) -> None:
        self.elements = 0


class Markup:
    """One part, block by block. Raises: Reject in every method."""

    def __init__(self, rules: Rules, count: Count, where: str) -> None:
        self._rules = rules
        self._count = count
        self._where = where
        self._fed = 0
        self._hears = False
        self._locals: dict[str, str] = {}
        self._open: list[_Text | None] = []
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = MAX_TEXT
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction

    def feed(self, data: bytes) -> None:
        for at in range(0, len(data), BLOCK):
            block = data[at : at + BLOCK]
            self._parse(block, last=False)
            self._fed += len(block)
            if self._fed - max(0, self._parser.CurrentByteIndex) > MAX_TOKEN:
                raise Reject("decompression-bomb", self._where)

    def close(self) -> None:
        self._parse(b"", last=True)

    def _parse(self, data: bytes, last: bool) -> None:
        try:
            self._parser.Parse(data, last)
        except (expat.ExpatError, ValueError) as fault:
            raise Reject("unreadable", f"{self._where}: {fault}") from fault

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "").lower() not in ENCODINGS:
            raise Reject("unreadable", f"{self._where}: {encoding}")

    def _doctype(self, *_: object) -> None:
        raise Reject("unreadable", f"{self._where}: DOCTYPE")

    def _instruction(self, target: str, _data: str) -> None:
        if target.lower() == STYLESHEET:
            raise Reject("embedded", f"{self._where}: {target}")

    def _local(self, name: str) -> str:
        found = self._locals.get(name)
        if found is None:
            if len(self._locals) >= MAX_NAMES:
                self._locals.clear()
            found = self._locals[name] = name.rpartition(":")[2].lower()
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count.elements += 1
        if (
            len(self._open) >= MAX_DEPTH
            or len(attributes) > MAX_ATTRIBUTES
            or self._count.elements > MAX_ELEMENTS
        ):
            raise Reject("decompression-bomb", self._where)
        name = self._local(name)
        watched = self._rules.watched
        told = [
            (local, value)
            for key, value in attributes.items()
            if (local := self._local(key)) in watched
        ]
        wanted = self._rules.start(name, told)
        self._open.append(_Text(name) if wanted else None)
        if wanted != self._hears:
            self._hear(wanted)

    def _hear(self, texts: bool) -> None:
        """Texts that nobody wants are not even handed over."""
        self._hears = texts
        self._parser.CharacterDataHandler = self._text if texts else None

    def _text(self, text: str) -> None:
        wanted = self._open[-1]
        if wanted is not None and not wanted.add(text):
            raise Reject("decompression-bomb", self._where)

    def _end(self, _name: str) -> None:
        wanted = self._open.pop()
        if wanted is not None:
            self._rules.text(wanted.name, "".join(wanted.pieces))
        outer = bool(self._open) and self._open[-1] is not None
        if outer != self._hears:
            self._hear(outer)


class _Text:
    """The text of an element that a rule wants to see."""

    __slots__ = ("length", "name", "pieces")

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[str] = []
        self.length = 0

    def add(self, text: str) -> bool:
        self.length += len(text)
        self.pieces.append(text)
        return self.length <= MAX_TEXT


def read(data: bytes, rules: Rules, count: Count, where: str) -> None:
    """A whole part. Raises: Reject."""
    markup = Markup(rules, count, where)
    markup.feed(data)
    markup.close()
