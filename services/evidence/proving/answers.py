"""What proves, handed out."""

from typing import Any

from contracts.orders.evidence import ReceiptKeys, ReceiptOf, TreeHeadOf
from contracts.refusals import Forbidden
from kit.reader import Reader
from services.evidence import settings
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving.believing import head_in
from services.evidence.proving.looks import own_key, own_keys
from services.evidence.proving.receipts import RECEIPT, receipt
from services.evidence.proving.store import TREES
from services.evidence.proving.tree import THE_TREE
from services.evidence.refusals import NoTreeHead


def receipt_of(reader: Reader, ask: ReceiptOf) -> dict[str, Any]:
    """{"receipt"}: a compact JWS. Raises: NotFound (also another unit's), ReceiptNotReady."""
    if reader.caller is None:
        raise Forbidden("缺少查询者身份")
    state = reader.get(EVIDENCE, ask.evidence)
    state.must_be_seen_by(reader.caller, ask.evidence)
    said = receipt(state, ask.evidence, settings.ISSUER())
    return {"receipt": own_key().signed(RECEIPT, said)}


def receipt_keys(_reader: Reader, _ask: ReceiptKeys) -> dict[str, Any]:
    """{"keys"}: JWKS."""
    return own_keys()


def tree_head_of(reader: Reader, _ask: TreeHeadOf) -> dict[str, Any]:
    """The newest head. Raises: NoTreeHead."""
    tree = reader.everywhere().find(TREES, THE_TREE)
    if tree is None or not tree.head:
        raise NoTreeHead("还没有任何材料的保管记录")
    told = head_in(tree.head, own_keys())
    named = {"number": told.number, "size": told.size, "root": told.root}
    return {"head": tree.head, "signed_at": told.at, **named}
