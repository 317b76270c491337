"""What the evidence service tells, and to whom how much."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from contracts.caller import Caller
from contracts.orders.evidence import DownloadOf, EvidenceList, EvidenceOf
from contracts.refusals import Forbidden
from contracts.roles import KEEPERS
from kit.reader import Reader
from services.evidence import metrics
from services.evidence.bucket.client import bucket
from services.evidence.piece import custody, media
from services.evidence.piece.piece import NearOf, thumbnail_key
from services.evidence.piece.store import EVIDENCE
from services.evidence.refusals import EvidenceDisposedOf, NoThumbnail, NotSealed
from services.evidence.settings import DOWNLOAD_SECONDS
from services.evidence.showing.doubts import comparison, doubts

Document = dict[str, Any]

BARE = ("id", "version", "district", "state", "declared_at", "stored_at", "sealed_at")
TECHNICAL = ("size", "sha256", "media_type")
"""All that operations may see: nothing here says what a file shows, or who made it."""


def evidence_of(reader: Reader, ask: EvidenceOf) -> Document:
    """One piece with its custody; ``custody_broken_at`` is None while the chain is whole.

    Raises: NotFound (also another unit's).
    """
    caller = _caller(reader)
    document = reader.show(EVIDENCE, ask.evidence)  # one read: state and custody of one moment
    state = EVIDENCE.load(document)
    state.must_be_seen_by(caller, ask.evidence)
    shown = _view(document, caller)
    if not _sees_content(caller):
        return shown
    entries = [
        {"what": e.what, "at": e.at, "by": e.by, "h": e.h, "stripped": "stripped" in e.facts}
        for e in state.custody
    ]
    return shown | {
        "custody": entries,
        "custody_broken_at": custody.first_broken(state.custody),
    }


def evidence_list(reader: Reader, ask: EvidenceList) -> Document:
    """{"items", "next"}, the newest first; who belongs to a unit sees that unit's."""
    caller = _caller(reader)
    wanted = {
        "district": ask.district,
        "manifest.tasks": ask.task,
        "manifest.items": ask.item,
        "linked": ask.linked,
        "state": ask.state,
        "unit": ask.unit,
        "manifest.mode": ask.mode,
    }
    filters: Document = {name: value for name, value in wanted.items() if value is not None}
    if ask.repeated is not None:
        # What is no copy has no id of a first one; a range is looked up, "not null" is walked to.
        filters |= {"duplicate.evidence": {"$gt": ""}} if ask.repeated else {"duplicate": None}
    if ask.similar is not None:
        similar = {"near_of.evidence": {"$gt": ""}}
        filters |= similar if ask.similar else {"near_of": None, "compared": True}
    filters |= _in_sight(caller)
    page = reader.page(EVIDENCE, filters, ask, by=("declared_at", -1))
    return {**page, "items": [_view(item, caller) for item in page["items"]]}


def download_of(reader: Reader, ask: DownloadOf) -> Document:
    """{"url", "expires_at", "filename", "media_type"} of the sealed version or its thumbnail.

    Raises: NotFound, NotSealed, NoThumbnail, EvidenceDisposedOf.
    """
    state = reader.get(EVIDENCE, ask.evidence)
    state.must_be_seen_by(_caller(reader), ask.evidence)
    if state.state == "DISPOSED":
        raise EvidenceDisposedOf("材料已按销毁清册销毁，只留存保管记录")
    if state.state != "SEALED" or state.verdict is None:
        raise NotSealed("材料尚未封存，暂不能下载")
    if ask.thumbnail and not state.verdict.thumbnail:
        raise NoThumbnail("这份材料没有缩略图")
    if ask.thumbnail:
        metrics.PREVIEWS.inc()
    seconds = DOWNLOAD_SECONDS()
    manifest = state.manifest
    filename = (
        f"{ask.evidence}.jpg"
        if ask.thumbnail
        else media.with_ending(manifest.filename, manifest.media_type)
    )
    media_type = media.JPEG if ask.thumbnail else manifest.media_type
    url = bucket().addresses.download(
        thumbnail_key(state.object) if ask.thumbnail else state.object,
        version_id="" if ask.thumbnail else state.version_id,
        filename=filename,
        media_type=media_type,
        seconds=seconds,
    )
    return {
        "url": url,
        "expires_at": datetime.now(UTC) + timedelta(seconds=seconds),
        "filename": filename,
        "media_type": media_type,
    }


def _in_sight(caller: Caller) -> Document:
    """As ``Evidence.must_be_seen_by``, for a list; of confidants the reader knows."""
    if not caller.unit:
        return {}
    return {"$or": [{"state.unit": caller.unit}, {"state.shown_to": caller.unit}]}


def _caller(reader: Reader) -> Caller:
    if reader.caller is None:
        raise Forbidden("缺少查询者身份")
    return reader.caller


def _sees_content(caller: Caller) -> bool:
    return bool(set(caller.roles) - set(KEEPERS))


def _view(shown: Document, caller: Caller) -> Document:
    """One piece as a person may see it.

    Of what it repeats only whose it was, when and for what is told, and its id to who may see it.
    """
    state = EVIDENCE.load(shown)
    manifest, verdict = shown["manifest"], shown["verdict"]
    told = {name: shown[name] for name in BARE} | {name: manifest[name] for name in TECHNICAL}
    told["code"] = verdict["code"] if verdict else ""
    if not _sees_content(caller):
        return told
    rest = {name: value for name, value in manifest.items() if name != "part_sha256"}
    told |= rest | {"unit": shown["unit"], "by": shown["by"], "sealed_until": shown["sealed_until"]}
    told["reason"] = verdict["reason"] if verdict else ""
    told["facts"] = verdict["facts"] if verdict else {}
    told["thumbnail"] = bool(verdict and verdict["thumbnail"])
    told["doubts"] = doubts(state)
    told["duplicate"] = state.duplicate and state.duplicate.as_seen_by(caller)
    told["comparison"] = comparison(state)
    told["near_of"] = state.near_of and _likeness(state.near_of, caller)
    told["holds"] = shown["holds"]
    told["disposed"] = shown["disposed"]
    told["fault"] = shown["fault"]
    told |= {"items": state.items, "tasks": state.tasks}
    told |= {name: shown.get(name, []) for name in ("marks", "links")}
    return told


def _likeness(near_of: NearOf, caller: Caller) -> Document:
    ruled = msgspec.to_builtins(near_of.ruled, builtin_types=(datetime,))
    return near_of.as_seen_by(caller) | {"distance": near_of.distance, "ruled": ruled}
