"""Receipts, and the keys that they are checked with."""

from contracts.orders import evidence as orders
from kit.table import Table, query
from services.evidence.proving import answers

TABLE: Table = (
    query(orders.ReceiptOf, answers.receipt_of),
    query(orders.ReceiptKeys, answers.receipt_keys),
)
