"""The tree of all custody: its roots by the standard's own words, and what does not follow."""

import hashlib
from datetime import datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from services.evidence.piece.piece import Piece
from services.evidence.proving import growing
from services.evidence.proving.believing import BadHead, batch_of, believed, head_in
from services.evidence.proving.judging import Log, faults_of, missing
from services.evidence.proving.keys import ProofKey, base64url, key_set
from services.evidence.proving.tree import (
    OVERLAP,
    TREE_HEAD,
    Batch,
    Leaf,
    Tree,
    extended,
    head_key,
    head_of,
    new_leaves,
    since,
)
from tests.unit.evidence.proving.test_receipts import REJECTED, SEALED
from tests.unit.evidence.support import NOW, given, later, stored

KEY = ProofKey("a secret of the tests, long enough")
KEYS = key_set(KEY, ())
NOTHING = Tree()
DEEP, NESTED = (base64url(text + b"[" * 100_000) for text in (b"", b'{"alg":"EdDSA","more":'))


def leaf(number: int, at: datetime = NOW, evidence: str = "") -> Leaf:
    return Leaf(evidence or f"e-{number}", 1, f"{number:064x}", at)


def by_the_standard(leaves: list[Leaf]) -> bytes:
    """RFC 9162, section 2.1.1, word by word."""
    if len(leaves) < 2:
        return leaves[0].hash if leaves else hashlib.sha256(b"").digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = by_the_standard(leaves[:k]), by_the_standard(leaves[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("cuts", [(1,), (2, 3), (7,), (1, 1, 1, 1, 1), (4, 9), (16, 1), (31, 33)])
def test_however_it_grew_its_root_is_that_of_the_standard(cuts: tuple[int, ...]) -> None:
    leaves, tree = [leaf(n) for n in range(sum(cuts))], NOTHING
    assert tree.root == by_the_standard([]).hex()
    at = 0
    for cut in cuts:
        tree = extended(tree, leaves[at : at + cut])
        at += cut
        assert tree.root == by_the_standard(leaves[:at]).hex()
    assert (tree.number, tree.size) == (len(cuts), sum(cuts))


def test_heads_lie_in_the_order_of_their_numbers() -> None:
    assert head_key(7) == "proofs/heads/0000000007.json" < head_key(10)


def shown(id: str, *entries: tuple[int, datetime]) -> dict[str, Any]:
    return {
        "id": id,
        "custody": [{"seq": seq, "h": f"{seq:064x}", "at": at} for seq, at in entries],
    }


def test_each_entry_comes_into_the_tree_once() -> None:
    late = later(minutes=2)
    tree = extended(NOTHING, [leaf(1, NOW, "e-1")])
    grown = [shown("e-1", (1, NOW), (2, late)), shown("e-2", (1, NOW)), shown("e-3", (1, NOW))]
    leaves = new_leaves(tree, grown, 2)
    assert [(one.evidence, one.seq) for one in leaves] == [("e-1", 2), ("e-2", 1)]
    assert new_leaves(extended(tree, leaves), grown[:2], 9) == ()


def test_what_was_signed_long_ago_is_not_signed_again_when_its_piece_grows() -> None:
    tree = extended(NOTHING, [leaf(1, NOW, "e-1")])
    tree = extended(tree, [leaf(2, later(hours=2), "e-2")])
    assert set(tree.recent) == {"e-2"} and since(tree) == later(hours=2) - OVERLAP
    grown = shown("e-1", (1, NOW), (2, later(hours=3)))
    assert [one.seq for one in new_leaves(tree, [grown], 9)] == [2]


def lying(before: Tree, *leaves: Leaf, key: ProofKey = KEY, **wrong: Any) -> bytes:
    head = head_of(replace(extended(before, leaves), **wrong), before, "同心市", NOW)
    return msgspec.json.encode(Batch(head=key.signed(TREE_HEAD, head), leaves=leaves))


def test_a_head_is_believed_where_it_is_ours_and_follows() -> None:
    first = believed(lying(NOTHING, leaf(1), leaf(2)), NOTHING, KEYS)
    second = believed(lying(first, leaf(3)), first, KEYS)
    assert (second.number, second.size, second.reached) == (2, 3, NOW)
    assert head_in(second.head, KEYS).before == first.root


@pytest.mark.parametrize(
    "wrong",
    [
        b"{}",
        b"\xff",
        lying(NOTHING, leaf(1), key=ProofKey("another secret, of another key")),
        lying(NOTHING, leaf(1), number=2),
        lying(NOTHING, leaf(1), size=2),
        lying(extended(NOTHING, [leaf(7)]), leaf(1)),
        lying(NOTHING, leaf(1)).replace(b'"e-1"', b'"e-2"'),
        msgspec.json.encode(Batch(head="x", leaves=())),
        msgspec.json.encode(Batch(head=KEY.signed("receipt+jwt", b"{}"), leaves=())),
        msgspec.json.encode(
            Batch(head=KEY.signed("receipt+jwt", head_of(NOTHING, NOTHING, "x", NOW)), leaves=())
        ),
        lying(NOTHING, leaf(1)).replace(b"Z", b""),
        lying(NOTHING, leaf(1)).replace(b'"2026-06', b'"0001-01').replace(b"Z", b"+14:00"),
        msgspec.json.encode(Batch(head=f"{DEEP}.{DEEP}.AA", leaves=())),
        msgspec.json.encode(Batch(head=f"{NESTED}.{NESTED}.AA", leaves=())),
    ],
)
def test_a_head_that_is_anothers_or_does_not_follow_is_not_believed(wrong: bytes) -> None:
    with pytest.raises(BadHead):
        believed(wrong, NOTHING, KEYS)


def test_a_head_with_another_text_is_not_believed() -> None:
    head, body, signature = KEY.signed(TREE_HEAD, head_of(NOTHING, NOTHING, "x", NOW)).split(".")
    other = KEY.signed(TREE_HEAD, head_of(NOTHING, NOTHING, "y", NOW)).split(".")[1]
    assert head_in(f"{head}.{body}.{signature}", KEYS).iss == "x"
    with pytest.raises(BadHead):
        head_in(f"{head}.{other}.{signature}", KEYS)


def test_the_tree_is_planted_once_and_goes_on_at_once_where_it_grew() -> None:
    change = growing.plant(None, None, given("custody"))
    assert change is not None and change.state == Tree(due=NOW)
    assert growing.plant(change.state, None, given("custody")) is None
    assert growing.the_tree(None, given(), None) == "custody"
    assert growing.grow(change.state, None, given("custody", found=None)) is None
    grown = growing.grow(change.state, None, given("custody", found=extended(NOTHING, [leaf(1)])))
    assert grown is not None and (grown.state.number, grown.state.due) == (1, NOW)


# -- judging --------------------------------------------------------------------------------------


def log_of(*pieces: tuple[str, Piece]) -> Log:
    log = Log()
    for id, piece in pieces:
        leaves = [Leaf(id, one.seq, one.h, one.at) for one in piece.custody]
        assert list(log.take(batch_of(lying(log.tree, *leaves)), KEYS)) == []
    return log


def named(state: Piece) -> Piece:
    """As if it had been declared as e-1."""
    fresh = state.but(custody=())
    for entry in state.custody:
        facts = {**entry.facts, "evidence": "e-1"} if entry.what == "declared" else entry.facts
        fresh = fresh.noted(entry.what, entry.at, facts, entry.by)
    return fresh


PIECE = named(SEALED)
CHAIN = PIECE.custody


def faults(state: Piece, log: Log | None = None) -> list[str]:
    return list(faults_of("e-1", state, log or log_of(("e-1", PIECE))))


def test_a_piece_is_whole_also_after_it_grew_and_when_it_was_rejected() -> None:
    assert faults(PIECE) == []
    assert faults(PIECE.noted("fetched", later(days=1), {}, "lin")) == []
    refused = named(REJECTED)
    assert faults(refused, log_of(("e-1", refused))) == []


REWRITTEN = named(SEALED.but(custody=tuple(replace(e, by="somebody") for e in SEALED.custody)))
TAMPERED = [
    (PIECE.but(custody=CHAIN[:2]), "entry 3 is missing"),
    (PIECE.but(custody=(CHAIN[0], CHAIN[2], CHAIN[1], CHAIN[3])), "entry 2 is another"),
    (PIECE.but(custody=(replace(CHAIN[0], by="x"), *CHAIN[1:])), "entry 1 (declared) was altered"),
    (REWRITTEN, "entry 1 is another than was signed"),
    (PIECE.but(manifest=replace(PIECE.manifest, title="x")), "its manifest is another"),
    (PIECE.but(state="REJECTED"), "its state REJECTED is not that of its custody"),
    (PIECE.but(version_id="x"), "its object is another than was sealed"),
]


@pytest.mark.parametrize(("state", "words"), TAMPERED)
def test_what_was_done_to_a_piece_is_named(state: Piece, words: str) -> None:
    (fault,) = faults(state)
    assert fault.startswith(f"evidence e-1: {words}")


def test_a_piece_with_no_custody_left_is_named() -> None:
    assert faults(PIECE.but(custody=())) == ["evidence e-1: entry 1 is missing"]
    assert faults(stored().but(custody=()), Log()) == [
        "evidence e-1: its manifest is another than was declared"
    ]


def test_an_entry_that_the_tree_passed_by_was_never_signed() -> None:
    log = log_of(("e-2", PIECE))
    assert faults(PIECE, log) == []
    list(log.take(batch_of(lying(log.tree, leaf(9, later(hours=1)))), KEYS))
    assert faults(PIECE, log) == ["evidence e-1: entry 4 was never signed"]


def test_an_entry_that_is_signed_with_two_hashes_is_named() -> None:
    log = log_of(("e-1", PIECE))
    other = Leaf("e-1", 4, "0" * 64, NOW)
    (fault,) = log.take(batch_of(lying(log.tree, other)), KEYS)
    assert fault == "evidence e-1: entry 4 was signed twice, and differs"


def test_a_piece_that_was_signed_and_is_gone_is_named() -> None:
    assert list(missing(["e-1"])) == ["evidence e-1: is missing from the database"]


def test_a_witness_names_a_log_that_was_cut_off_or_made_anew() -> None:
    log = log_of(("e-1", PIECE), ("e-2", PIECE))
    witness = log.tree.head
    assert list(log.faults_of_witness(witness, KEYS)) == []
    (cut,) = log_of(("e-1", PIECE)).faults_of_witness(witness, KEYS)
    assert "head 2 of the witness is not in the store" in cut
    (anew,) = log_of(("e-1", PIECE), ("e-3", PIECE)).faults_of_witness(witness, KEYS)
    assert "head 2 is another than the witness has" in anew
    (strange,) = log.faults_of_witness("a.b.c", KEYS)
    assert "the witness is no head" in strange


def test_a_database_that_was_set_back_or_is_ahead_is_named() -> None:
    log = log_of(("e-1", PIECE), ("e-2", PIECE), ("e-3", PIECE))
    tree = log.tree
    assert list(log.faults_of_database(tree)) == []
    assert list(log.faults_of_database(replace(tree, number=2))) == []
    (back,) = log.faults_of_database(None)
    assert back == "the database knows 0 heads of 3: it was set back"
    (ahead,) = log.faults_of_database(replace(tree, number=5))
    assert ahead == "heads 4 to 5 are missing from the store"
    (other,) = log.faults_of_database(replace(tree, frontier=tree.frontier[:1]))
    assert "another root" in other
