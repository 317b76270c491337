"""What a database's error says: it is away, the request is at fault, or it does not tell.

Source: the server's error codes (src/mongo/base/error_codes.yml). A full disk, a replica that
steps down or a server in trouble is nobody's fault; a document or question that no server takes is
its author's, and trying it again helps nobody.
"""

from typing import Literal

from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
)

Blame = Literal["away", "request", "unclear"]

AWAY = (ConnectionFailure, ExecutionTimeout)
"""ConnectionFailure: all of the network, a pool that is empty, time-outs, elections."""

REQUEST = frozenset(
    {
        *(2, 4, 9, 14, 15, 16, 17, 20, 22, 26, 27, 28),  # values, types, paths, names
        *(40, 52, 54, 55, 56, 57, 59, 61, 66, 67, 68, 72, 73),  # updates, fields, options
        *(85, 86, 115, 121, 160, 168, 238, 241, 293, 303),  # indexes, validation, features
        *(10334, 11000, 11001, 12582, 17280, 17419),  # too large, and unique values
    }
)
OUTAGE = frozenset(
    {
        *(6, 7, 11, 43, 50, 64, 75, 89, 91, 100, 109, 112, 117),  # hosts, locks, conflicts
        *(133, 134, 175, 189, 202, 244, 262, 273, 317, 358),  # elections, shutdown, time limits
        *(8000, 9001, 10107, 11600, 11602, 13388, 13435, 13436, 14031),  # 14031: no disk space
    }
)

DUPLICATE = 11000


def duplicates(fault: BulkWriteError) -> list[int]:
    """Places in a batch of what was there already. Raises: the fault, where it says more."""
    said = fault.details
    if said["writeConcernErrors"] or {error["code"] for error in said["writeErrors"]} != {
        DUPLICATE
    }:
        raise fault
    return [error["index"] for error in said["writeErrors"]]


def blame(fault: PyMongoError) -> Blame:
    if isinstance(fault, AWAY):
        return "away"
    if not isinstance(fault, OperationFailure):
        return "request"  # the driver itself refused it
    codes = _codes(fault)
    if codes & OUTAGE:
        return "away"
    return "request" if codes & REQUEST else "unclear"


def _codes(fault: OperationFailure) -> set[int]:
    """Of a batch, those of its parts."""
    details = fault.details if isinstance(fault, BulkWriteError) else None
    parts = [part.get("code") for part in (details or {}).get("writeErrors", ())]
    return {code for code in (fault.code, *parts) if isinstance(code, int)}
