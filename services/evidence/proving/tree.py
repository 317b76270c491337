"""The tree of all custody: a Merkle tree (RFC 9162, section 2.1) over every entry of every piece,
in the order in which they were met; it only grows.

Each head is kept with the leaves that it added, under lock, as ``proofs/heads/<number>.json``:
whoever walks them from the first computes every root anew, which shows that nothing before was
changed. To go on, the roots of its whole subtrees are enough (``frontier``).
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from contracts.clock import as_written
from contracts.words import CITY_WIDE
from services.evidence.piece.custody import canonical

TREE_HEAD = "tree-head+jwt"
OVERLAP = timedelta(minutes=5)
"""An entry is written so long after its time at most, clocks of replicas included."""
DAWN = datetime(1970, 2, 1, tzinfo=UTC)
THE_TREE = "custody"
"""The id of the one there is."""


class Leaf(Struct, frozen=True, array_like=True):
    """One entry of custody; ``h`` covers it and all before it of its piece."""

    evidence: str
    seq: int
    h: str
    at: Annotated[datetime, Meta(tz=True)]

    @property
    def hash(self) -> bytes:
        told = [self.evidence, self.seq, self.h, as_written(self.at)]
        return hashlib.sha256(b"\x00" + canonical(told)).digest()


class Known(Struct, frozen=True, kw_only=True):
    """The last entry of a piece that the tree has got."""

    seq: int
    at: datetime


class Tree(Struct, frozen=True, kw_only=True):
    """``frontier``: roots of the whole subtrees, the largest first, in hex. ``reached``: when the
    latest entry of it was made; ``recent``: the pieces that grew within ``OVERLAP`` of it.
    ``head``: the newest, signed. ``due``: when to look for more.
    """

    district: str = CITY_WIDE
    number: int = 0
    size: int = 0
    frontier: tuple[str, ...] = ()
    reached: datetime | None = None
    recent: dict[str, Known] = {}
    head: str = ""
    due: datetime | None = None

    @property
    def root(self) -> str:
        return root_of(tuple(map(bytes.fromhex, self.frontier))).hex()


class Batch(Struct, frozen=True, kw_only=True):
    """A head and the leaves that it added, as it lies in the store."""

    head: str
    leaves: tuple[Leaf, ...]


class TreeHead(Struct, frozen=True, kw_only=True):
    """What a head says. ``before``: the root of the head before it."""

    iss: str
    number: int
    size: int
    root: str
    before: str
    at: str


def head_key(number: int) -> str:
    return f"proofs/heads/{number:010d}.json"


def extended(tree: Tree, leaves: Iterable[Leaf]) -> Tree:
    """With these leaves, under the next number."""
    leaves = tuple(leaves)
    frontier, size = list(map(bytes.fromhex, tree.frontier)), tree.size
    for leaf in leaves:
        frontier.append(leaf.hash)
        size += 1
        for _ in range((size & -size).bit_length() - 1):
            right = frontier.pop()
            frontier.append(node(frontier.pop(), right))
    told = tuple(one.hex() for one in frontier)
    grown = msgspec.structs.replace(tree, number=tree.number + 1, size=size, frontier=told)
    return _knowing(grown, leaves)


def _knowing(tree: Tree, leaves: tuple[Leaf, ...]) -> Tree:
    reached = max([tree.reached, *(leaf.at for leaf in leaves)], key=lambda at: at or DAWN)
    recent = tree.recent | {leaf.evidence: Known(seq=leaf.seq, at=leaf.at) for leaf in leaves}
    oldest = (reached or DAWN) - OVERLAP
    kept = {id: known for id, known in recent.items() if known.at >= oldest}
    return msgspec.structs.replace(tree, reached=reached, recent=kept)


def since(tree: Tree) -> datetime:
    """Pieces that grew from then on may have what the tree has not got."""
    return (tree.reached or DAWN) - OVERLAP


def root_of(frontier: tuple[bytes, ...]) -> bytes:
    """Of nothing: the hash of nothing."""
    if not frontier:
        return hashlib.sha256().digest()
    *larger, root = frontier
    for left in reversed(larger):
        root = node(left, root)
    return root


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def head_of(tree: Tree, before: Tree, issuer: str, now: datetime) -> bytes:
    """Canonical JSON of ``TreeHead``."""
    head = TreeHead(
        iss=issuer,
        number=tree.number,
        size=tree.size,
        root=tree.root,
        before=before.root,
        at=as_written(now),
    )
    return canonical(msgspec.to_builtins(head))


def follows(head: TreeHead, grown: Tree, before: Tree) -> bool:
    """Whether a head is that of the grown tree."""
    told = (head.number, head.size, head.root, head.before)
    return told == (grown.number, grown.size, grown.root, before.root)


def new_leaves(tree: Tree, grown: Iterable[Mapping[str, Any]], most: int) -> tuple[Leaf, ...]:
    """The entries that the tree has not got, piece by piece. ``grown``: documents of pieces."""
    found: list[Leaf] = []
    recent, first = tree.recent, since(tree)
    for piece in grown:
        if len(found) >= most:
            break
        known = recent[piece["id"]].seq if piece["id"] in recent else 0
        entries = [e for e in piece["custody"] if e["seq"] > known and e["at"] >= first]
        found += (Leaf(piece["id"], one["seq"], one["h"], one["at"]) for one in entries)
    return tuple(found)
