"""What proves, handed out."""

from typing import Any

from contracts.orders.evidence import ReceiptKeys, ReceiptOf
from contracts.refusals import Forbidden
from kit.reader import Reader
from services.evidence import settings
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving.keys import key_set
from services.evidence.proving.looks import own_key
from services.evidence.proving.receipts import RECEIPT, receipt


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
    return key_set(own_key(), settings.FORMER_PROOF_KEYS())
