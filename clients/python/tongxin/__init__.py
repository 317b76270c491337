"""A small client of Tongxin's public API: sign in, read, give orders, upload files."""

from tongxin.client import Tongxin
from tongxin.problems import (
    Away,
    ChangedSince,
    Conflict,
    Forbidden,
    Misfit,
    NotFound,
    NotSignedIn,
    Rejected,
    TongxinError,
)
from tongxin.receipts import BadReceipt, Receipt
from tongxin.shapes import Evidence, Page, Task
from tongxin.webhooks import NotGenuine, verified

__all__ = [
    "Away",
    "BadReceipt",
    "ChangedSince",
    "Conflict",
    "Evidence",
    "Forbidden",
    "Misfit",
    "NotFound",
    "NotGenuine",
    "NotSignedIn",
    "Page",
    "Receipt",
    "Rejected",
    "Task",
    "Tongxin",
    "TongxinError",
    "verified",
]
