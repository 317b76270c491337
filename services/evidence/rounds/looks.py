"""The stretches that rounds walk, and what an orphan must know. Each repeats without harm."""

from collections.abc import Callable
from datetime import datetime, timedelta

from contracts.evidence import FaultOf, FaultsFound, Orphan, OrphansFound
from contracts.orders.base import MAX_PAGE, PageAsk
from contracts.orders.evidence import AdoptOrphan
from kit import crashing, logs
from kit.change import Given
from kit.errors import Unavailable
from kit.reader import Reader
from services.evidence import metrics
from services.evidence.bucket.client import bucket, sha256_of
from services.evidence.bucket.keeping import Lying
from services.evidence.piece import custody
from services.evidence.piece.piece import Piece, derived
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving import looks as proofs
from services.evidence.rounds import orphans, pieces
from services.evidence.rounds.orphans import Adoption, Seen, Unknown
from services.evidence.rounds.rounds import Round, Rounds, Stretch, next_of
from services.evidence.rounds.store import ORPHANS

OBJECTS = 500
"""Of the store, in one look."""
STALE = timedelta(hours=240)
"""A multipart upload that nobody ended is given up; pieces give up theirs after seven days."""

log = logs.get(__name__)
Walk = Callable[[Reader, Round, datetime], Stretch]


def for_round(reader: Reader, state: Rounds, _due: None, given: Given) -> Stretch:
    """One stretch of the round whose turn it is; what goes wrong with one hinders no other.

    Raises: Unavailable where database or store is away.
    """
    name = next_of(state)
    before = state.rounds[name]
    for other, one in state.rounds.items():
        if one.finished is not None:
            metrics.ROUND_FINISHED.labels(other).set(one.finished.timestamp())
    try:
        walked = WALKS[name](reader, before, given.now)
    except Unavailable:
        raise
    except Exception as fault:  # it is told, and tried again
        log.exception("round", round=name)
        walked = Stretch(of=name, fault=f"{type(fault).__name__}: {fault}"[:300])
    if walked.fault:
        metrics.ROUND_FAULTS.labels(name).inc()
    elif not walked.cursor:
        metrics.ROUND_FINISHED.labels(name).set(given.now.timestamp())
    crashing.point(f"round {name}")
    return walked


def over_pieces(reader: Reader, state: Round, now: datetime) -> Stretch:
    page = reader.page(EVIDENCE, {}, PageAsk(limit=MAX_PAGE, cursor=state.cursor))
    found = []
    for shown in page["items"]:
        id, piece = shown["id"], EVIDENCE.load(shown)
        fault = fault_of(id, piece, state.number)
        if fault != piece.fault:
            found.append(FaultOf(evidence=id, fault=fault))
            metrics.EVIDENCE_FAULTS.labels(fault or "mended").inc()
    events = (FaultsFound(faults=tuple(found)),) if found else ()
    return Stretch(of="pieces", cursor=page["next"] or "", events=events)


def fault_of(id: str, piece: Piece, night: int) -> str:
    """What is wrong with a piece, as in ``EvidenceMissing``; empty where nothing is."""
    if custody.first_broken(piece.custody):
        return pieces.BROKEN
    if not pieces.is_looked_for(id, piece, night):
        return ""
    found = bucket().head(piece.object, piece.version_id)
    if found is None:
        return pieces.MISSING
    if piece.holds:
        bucket().hold(piece.object, piece.version_id, on=True)
    manifest = piece.manifest
    if found.size != manifest.size:
        return pieces.ALTERED
    if pieces.is_hashed(id, night) or piece.fault:
        read = sha256_of(piece.object, piece.version_id)
        return "" if read == manifest.sha256 else pieces.ALTERED
    return ""


def over_objects(reader: Reader, state: Round, now: datetime) -> Stretch:
    """The store is asked before the database: no bytes come before their record."""
    lying = bucket().listed(after=state.cursor, most=OBJECTS)
    originals = [(one, *found) for one in lying if (found := orphans.evidence_in(one.key))]
    known = reader.many(EVIDENCE, {evidence for _, _, evidence in originals})
    waiting = reader.many(ORPHANS, [orphans.id_of(one.key) for one, _, _ in originals])
    told = []
    for one, district, evidence in originals:
        orphan = waiting.get(orphans.id_of(one.key))
        settled = orphan is None or orphan.delete_at is None
        if settled and not orphans.owns(known.get(evidence), one.key):
            told += _orphan(one, district, evidence)
    events = (OrphansFound(orphans=tuple(told)),) if told else ()
    cursor = orphans.past(lying[-1].key) if len(lying) == OBJECTS else ""
    return Stretch(of="objects", cursor=cursor, events=events)


def _orphan(lying: Lying, district: str, evidence: str) -> list[Orphan]:
    found = bucket().head(lying.key)
    if found is None:
        return []
    metrics.EVIDENCE_FAULTS.labels("orphan").inc()
    return [
        Orphan(
            orphan=orphans.id_of(lying.key),
            district=district,
            evidence=evidence,
            object=lying.key,
            version_id=found.version_id,
            size=found.size,
            stored_at=lying.at,
        )
    ]


def over_uploads(reader: Reader, state: Round, now: datetime) -> Stretch:
    """What was given up is listed no more: again until none is left."""
    return Stretch(of="uploads", cursor="more" if bucket().abort_stale_uploads(now - STALE) else "")


def over_bundles(reader: Reader, state: Round, now: datetime) -> Stretch:
    done = proofs.bundled(reader, state.mark, now)
    return Stretch(of="bundles", cursor="more" if done else "", mark=done or state.mark)


def over_stamps(reader: Reader, state: Round, now: datetime) -> Stretch:
    return Stretch(of="stamps", mark=proofs.stamped(reader, state.mark, now))


WALKS: dict[str, Walk] = {
    "pieces": over_pieces,
    "objects": over_objects,
    "uploads": over_uploads,
    "bundles": over_bundles,
    "stamps": over_stamps,
}


def for_orphan(reader: Reader, state: Unknown, _due: None, given: Given) -> Seen:
    """Erased, where it was said before that it goes. Raises: Unavailable."""
    if orphans.owns(reader.find(EVIDENCE, state.evidence), state.object):
        return Seen(owned=True)
    if state.state == "DELETED":
        for key in (*derived(state.object), state.object):
            bucket().erase(key)
        return Seen(owned=False)
    return Seen(owned=False, locked_until=bucket().locked_until(state.object, state.version_id))


def evidence_of(order: AdoptOrphan, given: Given, reader: Reader) -> str:
    """Raises: NotFound."""
    return reader.get(ORPHANS, order.orphan).evidence


def for_adoption(reader: Reader, state: Piece | None, order: AdoptOrphan, given: Given) -> Adoption:
    """The SHA-256 as the store verified it; of what was sent in parts all bytes are read."""
    orphan = reader.find(ORPHANS, order.orphan)
    if orphan is None or state is not None or orphan.state != "ORPHAN_REVIEW":
        return Adoption(orphan=orphan)
    found = bucket().head(orphan.object, orphan.version_id)
    if found is None:
        return Adoption(orphan=orphan)
    whole = found.sha256 if found.sha256 and "-" not in found.sha256 else ""
    return Adoption(orphan=orphan, sha256=whole or sha256_of(orphan.object, orphan.version_id))
