"""``python -m services.evidence.verify``: is everything still as it was sealed?

Walks the signed tree heads from the first, then every piece with its custody, then the sealed
objects, and names each row, entry or object that is not what was signed; changes nothing. With
``--witness``, a file that was mailed or printed when it was taken, it also finds what whoever holds
both database and store could have made anew. ``--since`` and ``--district`` look at a part, and say
at which. Exit codes: 0 whole, 1 not, 2 cannot be read, 78 a bad setting.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from minio.error import S3Error
from msgspec.structs import replace

from contracts.clock import CHINA
from contracts.orders.base import MAX_PAGE, PageAsk
from kit import config
from kit.errors import Unavailable
from kit.reader import Reader
from kit.settings import BadSetting
from kit.store import Store
from services.evidence import settings
from services.evidence.bucket.client import bucket, sha256_of
from services.evidence.piece.piece import Piece
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving.believing import BadHead, batch_of
from services.evidence.proving.bundles import (
    BUNDLED,
    before,
    begins_bundle,
    bundle_key,
    bundle_of,
)
from services.evidence.proving.judging import Log, Note, covered, disposed, faults_of, missing
from services.evidence.proving.looks import own_keys
from services.evidence.proving.stamping import STAMPS, number_of, stamped_at
from services.evidence.proving.store import TREES
from services.evidence.proving.tree import THE_TREE, head_key

WHOLE, ALTERED, UNREADABLE = 0, 1, 2
HEAD = "eyJ"
"""How a compact JWS begins (RFC 7515): ``{"`` in base64url."""
MOST_HEADS = 100_000_000
MOST_KEYS = 1000
ALL = 1.0


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    try:
        store = Store(config.MONGO_URL(), (EVIDENCE, TREES), pool=2, mark_days=config.MARK_DAYS())
        bucket()
        own_keys()
        settings.TSA_ROOTS()
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    try:
        return _told(_found(Reader(store), asked))
    except (Unavailable, S3Error, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return UNREADABLE
    finally:
        store.close()


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="services.evidence.verify", description=__doc__)
    parser.add_argument("--witness", type=Path, action="append", default=[], help="a kept head")
    parser.add_argument(
        "--share", type=float, default=ALL, help="of the objects that are hashed; 0.01: 1 %%"
    )
    parser.add_argument("--since", type=_day, help="what was signed from this day on: 2026-05-01")
    parser.add_argument("--district", default="", help="the pieces of one district")
    return parser.parse_args(arguments)


def _day(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=CHINA)


def _told(found: Iterator[str | Note]) -> int:
    code = WHOLE
    for one in found:
        if not isinstance(one, Note):
            code = ALTERED
        sys.stdout.write(f"{one}\n")
    sys.stdout.write("whole\n" if code == WHOLE else "altered\n")
    return code


def _found(reader: Reader, asked: argparse.Namespace) -> Iterator[str | Note]:
    stamps = _stamps()
    log = Log(stamped=frozenset(stamps))
    if asked.since is not None:
        yield from _begun(reader, log, asked.since)
    yield from _walked(log)
    tree = reader.find(TREES, THE_TREE)
    yield from _walked(log)  # what was signed meanwhile
    yield from log.faults_of_database(tree)
    yield from _of_stamps(log, stamps)
    for witness in asked.witness:
        heads = [one for one in witness.read_text(errors="replace").split() if one.startswith(HEAD)]
        if not heads:
            yield f"{witness} holds no tree head"
        for head in heads:
            yield from log.faults_of_witness(head, own_keys())
    yield from _of_pieces(reader, log, asked)


def _of_pieces(reader: Reader, log: Log, asked: argparse.Namespace) -> Iterator[str | Note]:
    seen, hashed = set[str](), 0
    for id, piece in _pieces(reader, asked):
        seen.add(id)
        if piece is None:
            yield f"evidence {id}: its row cannot be read"
            continue
        yield from faults_of(id, piece, log)
        if piece.state == "SEALED":
            hashes = random.random() < asked.share
            hashed += hashes
            yield from _faults_of_object(id, piece, hashed=hashes)
        elif piece.state == "DISPOSED":
            yield disposed(id, piece)
            yield from _remains(id, piece)
    unseen = [id for id in log.entries if id not in seen]
    if asked.district:
        unseen = _nowhere(reader, unseen)
    yield from missing(unseen)
    if asked.since is not None or asked.district:
        yield covered(log, len(seen), hashed, asked.district)


def _nowhere(reader: Reader, ids: list[str]) -> list[str]:
    """Those that no district has."""
    batches = (ids[at : at + MAX_PAGE] for at in range(0, len(ids), MAX_PAGE))
    return [id for some in batches for id in sorted(set(some) - set(reader.many(EVIDENCE, some)))]


def _begun(reader: Reader, log: Log, since: datetime) -> Iterator[str]:
    """Begin with the last bundle that begins no later; from the first head, where none does."""
    tree = reader.find(TREES, THE_TREE)
    newest = tree.number if tree else 0
    for first in range(newest - (newest - 1) % BUNDLED, 0, -BUNDLED):
        if first == 1 or (lying := bucket().read(bundle_key(first))) is None:
            continue
        try:
            start, head = before(bundle_of(lying), own_keys())
        except BadHead as fault:
            yield f"bundle of heads {first}: {fault}"
            continue
        if datetime.fromisoformat(head.at) <= since:
            log.begin(start, datetime.fromisoformat(head.at))
            return


def _walked(log: Log) -> Iterator[str]:
    """Bundle by bundle, and head by head what is in none yet."""
    for _ in range(MOST_HEADS):
        number = log.tree.number + 1
        bundled = bucket().read(bundle_key(number)) if begins_bundle(number) else None
        try:
            if bundled is not None:
                for batch in bundle_of(bundled).heads:
                    yield from log.take(batch, own_keys())
                continue
            if (lying := bucket().read(head_key(number))) is None:
                return
            yield from log.take(batch_of(lying), own_keys())
        except BadHead as fault:
            yield f"tree head {log.tree.number + 1}: {fault}"
            return


def _stamps() -> dict[int, str]:
    """Head → where its time stamp lies."""
    found: dict[int, str] = {}
    after = ""
    while page := bucket().listed(after=after, most=MOST_KEYS, prefix=STAMPS):
        found |= {number_of(one.key): one.key for one in page}
        after = page[-1].key
    found.pop(0, None)
    return found


def _of_stamps(log: Log, stamps: Mapping[int, str]) -> Iterator[str | Note]:
    checked, newest = 0, ""
    for number, head in sorted(log.texts.items()):
        try:
            answer = bucket().read(stamps[number]) or b""
            at = stamped_at(answer, head, settings.TSA_ROOTS())
        except BadHead as fault:
            yield f"the time stamp of head {number} {fault}"
            continue
        checked, newest = checked + 1, f"head {number} was there at {at}"
    if checked:
        how = "" if settings.TSA_ROOTS() else ", by whom was not checked: no root is configured"
        yield Note(f"{checked} time stamps agree; {newest}{how}")


def _pieces(reader: Reader, asked: argparse.Namespace) -> Iterator[tuple[str, Piece | None]]:
    """None: what is there is no piece."""
    filters: dict[str, Any] = {"district": asked.district} if asked.district else {}
    by = ("_id", 1)
    if asked.since is not None:
        filters, by = filters | {"grown": {"$gte": asked.since}}, ("grown", 1)
    ask = PageAsk(limit=MAX_PAGE)
    while True:
        page = reader.page(EVIDENCE, filters, ask, by=by)
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
    elif hashed and sha256_of(piece.object, piece.version_id) != piece.manifest.sha256:
        yield f"{named} has other bytes than were sealed"


def _remains(id: str, piece: Piece) -> Iterator[str]:
    if not piece.erasing and bucket().head(piece.object) is not None:
        yield f"evidence {id}: was disposed of, and object {piece.object} is there"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
