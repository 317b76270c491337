"""Heads in bundles: whoever walks them all reads one object for each ``BUNDLED``, and may begin
with any bundle, whose first head names the root that it begins with.
"""

import msgspec
from msgspec import Struct

from services.evidence.proving.believing import BadHead, Keys, head_in
from services.evidence.proving.tree import Batch, Tree, TreeHead, extended

BUNDLED = 256


class Bundle(Struct, frozen=True, kw_only=True):
    """``size``, ``frontier``: of the tree before its first head, as in ``Tree``."""

    size: int
    frontier: tuple[str, ...]
    heads: tuple[Batch, ...]


def bundle_key(first: int) -> str:
    return f"proofs/bundles/{first:010d}.json"


def begins_bundle(number: int) -> bool:
    return number % BUNDLED == 1


def bundle_of(lying: bytes) -> Bundle:
    """Raises: BadHead."""
    try:
        found = msgspec.json.decode(lying, type=Bundle)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadHead(f"its bundle cannot be read: {fault}") from fault
    if len(found.heads) != BUNDLED:
        raise BadHead(f"its bundle has {len(found.heads)} heads instead of {BUNDLED}")
    return found


def before(bundle: Bundle, keys: Keys) -> tuple[Tree, TreeHead]:
    """The tree before a bundle, which its first head has signed, and that head. Raises: BadHead."""
    first = head_in(bundle.heads[0].head, keys)
    tree = Tree(number=first.number - 1, size=bundle.size, frontier=bundle.frontier)
    try:
        root = tree.root
    except ValueError as fault:
        raise BadHead(f"its bundle has no whole frontier: {fault}") from fault
    if root != first.before:
        raise BadHead(f"head {first.number} begins with another root than its bundle")
    return tree, first


def after(tree: Tree, bundle: Bundle) -> Tree:
    """The tree with all heads of a bundle."""
    for batch in bundle.heads:
        tree = extended(tree, batch.leaves)
    return tree
