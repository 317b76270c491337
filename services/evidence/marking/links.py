"""One file serves several items: one upload, one blob, and a declared link for each further use."""

from contracts.orders.evidence import LinkPiece
from kit.change import Change, Given
from services.evidence.marking.marks import must_be_sealed
from services.evidence.piece import telling
from services.evidence.piece.piece import Link, Piece
from services.evidence.refusals import TooManyLinks

MAX_LINKS = 20


def link(state: Piece, order: LinkPiece, given: Given) -> Change[Piece] | None:
    """The piece serves another item, or another task, too; told anew with all that it serves.

    Raises: NotFound (another unit's), NotSealed, TooManyLinks.
    """
    state.must_be_own(given.by, given.key)
    must_be_sealed(state)
    served = (order.item in state.items) and (not order.task or order.task in state.tasks)
    if served:
        return None
    if len(state.links) >= MAX_LINKS:
        raise TooManyLinks(f"一份材料最多再用于 {MAX_LINKS} 处。")
    by = given.by.account
    new = Link(item=order.item, task=order.task or "", why=order.reason, by=by, at=given.now)
    facts = {"item": new.item, "task": new.task, "why": new.why}
    linked = state.noted("linked", given.now, facts, by).but(
        links=(*state.links, new), linked=tuple(dict.fromkeys((*state.linked, order.item)))
    )
    return Change(linked, telling.what_stands(linked, given.key)[:1])
