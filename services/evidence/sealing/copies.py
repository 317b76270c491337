"""Something was sealed: whichever holds the same bytes and was sealed later is a copy.

Only of what those who know of it may know of: a photo that is still a secret makes no other a copy
until it is shown, which is told as its sealing was.

Looked at after the fact, so that two copies sealed in the same moment find each other: the one
whose event is handled last sees both.
"""

from typing import Any

from contracts.sight import covers
from kit.change import Change, Knowing
from services.evidence.piece import telling
from services.evidence.piece.piece import CopyOf, Piece


def mark_copy(
    state: Piece, _: Any, given: Knowing[list[tuple[str, Piece]]]
) -> Change[Piece] | None:
    """The same bytes were sealed before: recorded and raised, never taken instead of bytes.

    ``given.found``: id and state of all that were sealed with these bytes, the first in front. It
    is a copy of the first that whoever knows of this one may know of.
    """
    known = (one for one in given.found if covers(one[1].confidants, state.confidants))
    first_id, first = next(known, (given.key, state))
    if first_id == given.key or state.duplicate is not None or state.state != "SEALED":
        return None
    duplicate = CopyOf(evidence=first_id, district=first.district, items=first.manifest.items)
    noted = state.noted("reused", given.now, {"code": "evidence-reused", "of": first_id})
    return Change(noted.but(duplicate=duplicate), (telling.reused(state, duplicate, given.key),))
