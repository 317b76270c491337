"""A queue on disk that brings files to Tongxin: nothing is lost, and nothing is sent twice."""

from tongxin_field.capture import NoRoom, keep
from tongxin_field.queue import Busy, Kept, Queue
from tongxin_field.receipts import Receipt, ReceiptInvalid, checked
from tongxin_field.sending import Sender, Told

__all__ = [
    "Busy",
    "Kept",
    "NoRoom",
    "Queue",
    "Receipt",
    "ReceiptInvalid",
    "Sender",
    "Told",
    "checked",
    "keep",
]
