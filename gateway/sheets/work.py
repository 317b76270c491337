"""The process that handles one table: read, answer. It is forked where this is imported already.

Nothing of a file is ever written to a log: what goes wrong is told by its kind alone.
"""

import codecs
from typing import BinaryIO

import msgspec

from gateway.sheets import lawful, reading, writing
from gateway.sheets.protocol import Fault, Read, Refused, Reply, Write

MAX_LINE = 64 * 1024
GIVEN, ANSWER = 0, 1
"""Descriptors."""

for name in ("cp437", "gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
    codecs.lookup(name)  # else each child imports it anew


def read() -> None:
    with open(GIVEN, "rb") as given, open(ANSWER, "wb") as answer:
        answer.write(msgspec.json.encode(_read(given)))


def _read(given: BinaryIO) -> Reply:
    request = msgspec.json.decode(given.readline(MAX_LINE), type=Read)
    try:
        reply = reading.read(request.filename, given.read(), request.limits)
        if reply.workbook is not None:
            lawful.must_be_lawful(reply.workbook, contacts=request.contacts)
        return reply
    except Refused as refused:
        return Reply(fault=refused.fault)
    except MemoryError:
        return Reply(fault=Fault(code="table-bomb"))
    except Exception as error:  # noqa: BLE001 - a hostile file may break a library anywhere
        return Reply(fault=Fault(code="not-a-table"), read_as=type(error).__name__)


def write() -> None:
    with open(GIVEN, "rb") as given, open(ANSWER, "wb") as answer:
        request = msgspec.json.decode(given.readline(MAX_LINE), type=Write)
        writing.write(given, answer, request.format)
