"""Heads in bundles: whole, self-proving, and a place to begin."""

from functools import cache

import msgspec
import pytest
from msgspec.structs import replace

from services.evidence.proving.believing import BadHead
from services.evidence.proving.bundles import (
    BUNDLED,
    Bundle,
    after,
    before,
    begins_bundle,
    bundle_key,
    bundle_of,
)
from services.evidence.proving.judging import Log, Note, covered
from services.evidence.proving.keys import ProofKey, key_set
from services.evidence.proving.tree import TREE_HEAD, Batch, Leaf, Tree, extended, head_of
from tests.unit.evidence.support import NOW, later

KEY = ProofKey("a secret of the tests, long enough")
KEYS = key_set(KEY, ())


@cache
def two() -> tuple[Bundle, Bundle, Tree]:
    tree, bundles = Tree(), []
    for _ in range(2):
        start, heads = tree, []
        for _ in range(BUNDLED):
            leaf = Leaf(f"e-{tree.number}", 1, "0" * 64, later(minutes=tree.number))
            grown = extended(tree, [leaf])
            head = head_of(grown, tree, "同心市", later(minutes=tree.number))
            heads.append(Batch(head=KEY.signed(TREE_HEAD, head), leaves=(leaf,)))
            tree = grown
        bundles.append(Bundle(size=start.size, frontier=start.frontier, heads=tuple(heads)))
    return bundles[0], bundles[1], tree


def test_a_bundle_proves_the_tree_that_it_begins_with() -> None:
    first, second, end = two()
    start, head = before(second, KEYS)
    assert (start.number, start.size, head.number) == (BUNDLED, BUNDLED, BUNDLED + 1)
    assert after(before(first, KEYS)[0], first).root == start.root
    assert after(start, second).root == end.root
    assert bundle_of(msgspec.json.encode(second)) == second
    assert begins_bundle(1) and begins_bundle(BUNDLED + 1) and not begins_bundle(BUNDLED)
    assert bundle_key(1) == "proofs/bundles/0000000001.json"


@pytest.mark.parametrize("frontier", [(), ("00" * 32,), ("no hex",)])
def test_a_bundle_with_another_beginning_is_not_believed(frontier: tuple[str, ...]) -> None:
    with pytest.raises(BadHead):
        before(replace(two()[1], frontier=frontier), KEYS)


@pytest.mark.parametrize(
    "lying", [b"", b"{}", b"\xff", msgspec.json.encode(Bundle(size=0, frontier=(), heads=()))]
)
def test_a_bundle_that_is_none_is_named(lying: bytes) -> None:
    with pytest.raises(BadHead):
        bundle_of(lying)


def test_a_log_that_begins_later_says_so_and_asks_for_nothing_older() -> None:
    _, second, _ = two()
    log = Log(stamped=frozenset({BUNDLED + 1}))
    log.begin(before(second, KEYS)[0], later(minutes=BUNDLED))
    for batch in second.heads:
        assert list(log.take(batch, KEYS)) == []
    assert log.texts == {BUNDLED + 1: second.heads[0].head}
    assert not log.covers(NOW)
    assert log.covers(later(minutes=BUNDLED))
    (old,) = log.faults_of_witness(two()[0].heads[3].head, KEYS)
    assert "older than what was walked" in old
    told = covered(log, 3, 1, "chengguan")
    assert isinstance(told, Note)
    assert "heads 257 to 512, signed from 2026-06-01 12:16 UTC on" in told
    assert "3 pieces of chengguan, 1 objects hashed" in told
    assert "heads 1 to 0; 0 pieces, 0" in covered(Log(), 0, 0, "")
