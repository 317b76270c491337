"""The process that handles one table: confine, read, answer.

Nothing of a file is ever written to a log: what goes wrong is told by its kind alone.
"""

import sys
from typing import BinaryIO

import msgspec

from gateway.sheets.confine import confine
from gateway.sheets.protocol import Fault, Read, Refused, Reply, Write

MAX_LINE = 64 * 1024


def read(given: BinaryIO) -> Reply:
    request = msgspec.json.decode(given.readline(MAX_LINE), type=Read)
    confine(request.limits)
    from gateway.sheets.reading import read as read_table  # heavy: after the limits are set

    try:
        return read_table(request.filename, given.read(), request.limits)
    except Refused as refused:
        return Reply(fault=refused.fault)
    except MemoryError:
        return Reply(fault=Fault(code="table-bomb"))
    except Exception as error:  # noqa: BLE001 - a hostile file may break a library anywhere
        return Reply(fault=Fault(code="not-a-table"), read_as=type(error).__name__)


def main(mode: str) -> None:
    given, answer = sys.stdin.buffer, sys.stdout.buffer
    if mode == "read":
        answer.write(msgspec.json.encode(read(given)))
        return
    request = msgspec.json.decode(given.readline(MAX_LINE), type=Write)
    confine(request.limits)
    from gateway.sheets.writing import write

    write(given, answer, request.format)


main(sys.argv[1])
