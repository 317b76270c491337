"""Objects that no record knows: looked at for a month, adopted, or gone."""

from typing import Any

import pytest

from contracts.evidence import EvidenceStored, Orphan, OrphansFound
from contracts.orders.evidence import AdoptOrphan
from contracts.refusals import NotFound
from services.evidence.piece import custody
from services.evidence.piece.media import PDF
from services.evidence.refusals import OrphanSettled, TypeNotAllowed
from services.evidence.rounds.orphans import (
    KEPT,
    LAST_HOUR,
    Adoption,
    Seen,
    Unknown,
    adopt,
    evidence_in,
    fall_due,
    id_of,
    owns,
    past,
    take_in,
    those_found,
)
from tests.unit.evidence.support import NOW, OFFICE, an_id, given, kept, later, stored, words

ID = an_id()
KEY = f"chengguan/20260601/{ID}"
FOUND = Orphan(
    orphan=id_of(KEY),
    district="chengguan",
    evidence=ID,
    object=KEY,
    version_id="v1",
    size=9,
    stored_at=NOW,
)
FACT = OrphansFound(orphans=(FOUND,))


def taken(state: Unknown | None = None) -> Unknown | None:
    change = take_in(state, FACT, given(id_of(KEY)))
    return change.state if change else None


WAITS = taken()
assert WAITS is not None


def due(state: Unknown, at: Any = NOW, **seen: Any) -> Unknown:
    told = Seen(**{"owned": False} | seen)
    return fall_due(state, None, given("o-1", at=at, found=told)).state


def adopted(
    state: Any = None, orphan: Any = WAITS, sha256: str = "0" * 64, media: str = PDF
) -> Any:
    order = AdoptOrphan(orphan=id_of(KEY), title="会议纪要", media_type=media, reason="恢复后认领")
    about = Adoption(orphan=orphan, sha256=sha256)
    return adopt(state, order, given(ID, by=OFFICE, found=about))


def test_the_keys_of_originals_are_told_from_others() -> None:
    assert evidence_in(KEY) == ("chengguan", ID)
    for other in (f"thumbs/{KEY}.jpg", f"leads/{KEY}", f"{KEY}.plain", "chengguan/20260601/x", ""):
        assert evidence_in(other) is None


def test_an_object_is_its_pieces_unless_its_time_was_over() -> None:
    piece = stored().but(object=KEY)
    assert owns(piece, KEY) and not owns(piece, f"{KEY}x") and not owns(None, KEY)
    assert not owns(piece.but(state="EXPIRED"), KEY)


def test_whole_folders_of_what_is_no_original_are_passed_by() -> None:
    assert past(KEY) == KEY
    for folder in ("leads/", "proofs/", "thumbs/"):
        assert f"{folder}zzz" < past(f"{folder}0/x") < f"{folder[:-1]}1"


def test_what_is_found_waits_for_a_month_and_is_taken_in_once() -> None:
    assert those_found(FACT, None, None) == [id_of(KEY)]
    assert WAITS is not None and (WAITS.state, WAITS.delete_at) == ("ORPHAN_REVIEW", NOW + KEPT)
    assert taken(WAITS) is None
    again = taken(due(WAITS, owned=True))
    assert again is not None and again.state == "ORPHAN_REVIEW"


def test_it_goes_when_nobody_wanted_it_and_an_hour_after_that_was_said() -> None:
    assert WAITS is not None
    said = due(WAITS)
    assert (said.state, said.delete_at) == ("DELETED", NOW + LAST_HOUR)
    assert due(said).delete_at is None


def test_what_a_piece_has_by_now_stays_at_any_point() -> None:
    assert WAITS is not None
    for state in (WAITS, due(WAITS)):
        after = due(state, owned=True)
        assert (after.state, after.delete_at) == ("ADOPTED", None)


def test_the_lock_of_the_store_is_waited_for() -> None:
    assert WAITS is not None
    until = later(days=900)
    after = due(WAITS, locked_until=until)
    assert (after.state, after.delete_at) == ("ORPHAN_REVIEW", until)
    assert due(WAITS, at=until, locked_until=until).state == "DELETED"


def test_what_is_adopted_is_checked_as_any_other_and_says_who_adopted_it() -> None:
    change = adopted()
    piece = change.state
    assert (piece.state, piece.object, piece.version_id) == ("STORED", KEY, "v1")
    assert change.events == (EvidenceStored(evidence=ID, size=9, media_type=PDF),)
    assert words(piece) == ["declared", "adopted"]
    assert piece.custody[0].facts["manifest"] == custody.digest(piece.manifest)
    assert (piece.custody[1].by, piece.custody[1].facts["reason"]) == ("office", "恢复后认领")
    assert kept(piece) == piece
    assert adopted(piece).events == ()


def test_what_is_settled_absent_or_no_evidence_is_not_adopted() -> None:
    assert WAITS is not None
    for state, orphan, sha256 in (
        (stored(), WAITS, "0" * 64),
        (None, due(WAITS), "0" * 64),
        (None, WAITS, ""),
    ):
        with pytest.raises(OrphanSettled):
            adopted(state, orphan, sha256)
    with pytest.raises(NotFound):
        adopted(orphan=None)
    with pytest.raises(TypeNotAllowed):
        adopted(media="text/html")
