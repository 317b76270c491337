"""The keys of this process, and what a tree head needs of database and store."""

from collections.abc import Iterator
from datetime import timedelta
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
from services.evidence.proving.believing import believed
from services.evidence.proving.keys import ProofKey, key_set
from services.evidence.proving.tree import (
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
    until = given.now + timedelta(days=settings.RETENTION_DAYS())
    kept = bucket().put_once(
        head_key(grown.number), body, mode=settings.RETENTION_MODE(), until=until
    )
    crashing.point("head kept")
    return body if kept else None


def _grown(reader: Reader, state: Tree) -> Iterator[dict[str, Any]]:
    filters = {"grown": {"$gte": since(state)}}
    ask = PageAsk(limit=MAX_PAGE)
    for _ in range(MOST_PAGES):
        page = reader.page(EVIDENCE, filters, ask, by=("grown", 1))
        yield from page["items"]
        if not page["next"]:
            return
        ask = replace(ask, cursor=page["next"])
