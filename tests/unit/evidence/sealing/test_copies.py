"""The same bytes twice: nobody learns by a copy of a photo that is still a secret."""

from datetime import timedelta
from typing import Any

from contracts.evidence import EvidenceReused
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import Verdict
from services.evidence.sealing import copies, looks
from tests.unit.evidence.support import LIN, NOW, SUN, declared, given, manifest_of


class Held:
    """What is sealed, as a reader gives it."""

    def __init__(self, **pieces: Piece) -> None:
        self.pieces = pieces

    def all(self, *_: Any) -> list[tuple[str, Piece]]:
        return [(id, one) for id, one in self.pieces.items() if one.duplicate is None]


def sealed(minute: int, by: Any = LIN, **more: Any) -> Piece:
    at = NOW + timedelta(minutes=minute)
    sealing = {"state": "SEALED", "verdict": Verdict(code="ok"), "sealed_at": at}
    return declared(manifest_of(b"same"), by).but(**sealing, sealed_until=at, **more)


def marked(held: Held, id: str) -> Any:
    """What becomes of one of them when sealing is heard: a Change, or None."""
    reader: Any = held
    fact: Any = type("Fact", (), {"sha256": "same"})()
    state = held.pieces[id]
    found = looks.for_copies(reader, fact, given())
    if id not in looks.later_copies(fact, given(found=found), reader):
        return None
    return copies.mark_copy(state, fact, given(id, by=None, found=found))


def test_an_honest_copy_of_a_secret_photo_is_none_until_the_photo_is_shown() -> None:
    held = Held(secret=sealed(0, SUN), honest=sealed(1))
    assert marked(held, "honest") is None
    held.pieces["secret"] = held.pieces["secret"].but(reserved=False)
    change = marked(held, "honest")
    (fact,) = change.events
    assert isinstance(fact, EvidenceReused) and fact.duplicate_of == "secret"


def test_of_two_honest_copies_the_second_is_one_though_a_secret_photo_was_first() -> None:
    held = Held(secret=sealed(0, SUN), honest=sealed(1), later=sealed(2))
    assert marked(held, "honest") is None
    assert marked(held, "later").state.duplicate.evidence == "honest"


def test_a_secret_copy_of_an_honest_photo_is_one_and_says_so_when_it_is_shown() -> None:
    held = Held(honest=sealed(0), secret=sealed(1, SUN))
    change = marked(held, "secret")
    assert change.state.duplicate.evidence == "honest"
    assert change.state.confidants.names == ("sun",), "so is its fact's envelope"


def test_ones_own_secret_is_no_secret_to_oneself() -> None:
    held = Held(first=sealed(0, SUN), second=sealed(1, SUN), known=sealed(2, SUN, known_to=("x",)))
    assert marked(held, "second").state.duplicate.evidence == "first"
    assert marked(held, "known") is None, "who knows of it does not know of the others"
