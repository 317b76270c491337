"""What is wrong with a piece, or with the log of all custody: named by row and entry. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.evidence.piece import custody
from services.evidence.piece.piece import Piece
from services.evidence.proving.believing import BadHead, Keys, batch_of, believed, head_in
from services.evidence.proving.tree import Tree, since

ON_ITS_WAY = 1
"""A head that is signed and not yet written down."""
DONE = ("SEALED", "DISPOSED")


@dataclass
class Log:
    """The heads as they lie in the store, walked from the first. ``entries``: piece → number of an
    entry → its hash, 32 bytes. ``roots``: number of a head → size and root."""

    tree: Tree = field(default_factory=Tree)
    entries: dict[str, dict[int, bytes]] = field(default_factory=dict)
    roots: dict[int, tuple[int, str]] = field(default_factory=dict)

    def take(self, lying: bytes, keys: Keys) -> Iterator[str]:
        """The faults of the next head. Raises: BadHead where none can follow it."""
        grown = believed(lying, self.tree, keys)
        for leaf in batch_of(lying).leaves:
            known = self.entries.setdefault(leaf.evidence, {})
            h = bytes.fromhex(leaf.h)
            if known.setdefault(leaf.seq, h) != h:
                yield f"evidence {leaf.evidence}: entry {leaf.seq} was signed twice, and differs"
        self.tree = grown
        self.roots[grown.number] = (grown.size, grown.root)

    def faults_of_witness(self, signed: str, keys: Keys) -> Iterator[str]:
        """``signed``: a head that lay elsewhere."""
        try:
            head = head_in(signed, keys)
        except BadHead as fault:
            yield f"the witness {fault}"
            return
        known = self.roots.get(head.number)
        if known is None:
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
    if chain and chain[-1].seq not in logged and chain[-1].at < since(log.tree):
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


def missing(log: Log, seen: set[str]) -> Iterator[str]:
    """Pieces that were signed and are not in the database."""
    for id in log.entries:
        if id not in seen:
            yield f"evidence {id}: is missing from the database"
