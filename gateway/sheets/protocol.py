"""What the gateway and the process that handles a table say to one another.

Both modes: one line of JSON (``Read`` or ``Write``) on the process's input, then what follows.

- ``read``: the file's bytes follow; the answer is one JSON ``Reply``.
- ``write``: lines of JSON follow: an object (``Head``) begins a sheet, an array is its next row;
  the answer is the file.
"""

from typing import Literal

from msgspec import Struct

from contracts.sheets import Block, CellFault, Workbook

MIB = 1024 * 1024
Format = Literal["xlsx", "csv"]


class Limits(Struct, frozen=True, kw_only=True):
    """``memory``, ``unpacked`` and ``output`` in bytes, ``seconds`` of wall clock, and counts."""

    memory: int = 768 * MIB
    seconds: int = 20
    unpacked: int = 200 * MIB
    members: int = 2000
    cells: int = 300_000
    text: int = 8_000_000
    """Characters of all cells together."""
    output: int = 512 * MIB


class Read(Struct, frozen=True, kw_only=True):
    """``contacts``: the table may hold telephone numbers."""

    filename: str
    contacts: bool = False
    limits: Limits = Limits()


class Fault(Struct, frozen=True, kw_only=True):
    """Why the file is refused: ``code`` is in ``gateway.problems.TABLE``."""

    code: str
    detail: str = ""
    faults: tuple[CellFault, ...] = ()


class Reply(Struct, frozen=True, kw_only=True):
    """``read_as``: the format and the encoding, such as ``csv gb18030``."""

    workbook: Workbook | None = None
    read_as: str = ""
    fault: Fault | None = None


class Refused(Exception):
    """The file is no table that we take; raised in the process, told in its reply."""

    def __init__(self, code: str, detail: str = "", *faults: CellFault) -> None:
        super().__init__(code)
        self.fault = Fault(code=code, detail=detail, faults=faults)


class Write(Struct, frozen=True, kw_only=True):
    format: Format
    limits: Limits = Limits()


class Head(Struct, frozen=True, kw_only=True):
    """The sheet that the next rows belong to. Fields as in ``contracts.sheets.Sheet``."""

    name: str
    merged: tuple[Block, ...] = ()
    widths: tuple[int, ...] = ()
    header: int = 0
