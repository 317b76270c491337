"""What a phone keeps instead of the file: signed, and the same for one piece at any time."""

from contracts.clock import as_written
from services.evidence.piece.custody import canonical
from services.evidence.piece.piece import Piece
from services.evidence.refusals import ReceiptNotReady

RECEIPT = "receipt+jwt"
ENDS = {"sealed": "SEALED", "rejected": "REJECTED", "disposed": "DISPOSED"}
"""Entry of custody → the state that it ends in."""


def receipt(state: Piece, id: str, issuer: str) -> bytes:
    """Canonical JSON. Raises: ReceiptNotReady."""
    ended = next((entry for entry in reversed(state.custody) if entry.what in ENDS), None)
    if ended is None or state.verdict is None:
        raise ReceiptNotReady("材料尚未查验完毕，暂无回执")
    rejected = ended.what == "rejected"
    return canonical(
        {
            "iss": issuer,
            "evidence": id,
            "district": state.district,
            "state": ENDS[ended.what],
            "sha256": state.manifest.sha256,
            "size": state.manifest.size,
            "filename": state.manifest.filename,
            "at": as_written(ended.at),
            "codes": [state.verdict.code] if rejected else [],
            "custody": ended.h,
        }
    )
