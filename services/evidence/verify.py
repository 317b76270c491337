"""``python -m services.evidence.verify``: is everything still as it was sealed?

Walks the signed tree heads from the first, then every piece with its custody, then the sealed
objects, and names each row, entry or object that is not what was signed; changes nothing. With
``--witness``, a file that was mailed or printed when it was taken, it also finds what whoever holds
both database and store could have made anew. Exit codes: 0 whole, 1 not, 2 cannot be read, 78 a bad
setting.
"""

import argparse
import hashlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from minio.error import S3Error
from msgspec.structs import replace

from contracts.orders.base import MAX_PAGE, PageAsk
from kit import config
from kit.errors import Unavailable
from kit.reader import Reader
from kit.settings import BadSetting
from kit.store import Store
from services.evidence.bucket.client import bucket
from services.evidence.piece.piece import Piece
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving.believing import BadHead
from services.evidence.proving.judging import Log, faults_of, missing
from services.evidence.proving.looks import own_keys
from services.evidence.proving.store import TREES
from services.evidence.proving.tree import THE_TREE, head_key

WHOLE, ALTERED, UNREADABLE = 0, 1, 2
HEAD = "eyJ"
"""How a compact JWS begins (RFC 7515): ``{"`` in base64url."""
MOST_HEADS = 100_000_000
ALL = 1.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="services.evidence.verify", description=__doc__)
    parser.add_argument("--witness", type=Path, action="append", default=[], help="a kept head")
    parser.add_argument(
        "--share", type=float, default=ALL, help="of the objects that are hashed; 0.01: 1 %%"
    )
    asked = parser.parse_args(arguments)
    try:
        store = Store(config.MONGO_URL(), (EVIDENCE, TREES), pool=2, mark_days=config.MARK_DAYS())
        bucket()
        own_keys()
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    try:
        return _told(_faults(Reader(store), asked.witness, asked.share))
    except (Unavailable, S3Error, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return UNREADABLE
    finally:
        store.close()


def _told(faults: Iterator[str]) -> int:
    code = WHOLE
    for fault in faults:
        code = ALTERED
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write("whole\n" if code == WHOLE else "altered\n")
    return code


def _faults(reader: Reader, witnesses: list[Path], share: float) -> Iterator[str]:
    log = Log()
    yield from _walked(log)
    tree = reader.find(TREES, THE_TREE)
    yield from _walked(log)  # what was signed meanwhile
    yield from log.faults_of_database(tree)
    for witness in witnesses:
        heads = [one for one in witness.read_text(errors="replace").split() if one.startswith(HEAD)]
        if not heads:
            yield f"{witness} holds no tree head"
        for head in heads:
            yield from log.faults_of_witness(head, own_keys())
    seen = set[str]()
    for id, piece in _pieces(reader):
        seen.add(id)
        if piece is None:
            yield f"evidence {id}: its row cannot be read"
            continue
        yield from faults_of(id, piece, log)
        if piece.state == "SEALED":
            yield from _faults_of_object(id, piece, hashed=random.random() < share)
    yield from missing(log, seen)


def _walked(log: Log) -> Iterator[str]:
    for number in range(log.tree.number + 1, MOST_HEADS):
        if (lying := bucket().read(head_key(number))) is None:
            return
        try:
            yield from log.take(lying, own_keys())
        except BadHead as fault:
            yield f"tree head {number}: {fault}"
            return


def _pieces(reader: Reader) -> Iterator[tuple[str, Piece | None]]:
    """None: what is there is no piece."""
    ask = PageAsk(limit=MAX_PAGE)
    while True:
        page = reader.page(EVIDENCE, {}, ask)
        for shown in page["items"]:
            yield shown["id"], _piece(shown)
        if not page["next"]:
            return
        ask = replace(ask, cursor=page["next"])


def _piece(shown: dict[str, Any]) -> Piece | None:
    try:
        piece: Piece = EVIDENCE.load(shown)
    except msgspec.ValidationError:
        return None
    return piece


def _faults_of_object(id: str, piece: Piece, *, hashed: bool) -> Iterator[str]:
    """A version is there, locked, of its size, and with these bytes."""
    named = f"evidence {id}: object {piece.object}"
    found = bucket().head(piece.object, piece.version_id)
    if found is None:
        yield f"{named} is missing"
        return
    newest = bucket().head(piece.object)
    if newest is None or newest.version_id != piece.version_id:
        yield f"{named} lies under another version"
    if found.size != piece.manifest.size:
        yield f"{named} has {found.size} bytes instead of {piece.manifest.size}"
    elif hashed and _hash(piece) != piece.manifest.sha256:
        yield f"{named} has other bytes than were sealed"


def _hash(piece: Piece) -> str:
    digest = hashlib.sha256()
    for block in bucket().blocks(piece.object, piece.version_id) or ():
        digest.update(block)
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
