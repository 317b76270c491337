"""A lead's photo: held without a lock until it is kept, and else deleted."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.evidence import EvidenceStored, LeadPhotoChecked, LeadPhotoStored
from contracts.orders.evidence import DeclareLeadPhoto, LeadPhotoSent
from contracts.tasks import LeadPhotoDropped, LeadPhotoKept
from services.evidence.leads.photo import (
    ADDRESS as ADDRESS_LIFE,
)
from services.evidence.leads.photo import (
    CHECK_AGAIN,
    MAX_FAILURES,
    MOST_OPEN,
    SENDING,
    Looked,
    Photo,
    Plain,
    Room,
    adopt,
    checked,
    declare,
    drop,
    fall_due,
    keep,
    plain_of,
    sent,
)
from services.evidence.piece.verdict import OK, Verdict, refused, unfinished
from services.evidence.refusals import ManifestDiffers, QuotaOpen
from services.evidence.uploading.uploading import Sighting
from tests.unit.evidence.support import NOW, given

PHOTO = "01890000-0000-7000-8000-000000000001"
ORDER = DeclareLeadPhoto(
    photo=PHOTO,
    snap="s-1",
    district="chengguan",
    size=700,
    sha256="a" * 64,
    media_type="image/jpeg",
)
ADDRESS = {"url": "http://store/x", "headers": {}}
DROPPED = LeadPhotoDropped(snap="s-1", evidence=PHOTO)
KEPT = LeadPhotoKept(snap="s-1", evidence=PHOTO, by="office", title="随手拍：东街")
STORED = LeadPhotoStored(photo=PHOTO)


def declared(
    state: Photo | None = None,
    open_: int = 0,
    order: DeclareLeadPhoto = ORDER,
    *,
    taken: bool = False,
) -> Any:
    return declare(state, order, given(PHOTO, found=Room(open=open_, taken=taken, address=ADDRESS)))


def test_a_photo_does_not_take_the_id_of_a_file() -> None:
    with pytest.raises(ManifestDiffers):
        declared(taken=True)


def stored() -> Photo:
    order = LeadPhotoSent(photo=PHOTO)
    change = sent(declared().state, order, given(PHOTO, found=Sighting(version_id="v1")))
    assert change.events == (STORED,)
    return change.state


PLAIN = Plain(object=plain_of("leads/x"), version_id="v2", size=600, sha256="b" * 64)


def looked(state: Photo, verdict: Verdict | None) -> Any:
    plain = PLAIN if verdict is not None and verdict.ok else None
    found = None if verdict is None else Looked(verdict=verdict, plain=plain)
    return checked(state, STORED, given(PHOTO, found=found))


def held() -> Photo:
    change = looked(stored(), Verdict(code=OK))
    assert change.events == (LeadPhotoChecked(photo=PHOTO, snap="s-1", ok=True),)
    state: Photo = change.state
    return state


def test_a_photo_is_declared_once_and_its_address_given_again() -> None:
    change = declared()
    assert change.state.object == f"leads/chengguan/20260601/{PHOTO}"
    assert change.answer == {"state": "OPEN", **ADDRESS}
    assert declared(change.state, open_=MOST_OPEN).state == change.state
    assert declared(stored()).answer == {"state": "STORED"}
    other = DeclareLeadPhoto(
        photo=PHOTO,
        snap="s-2",
        district="chengguan",
        size=700,
        sha256="a" * 64,
        media_type="image/jpeg",
    )
    with pytest.raises(ManifestDiffers):
        declared(change.state, order=other)


def test_a_district_takes_so_many_at_once() -> None:
    with pytest.raises(QuotaOpen):
        declared(open_=MOST_OPEN)


@pytest.mark.parametrize("seen", [None, Sighting(missing=(1,))])
def test_what_is_not_there_is_missing(seen: Sighting | None) -> None:
    state = declared().state
    change = sent(state, LeadPhotoSent(photo=PHOTO), given(PHOTO, found=seen))
    assert (change.state, change.answer) == (state, {"state": "OPEN", "missing": True})


def test_what_is_no_photo_is_dropped_and_its_lead_told() -> None:
    change = looked(stored(), refused("unreadable"))
    assert (change.state.state, change.state.due) == ("DROPPED", NOW)
    (told,) = change.events
    assert (told.ok, told.code) == (False, "unreadable")
    assert looked(change.state, Verdict(code=OK)) is None
    assert looked(stored(), None) is None


def test_a_check_that_could_not_be_done_is_tried_again_and_ends() -> None:
    state = stored()
    for _ in range(MAX_FAILURES - 1):
        change = looked(state, unfinished("away"))
        assert not change.events and change.state.due == NOW + CHECK_AGAIN
        state = change.state
    assert looked(state, unfinished("away")).state.state == "DROPPED"


def test_what_falls_due_is_announced_again_or_gone() -> None:
    again = fall_due(stored(), None, given(PHOTO))
    assert again and again.events == (STORED,)
    for state in (declared().state, looked(stored(), refused("unreadable")).state):
        gone = fall_due(state, None, given(PHOTO))
        closed = NOW + SENDING + ADDRESS_LIFE
        assert gone and (gone.state.state, gone.state.due) == ("GONE", closed)
        assert drop(gone.state, DROPPED, given(PHOTO)) is None
        again = fall_due(gone.state, None, given(PHOTO, at=closed))
        assert again and (again.state.state, again.state.due) == ("GONE", None)
    late = fall_due(declared().state, None, given(PHOTO, at=NOW + SENDING + ADDRESS_LIFE))
    assert late and (late.state.state, late.state.due) == ("GONE", None)


def test_what_is_held_is_stripped_and_its_bytes_as_they_came_are_deleted_twice() -> None:
    state = held()
    assert (state.object, state.version_id, state.size, state.sha256) == (
        PLAIN.object,
        PLAIN.version_id,
        PLAIN.size,
        PLAIN.sha256,
    )
    assert (state.raw, state.received, state.due) == (stored().object, "a" * 64, NOW)
    assert declared(state).answer == {"state": "HELD"}, "the phone that asks again is the same"
    closed = NOW + SENDING + ADDRESS_LIFE
    for one in (state, keep(state, KEPT, given(PHOTO)).state):  # type: ignore[union-attr]
        once = fall_due(one, None, given(PHOTO))
        assert once and (once.state.state, once.state.raw) == (one.state, state.raw)
        assert once.state.due == closed
        twice = fall_due(once.state, None, given(PHOTO, at=closed))
        assert twice and (twice.state.raw, twice.state.due) == ("", None)
    piece = adopt(None, KEPT, given(PHOTO, found=state))
    assert piece is not None
    (entry,) = piece.state.custody
    assert piece.state.manifest.sha256 == PLAIN.sha256
    assert entry.facts["received"] == "a" * 64 and "position" in entry.facts["stripped"]


def test_a_photo_that_is_dropped_is_deleted_at_once_and_one_that_is_kept_never() -> None:
    dropped = drop(held(), DROPPED, given(PHOTO))
    assert dropped and (dropped.state.state, dropped.state.due) == ("DROPPED", NOW)
    kept = keep(held(), KEPT, given(PHOTO))
    assert kept and (kept.state.state, kept.state.due) == ("KEPT", NOW)
    assert keep(kept.state, KEPT, given(PHOTO)) is None
    assert drop(kept.state, DROPPED, given(PHOTO)) is None


def test_what_is_kept_becomes_evidence_that_is_to_be_checked_and_sealed() -> None:
    change = adopt(None, KEPT, given(PHOTO, found=held()))
    assert change
    piece = change.state
    assert (piece.state, piece.by, piece.version_id) == ("STORED", "office", "v2")
    assert piece.manifest.title == "随手拍：东街" and piece.object == held().object
    assert [entry.what for entry in piece.custody] == ["declared"]
    assert change.events == (EvidenceStored(evidence=PHOTO, size=600, media_type="image/jpeg"),)
    assert adopt(piece, KEPT, given(PHOTO, found=held())) is None
    with pytest.raises(ManifestDiffers):
        adopt(piece.but(object="another"), KEPT, given(PHOTO, found=held()))
    assert adopt(None, KEPT, given(PHOTO, found=None)) is None
    before = adopt(None, KEPT, given(PHOTO, found=replace(held(), received="")))
    assert before and "stripped" not in before.state.custody[0].facts, "held before it was done"
    assert adopt(None, KEPT, given(PHOTO, found=declared().state)) is None
    assert held().as_piece().expires_at == NOW + timedelta(days=1)
