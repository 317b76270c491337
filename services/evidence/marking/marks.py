"""Frames around what proves: drawn by who handed the piece in, or by who reviews it."""

from contracts.orders.evidence import MarkPassage, UnmarkPassage
from contracts.refusals import Invalid, absent
from kit.change import Change, Given
from services.evidence.piece.piece import Frame, Piece
from services.evidence.refusals import NotSealed, TooManyMarks

MAX_MARKS = 20
"""Of one piece."""
MAX_CUSTODY = 400
"""Entries of custody after which no more frames are drawn or taken away."""
EXACT = 4
"""Places after the point: a ten-thousandth of a page is less than a letter."""


def mark(state: Piece, order: MarkPassage, given: Given) -> Change[Piece]:
    """One more frame; the answer names its number, which no other ever has.

    Raises: NotFound, NotSealed, TooManyMarks, Invalid (beyond the page).
    """
    state.must_be_seen_by(given.by, given.key)
    must_be_sealed(state)
    _must_lie_on_its_page(state, order)
    if len(state.marks) >= MAX_MARKS or len(state.custody) >= MAX_CUSTODY:
        raise TooManyMarks(f"一份材料最多画 {MAX_MARKS} 个框，请先删去不用的。")
    number = max((one.number for one in state.marks), default=state.marked) + 1
    frame = Frame(
        number=number,
        page=order.page,
        x=round(order.x, EXACT),
        y=round(order.y, EXACT),
        width=round(order.width, EXACT),
        height=round(order.height, EXACT),
        note=order.note,
        by=given.by.account,
        at=given.now,
    )
    where = f"{frame.page} {frame.x} {frame.y} {frame.width} {frame.height}"
    noted = state.noted("marked", given.now, {"n": str(number), "box": where}, frame.by)
    return Change(noted.but(marks=(*state.marks, frame), marked=number), answer={"number": number})


def unmark(state: Piece, order: UnmarkPassage, given: Given) -> Change[Piece]:
    """Its maker takes it away, or an office. Raises: NotFound (such a number, another's)."""
    state.must_be_seen_by(given.by, given.key)
    known = next((one for one in state.marks if one.number == order.number), None)
    own = known is not None and known.by == given.by.account
    if known is None or not (own or given.by.has("city_office", "district_office")):
        raise absent(f"{given.key} 第 {order.number} 个框")
    by = given.by.account
    noted = state.noted("unmarked", given.now, {"n": str(order.number)}, by)
    return Change(noted.but(marks=tuple(one for one in state.marks if one != known)))


def must_be_sealed(state: Piece) -> None:
    """Raises: NotSealed."""
    if state.state != "SEALED":
        raise NotSealed("材料尚未封存，暂不能办理")


def _must_lie_on_its_page(state: Piece, order: MarkPassage) -> None:
    pages = (state.verdict.facts.pages if state.verdict else None) or 1
    if order.page > pages:
        raise Invalid(f"这份材料只有 {pages} 页。", field="$.page")
    for start, length, field in ((order.x, order.width, "x"), (order.y, order.height, "y")):
        if start + length > 1:
            raise Invalid("方框超出了页面。", field=f"$.{field}")
