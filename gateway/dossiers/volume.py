"""What a dossier consists of, as it is kept."""

from msgspec import Struct


class Filed(Struct, frozen=True, kw_only=True):
    """A file. ``made``: the bytes of what was printed here; of an original, ``evidence`` and its
    signed ``receipt``. ``crc``: CRC-32, which a ZIP wants."""

    path: str
    size: int
    sha256: str
    crc: int
    evidence: str = ""
    receipt: str = ""
    made: bytes = b""


class Lack(Struct, frozen=True, kw_only=True):
    """What an item has not got, and the unit that leads it, by name."""

    item: str
    what: str
    lead: str


class Volume(Struct, frozen=True, kw_only=True):
    """卷: an item of a year. ``points`` and ``score`` in thousandths, ``score`` None where nothing
    was marked. ``first``: the number of its first page in the whole dossier. ``faults``: why it
    cannot be bound."""

    item: str
    title: str
    category: str
    lead: str
    points: int
    score: int | None
    first: int
    pages: int
    materials: int
    files: tuple[Filed, ...]
    lacks: tuple[Lack, ...] = ()
    faults: tuple[str, ...] = ()
    sealed: str = ""
    """When the last of its originals was sealed."""


class Planned(Struct, frozen=True, kw_only=True, array_like=True):
    """A file's place in the ZIP: the ``n``-th of the ``volume``-th."""

    path: str
    size: int
    crc: int
    sha256: str
    evidence: str
    volume: int
    n: int
