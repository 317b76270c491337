"""What is wrong with a piece, or with the log of all custody: named by row and entry. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from services.evidence.piece import custody
from services.evidence.piece.piece import DONE, Piece
from services.evidence.proving.believing import BadHead, Keys, followed, head_in
from services.evidence.proving.tree import DAWN, Batch, Tree, since

ON_ITS_WAY = 1
"""A head that is signed and not yet written down."""


class Note(str):
    """What is told and no fault."""


@dataclass
class Log:
    """The heads as they lie in the store, walked from the first, or from ``begun`` on. ``entries``:
    piece → number of an entry → its hash, 32 bytes. ``roots``: number of a head → size and root.
    ``texts``: those that were time-stamped, as they were signed."""

    tree: Tree = field(default_factory=Tree)
    stamped: frozenset[int] = frozenset()
    begun: datetime | None = None
    first: int = 1
    texts: dict[int, str] = field(default_factory=dict)
    entries: dict[str, dict[int, bytes]] = field(default_factory=dict)
    roots: dict[int, tuple[int, str]] = field(default_factory=dict)

    def begin(self, before: Tree, at: datetime) -> None:
        """Not with the first head but with the one after ``before``, signed at this time."""
        self.tree, self.begun, self.first = before, at, before.number + 1

    def take(self, batch: Batch, keys: Keys) -> Iterator[str]:
        """The faults of the next head. Raises: BadHead where none can follow it."""
        grown = followed(batch, self.tree, keys)
        for leaf in batch.leaves:
            known = self.entries.setdefault(leaf.evidence, {})
            h = bytes.fromhex(leaf.h)
            if known.setdefault(leaf.seq, h) != h:
                yield f"evidence {leaf.evidence}: entry {leaf.seq} was signed twice, and differs"
        self.tree = grown
        self.roots[grown.number] = (grown.size, grown.root)
        if grown.number in self.stamped:
            self.texts[grown.number] = batch.head

    def covers(self, at: datetime) -> bool:
        """Whether an entry of that time must be in it."""
        begun = DAWN if self.begun is None else self.begun
        return begun <= at < since(self.tree)

    def faults_of_witness(self, signed: str, keys: Keys) -> Iterator[str]:
        """``signed``: a head that lay elsewhere."""
        try:
            head = head_in(signed, keys)
        except BadHead as fault:
            yield f"the witness {fault}"
            return
        known = self.roots.get(head.number)
        if head.number < self.first:
            yield f"head {head.number} of the witness is older than what was walked"
        elif known is None:
            yield f"head {head.number} of the witness is not in the store: the log was cut off"
        elif known != (head.size, head.root):
            yield f"head {head.number} is another than the witness has: the log was made anew"

    def faults_of_database(self, tree: Tree | None) -> Iterator[str]:
        """``tree``: as the database has it."""
        number = tree.number if tree else 0
        if number > self.tree.number:
            yield f"heads {self.tree.number + 1} to {number} are missing from the store"
        elif number < self.tree.number - ON_ITS_WAY:
            yield f"the database knows {number} heads of {self.tree.number}: it was set back"
        elif tree and number == self.tree.number and tree.root != self.tree.root:
            yield "the tree of the database has another root than the log"


def faults_of(id: str, state: Piece, log: Log) -> Iterator[str]:
    """Of one piece and its custody, the first alone: what follows on it is broken too."""
    named, chain, logged = f"evidence {id}", state.custody, log.entries.get(id, {})
    for number in sorted(logged):
        if number > len(chain):
            yield f"{named}: entry {number} is missing"
            return
        if chain[number - 1].h != logged[number].hex():
            yield f"{named}: entry {number} is another than was signed"
            return
    if broken := custody.first_broken(chain):
        yield f"{named}: entry {broken} ({chain[broken - 1].what}) was altered, moved or cut out"
        return
    if chain and chain[-1].seq not in logged and log.covers(chain[-1].at):
        yield f"{named}: entry {chain[-1].seq} was never signed"
    yield from _faults_beside(named, id, state)


def _faults_beside(named: str, id: str, state: Piece) -> Iterator[str]:
    """What the piece says beside its custody must be what its custody says."""
    first = state.custody[0].facts if state.custody else {}
    if first.get("evidence") != id or first.get("manifest") != state.manifest.digest:
        yield f"{named}: its manifest is another than was declared"
    sealed = next((one for one in reversed(state.custody) if one.what == "sealed"), None)
    if (sealed is not None) != (state.state in DONE):
        yield f"{named}: its state {state.state} is not that of its custody"
    elif sealed and (state.manifest.sha256, state.version_id) != (
        sealed.facts.get("sha256"),
        sealed.facts.get("version"),
    ):
        yield f"{named}: its object is another than was sealed"


def missing(ids: Iterable[str]) -> Iterator[str]:
    """Pieces that were signed and are not in the database."""
    for id in ids:
        yield f"evidence {id}: is missing from the database"


def disposed(id: str, state: Piece) -> str | Note:
    """That two persons disposed of it; a fault where its custody does not say so."""
    two = state.disposed
    said = next((one for one in reversed(state.custody) if one.what == "disposed"), None)
    if two is None or said is None or said.by != two.approved_by:
        return f"evidence {id}: nothing says who disposed of it"
    if two.proposed_by != said.facts["proposed_by"] or two.proposed_by == two.approved_by:
        return f"evidence {id}: was not disposed of by two persons"
    who = f"{two.proposed_by} and {two.approved_by}"
    return Note(f"evidence {id}: disposed of on {said.at:%Y-%m-%d} by {who} ({two.disposal})")


def covered(log: Log, pieces: int, hashed: int, district: str) -> Note:
    """What a look at a part has looked at, and what not."""
    whose = f" of {district}" if district else ""
    walked = f"heads {log.first} to {log.tree.number}"
    if log.begun is not None:
        walked += (
            f", signed from {log.begun:%Y-%m-%d %H:%M} UTC on: what is older was not looked at"
        )
    return Note(f"looked at: {walked}; {pieces} pieces{whose}, {hashed} objects hashed")
