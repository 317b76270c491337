"""Receipts, and the keys that they are checked with; the tree of all custody."""

from contracts.orders import evidence as orders
from kit.table import Table, due, query
from services.evidence.proving import answers, growing, looks
from services.evidence.proving.store import TREES

EVERY = 60
"""Seconds between two looks where nothing was added."""

TABLE: Table = (
    query(orders.ReceiptOf, answers.receipt_of),
    query(orders.ReceiptKeys, answers.receipt_keys),
    query(orders.TreeHeadOf, answers.tree_head_of),
    due("tree_grows", TREES, growing.grow, gather=looks.for_growth, lease=EVERY),
)
