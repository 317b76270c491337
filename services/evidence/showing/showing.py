"""Who comes to know of an inspector's photo: the people of its visit when a finding that is still a
secret names it; everybody, and the unit at fault, when the finding is known.

What is sealed is told anew each time: to those who hear of it now it is news.
"""

from datetime import timedelta

from contracts.orders.evidence import DownloadOf
from contracts.sight import Confidants
from contracts.tasks import FindingHeld, FindingRaised
from kit.change import Change, Given
from services.evidence.piece import telling
from services.evidence.piece.piece import Piece, used

MAX_SHOWN_TO = 60
SAME_READ = timedelta(minutes=10)
"""An address that the same account asks for again so soon is the same read of the file."""


def fetched(evidence: Piece, ask: DownloadOf, given: Given) -> Change[Piece] | None:
    """Who took the original, and when, is an entry of its custody; previews are counted alone."""
    if ask.thumbnail:
        return None
    last, by = evidence.custody[-1] if evidence.custody else None, given.by.account
    if last and (last.what, last.by) == ("fetched", by) and given.now - last.at < SAME_READ:
        return None
    return Change(evidence.noted("fetched", given.now, {}, by))


def show(evidence: Piece | None, fact: FindingRaised, given: Given) -> Change[Piece] | None:
    """Only evidence of the finding's own district."""
    if evidence is None or given.heard.district != evidence.district:
        return None
    shown_to = tuple(dict.fromkeys((*evidence.shown_to, fact.unit)))[:MAX_SHOWN_TO]
    shown = used(evidence, fact.finding).but(reserved=False, known_to=(), shown_to=shown_to)
    if shown == evidence:
        return None
    return Change(shown, telling.what_stands(shown, given.key) if evidence.reserved else ())


def confide(evidence: Piece | None, _fact: FindingHeld, given: Given) -> Change[Piece] | None:
    """Those who may know of the finding may know of its photos."""
    if evidence is None or given.heard.district != evidence.district:
        return None
    visit = given.heard.told_to
    if not evidence.reserved or visit is None:
        return None
    known_to = Confidants(evidence.known_to).joined_by(visit).names
    if known_to == evidence.known_to:
        return None
    known = evidence.but(known_to=known_to)
    return Change(known, telling.what_stands(known, given.key))
