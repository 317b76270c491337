"""Whether a picture was used before, asked with its hashes alone, before a byte is sent."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from contracts.caller import Caller
from contracts.orders.evidence import UsedBefore
from contracts.refusals import Forbidden, Invalid
from contracts.sight import told
from kit.reader import Reader
from services.evidence.piece.fingerprint import distance
from services.evidence.refusals import QuotaQuestions
from services.evidence.reuse import looks
from services.evidence.reuse.earlier import Held, copy_of, in_order, look_of
from services.evidence.reuse.pace import MOST, Pace

MOST_TOLD = 5
PACE = Pace()

Document = dict[str, Any]


def used_before(reader: Reader, ask: UsedBefore) -> Document:
    """{"compared", "uses"}: the same bytes in front, then the nearest; of each no more than who
    sends the picture would be told.

    Raises: Invalid, QuotaQuestions, Forbidden, Unavailable.
    """
    caller, now = reader.caller, datetime.now(UTC)
    if caller is None:
        raise Forbidden("缺少查询者身份")
    if not (ask.sha256 or ask.fingerprint):
        raise Invalid("请给出文件的 SHA-256 或画面指纹", field="$.sha256")
    if not PACE.allows(caller.account, now):
        raise QuotaQuestions(f"查得太快，每分钟最多 {MOST} 次，请稍后再查", limit=MOST)
    everywhere = reader.everywhere()
    same = looks.with_bytes(everywhere, ask.sha256, {}) if ask.sha256 else []
    alike = looks.looking_like(everywhere, ask.fingerprint, now) if ask.fingerprint else []
    uses = [_use(one, None, caller) for one in _known_to(caller, same)]
    uses += _nearest(ask.fingerprint, _known_to(caller, alike or []), same, caller)
    return {"compared": alike is not None, "uses": uses[:MOST_TOLD]}


def _known_to(caller: Caller, found: Iterable[Held]) -> list[Held]:
    return [held for held in in_order(found) if told(held[1].confidants, caller)]


def _nearest(
    fingerprint: str | None, found: Iterable[Held], same: Iterable[Held], caller: Caller
) -> Iterator[Document]:
    known = {id for id, _ in same}
    others = [
        (distance(int(fingerprint or "0", 16), look_of(held[1])), held)
        for held in found
        if held[0] not in known
    ]
    for bits, held in sorted(others, key=lambda pair: pair[0]):
        yield _use(held, bits, caller)


def _use(held: Held, bits: int | None, caller: Caller) -> Document:
    return copy_of(*held).as_seen_by(caller) | {"distance": bits}
