"""The keys of this process, and what a tree head needs of database and store."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from contracts.orders.base import MAX_PAGE, PageAsk
from kit import crashing
from kit.change import Given
from kit.reader import Reader
from services.evidence import settings
from services.evidence.bucket.client import bucket
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving.believing import batch_of, believed
from services.evidence.proving.bundles import (
    BUNDLED,
    Bundle,
    after,
    before,
    bundle_key,
    bundle_of,
)
from services.evidence.proving.keys import ProofKey, key_set
from services.evidence.proving.stamping import stamp, stamp_key
from services.evidence.proving.store import TREES
from services.evidence.proving.tree import (
    THE_TREE,
    TREE_HEAD,
    Batch,
    Tree,
    extended,
    head_key,
    head_of,
    new_leaves,
    since,
)

MOST_LEAVES = 5000
MOST_PAGES = 500
"""Of pieces that grew of late: more wait for the next look."""


@cache
def own_key() -> ProofKey:
    return ProofKey(settings.PROOF_KEY())


def own_keys() -> dict[str, Any]:
    return key_set(own_key(), settings.FORMER_PROOF_KEYS())


def for_growth(reader: Reader, state: Tree, _due: None, given: Given) -> Tree | None:
    """The tree with one head more: one that lies in the store already (of a replica that ended
    before it could write it down, or from after the backup that this database came of), or a new
    one. None where nothing has grown.

    Raises: Unavailable, BadHead (what lies there does not follow: nothing is added to it).
    """
    key = head_key(state.number + 1)
    lying = bucket().read(key)
    if lying is None:
        leaves = new_leaves(state, _grown(reader, state), MOST_LEAVES)
        if not leaves:
            return None
        lying = _kept(state, leaves, given) or bucket().read(key) or b""
    return believed(lying, state, own_keys())


def _kept(state: Tree, leaves: Any, given: Given) -> bytes | None:
    """The batch, as it was put under lock; None where another was faster."""
    grown = extended(state, leaves)
    head = own_key().signed(TREE_HEAD, head_of(grown, state, settings.ISSUER(), given.now))
    body = msgspec.json.encode(Batch(head=head, leaves=leaves))
    kept = _put(head_key(grown.number), body, given.now)
    crashing.point("head kept")
    return body if kept else None


def bundled(reader: Reader, done: int, now: datetime) -> int:
    """Bundle the heads that follow on ``done``; up to which, or 0 where they are too few yet.

    Raises: Unavailable, BadHead (one is missing, or does not follow).
    """
    tree = reader.everywhere().find(TREES, THE_TREE)
    if tree is None or tree.number < done + BUNDLED:
        return 0
    start = _after_bundle(done)
    heads = []
    for number in range(done + 1, done + BUNDLED + 1):
        heads.append(batch_of(bucket().read(head_key(number)) or b""))
    bundle = Bundle(size=start.size, frontier=start.frontier, heads=tuple(heads))
    before(bundle, own_keys())
    _put(bundle_key(done + 1), msgspec.json.encode(bundle), now)
    return done + BUNDLED


def _after_bundle(done: int) -> Tree:
    """The tree up to this head, where a bundle ends."""
    if not done:
        return Tree()
    last = bundle_of(bucket().read(bundle_key(done - BUNDLED + 1)) or b"")
    return after(before(last, own_keys())[0], last)


def stamped(reader: Reader, done: int, now: datetime) -> int:
    """Have the newest head stamped, where an authority is known and none was; its number.

    Raises: Unavailable, NoStamp.
    """
    tree = reader.everywhere().find(TREES, THE_TREE)
    if not settings.TSA_URL() or tree is None or tree.number <= done:
        return done
    answer = stamp(settings.TSA_URL(), tree.head, settings.TSA_ROOTS())
    _put(stamp_key(tree.number), answer, now)
    return tree.number


def _put(key: str, body: bytes, now: datetime) -> bool:
    until = now + timedelta(days=settings.RETENTION_DAYS())
    return bucket().put_once(key, body, mode=settings.RETENTION_MODE(), until=until)


def _grown(reader: Reader, state: Tree) -> Iterator[dict[str, Any]]:
    filters = {"grown": {"$gte": since(state)}}
    ask = PageAsk(limit=MAX_PAGE)
    for _ in range(MOST_PAGES):
        page = reader.page(EVIDENCE, filters, ask, by=("grown", 1))
        yield from page["items"]
        if not page["next"]:
            return
        ask = replace(ask, cursor=page["next"])
