"""Message properties that cannot be read must reach a handler, never break the drain loop.

amqp decodes them while it reads the socket: bytes that are no UTF-8, or a timestamp beyond year
9999, would end the connection, come back with the message, and end it again.
"""

from typing import Any

from amqp.serialization import PROPERTY_CLASSES, decode_properties_basic
from amqp.spec import Basic

UNREADABLE = "unreadable"
"""Stands among a message's properties, with the fault, where they could not be read."""


def read_properties(buffer: bytes, offset: int) -> tuple[dict[str, Any], int]:
    try:
        found: tuple[dict[str, Any], int] = decode_properties_basic(buffer, offset)
    except Exception as fault:  # noqa: BLE001  whatever a stranger's client has written
        return {UNREADABLE: f"{type(fault).__name__}: {fault}"[:300]}, len(buffer)
    return found


PROPERTY_CLASSES[Basic.CLASS_ID] = read_properties
