"""The chain of custody: whoever changes it later is found."""

from datetime import timedelta

import msgspec
import pytest

from services.evidence.piece import custody
from services.evidence.piece.custody import CustodyEntry
from tests.unit.evidence.support import NOW, kept, stored


def chain(count=4):
    entries: tuple[CustodyEntry, ...] = ()
    for number in range(count):
        entries = custody.append(
            entries,
            at=NOW + timedelta(seconds=number),
            what=f"w{number}",
            by="林",
            facts={"n": "1"},
        )
    return entries


def test_a_chain_that_nobody_touched_is_whole():
    assert custody.first_broken(chain()) is None
    assert custody.first_broken(()) is None


def test_a_chain_is_whole_after_it_was_stored():
    back = kept(stored())
    assert len(back.custody) == 3
    assert custody.first_broken(back.custody) is None


@pytest.mark.parametrize(
    "change",
    [
        {"what": "sealed"},
        {"by": "someone"},
        {"at": NOW + timedelta(seconds=9)},
        {"facts": {"n": "2"}},
        {"h": "00" * 32},
    ],
)
def test_an_altered_entry_is_named(change):
    entries = list(chain())
    entries[1] = msgspec.structs.replace(entries[1], **change)
    assert custody.first_broken(entries) == 2


def test_an_entry_cut_out_moved_or_put_in_is_named():
    entries = chain()
    assert custody.first_broken(entries[1:]) == 1
    assert custody.first_broken((entries[0], *entries[2:])) == 2
    assert custody.first_broken((entries[1], entries[0], *entries[2:])) == 1


def test_a_later_entry_cannot_be_hung_on_another_chain():
    other = custody.append((), at=NOW, what="other", by="", facts={})
    assert custody.first_broken((*other, *chain()[1:])) == 2


def test_the_hash_is_as_documented():
    import hashlib

    (entry,) = custody.append((), at=NOW, what="declared", by="lin", facts={"a": "照"})
    said = (
        '{"at":"2026-06-01T08:00:00.000+00:00","by":"lin","facts":{"a":"照"},'
        '"seq":1,"what":"declared"}'
    )
    assert entry.h == hashlib.sha256(b"\x00" + bytes(32) + said.encode()).hexdigest()
