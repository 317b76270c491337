"""From DECLARED to STORED, and back where the bytes are not those declared."""

import hashlib
from datetime import timedelta
from itertools import pairwise

import pytest

from contracts.evidence import EvidenceStored
from contracts.refusals import NotFound
from services.evidence.piece import media
from services.evidence.piece.piece import Manifest
from services.evidence.sweeping.sweep import sweep
from services.evidence.uploading.looks import missing_parts
from services.evidence.uploading.uploading import Sighting, Ticket, open_upload, unlike
from services.evidence.uploading.uploading import probed as probe
from tests.unit.evidence.support import (
    MA,
    MIB,
    declared,
    given,
    in_parts,
    later,
    manifest_of,
    opened,
    probed,
    stored,
    words,
)

TICKET = Ticket(upload_id="u-1", answer={"method": "multipart", "parts": []})


def test_opening_saves_the_upload_id_with_the_addresses():
    change = open_upload(declared(in_parts()), None, given(found=TICKET))
    assert (change.state.state, change.state.upload_id) == ("OPEN", "u-1")
    assert change.answer == {"state": "OPEN", "method": "multipart", "parts": []}


def test_asking_for_the_next_addresses_is_no_new_entry_of_custody():
    state = open_upload(declared(in_parts()), None, given(found=TICKET)).state
    again = open_upload(state, None, given(found=TICKET, at=later(hours=1))).state
    assert words(again) == ["declared", "opened"]
    assert again.expires_at == later(days=7, hours=1)


def test_an_upload_begun_anew_is_a_new_entry_of_custody():
    state = open_upload(declared(in_parts()), None, given(found=TICKET)).state
    anew = Ticket(upload_id="u-2", answer=TICKET.answer)
    assert words(open_upload(state, None, given(found=anew)).state)[-2:] == ["opened", "opened"]


def test_what_is_stored_gets_no_more_addresses():
    change = open_upload(stored(), None, given())
    assert change.answer == {"state": "STORED"}


def test_another_units_upload_cannot_be_opened_or_ended():
    with pytest.raises(NotFound):
        open_upload(declared(), None, given(by=MA, found=TICKET))
    with pytest.raises(NotFound):
        probe(opened(), None, given(by=MA, found=Sighting(version_id="v")))


def test_all_bytes_in_the_store_make_it_stored_and_announce_it():
    change = probed(opened(manifest_of(b"12345")), version_id="v1")
    assert (change.state.state, change.state.version_id) == ("STORED", "v1")
    assert change.events == (EvidenceStored(evidence="e-1", size=5, media_type="image/jpeg"),)
    assert change.answer == {"state": "STORED"}


def test_the_phones_word_alone_stores_nothing():
    change = probed(opened(in_parts(4)), missing=(2, 4))
    assert change.state.state == "OPEN"
    assert change.answer == {"state": "OPEN", "missing": 2}
    assert change.events == ()


def test_other_bytes_than_declared_go_back_to_open_with_a_new_upload():
    change = probed(opened(in_parts(), upload_id="u-1"), missing=(1, 2, 3), fault="size-mismatch")
    assert (change.state.state, change.state.upload_id) == ("OPEN", "")
    assert change.answer == {"state": "OPEN", "missing": 3, "fault": "size-mismatch"}
    assert words(change.state)[-1] == "discarded"


def test_a_word_about_what_is_not_open_changes_nothing():
    assert probed(declared()).answer == {"state": "DECLARED"}
    assert probed(stored()).answer == {"state": "STORED"}


class TestWhatTheStoreSays:
    def test_another_size_is_unlike_the_manifest(self):
        assert unlike(opened(manifest_of(b"12345")), 4, "") == "size-mismatch"

    def test_another_hash_is_unlike_the_manifest(self):
        assert unlike(opened(manifest_of(b"12345")), 5, "00" * 32) == "sha256-mismatch"

    def test_a_store_that_tells_no_hash_leaves_it_to_the_check(self):
        assert unlike(opened(manifest_of(b"12345")), 5, "") == ""

    def test_an_object_in_parts_has_the_hash_of_its_parts_hashes(self):
        order = in_parts(3, sha256="ab" * 32)
        hashes = b"".join(bytes.fromhex(one) for one in order.part_sha256)
        told = hashlib.sha256(hashes).hexdigest() + "-3"
        assert Manifest.of(order).stored_sha256 == told
        assert unlike(opened(order), order.size, told) == ""


class TestParts:
    def test_a_part_of_the_wrong_size_is_missing(self):
        from services.evidence.bucket.client import Part

        state = opened(in_parts(3), upload_id="u")
        there = {1: Part(5 * MIB, "a"), 2: Part(5 * MIB - 1, "b"), 3: Part(1, "c")}
        assert missing_parts(state, there) == (2,)

    def test_the_last_part_is_the_rest(self):
        assert [media.part_size(11 * MIB, n) for n in (1, 2, 3)] == [5 * MIB, 5 * MIB, MIB]


class TestTheSweeperOfOpenUploads:
    def look(self, state, at, **sighting):
        found = Sighting(**sighting or {"missing": (1,)})
        change = sweep(state, None, given("e-1", by=None, at=at, found=found))
        assert change is not None
        return change

    def test_it_looks_after_1_5_and_30_minutes_and_then_every_6_hours(self):
        state, looks = opened(), [later()]
        for _ in range(5):
            assert state.due
            looks.append(state.due)
            state = self.look(state, state.due).state
        minutes = [(after - before) / timedelta(minutes=1) for before, after in pairwise(looks)]
        assert minutes == [1, 5, 30, 360, 360]

    def test_bytes_of_a_phone_that_died_after_the_last_one_are_stored(self):
        change = self.look(opened(), later(minutes=1), version_id="v1")
        assert change.state.state == "STORED"
        assert len(change.events) == 1

    def test_an_upload_that_nobody_goes_on_with_expires_after_a_week(self):
        state = opened().but(probes=3)
        assert self.look(state, later(days=6, hours=23)).state.due == state.expires_at
        expired = self.look(state, later(days=7)).state
        assert (expired.state, expired.due, expired.upload_id) == ("EXPIRED", None, "")

    def test_bytes_found_on_the_last_day_are_stored_and_not_given_up(self):
        assert self.look(opened(), later(days=7), version_id="v1").state.state == "STORED"
