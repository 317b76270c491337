"""A dossier of a gibibyte: how fast it is bound and sent, and what the gateway holds of it.

The originals lie in a real store; bare peers answer for the services, so that what is measured is
the gateway's own work.
"""

import hashlib
import io
import json
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, NamedTuple

import httpx

from tests.bench.exports import watched
from tests.console.answering import Answering
from tests.interface.test_gateway_feed import token
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

ITEMS, PIECES, SIZE = 8, 16, 8 * 1024 * 1024
MIB = 1024 * 1024
AT = "2026-07-31T08:00:00Z"
DISTRICT, SNAPSHOT = "ganzhou", "s-1"
WITHIN = 300.0
CUTS = 20


class Piece(NamedTuple):
    id: str
    sha256: str
    url: str


def lines(stack: Stack) -> Iterator[str]:
    gateway = stack.start("gateway").wait_ready()
    pieces = _stored(stack)
    with (
        ExitStack() as open_,
        httpx.Client(
            base_url=f"http://{gateway.env['TONGXIN_HTTP_ADDRESS']}/api/v1",
            headers=token("*", account="admin", role="city_office"),
            timeout=WITHIN,
        ) as http,
    ):
        for service, answers in _answers(pieces).items():
            open_.enter_context(Answering(stack, service, answers))
        yield from _measured(gateway, http)


def _measured(gateway: Running, http: httpx.Client) -> Iterator[str]:
    before = gateway.metric("process_resident_memory_bytes") / MIB
    yield f"gateway at rest: {before:.0f} MiB"
    started = time.monotonic()
    with watched(gateway) as peaks:
        id = eventually(lambda: _ordered(http))
        made = eventually(lambda: _ready(http, id), WITHIN)
    yield _line("bound", made["size"], time.monotonic() - started, peaks["gateway"])
    path = f"/dossiers/{made['dossier']}/file"
    started, digest, got = time.monotonic(), hashlib.sha256(), 0
    with watched(gateway) as peaks, http.stream("GET", path) as answer:
        for block in answer.iter_raw():
            digest.update(block)
            got += len(block)
    yield _line("sent", got, time.monotonic() - started, peaks["gateway"])
    assert got == made["size"]
    chance, waits = random.Random(1), []
    for _ in range(CUTS):
        first = chance.randrange(got)
        started = time.monotonic()
        part = http.get(path, headers={"Range": f"bytes={first}-{min(got, first + 1024) - 1}"})
        waits.append(time.monotonic() - started)
        assert part.status_code == 206
    yield f"a kibibyte anywhere in it: {sorted(waits)[CUTS // 2] * 1000:.0f} ms (median)"


def _ordered(http: httpx.Client) -> str:
    order = {"district": DISTRICT, "snapshot": SNAPSHOT}
    answer = http.post("/dossiers", json=order, headers={"Idempotency-Key": "bench"})
    assert answer.status_code == 202, answer.text
    id: str = answer.json()["dossier"]
    return id


def _ready(http: httpx.Client, id: str) -> dict[str, Any] | None:
    told: dict[str, Any] = http.get(f"/dossiers/{id}").json()
    assert told["state"] in ("building", "ready"), told
    return told if told["state"] == "ready" else None


def _line(what: str, size: int, seconds: float, peak: float) -> str:
    speed = size / MIB / seconds
    return (
        f"{what}: {size / MIB:.0f} MiB in {seconds:.1f} s, {speed:.0f} MiB/s, peak {peak:.0f} MiB"
    )


def _stored(stack: Stack) -> list[Piece]:
    store, found = stack.s3, []
    for n in range(ITEMS * PIECES):
        raw = random.Random(n).randbytes(SIZE)
        store.put_object(stack.bucket, f"piece-{n}", io.BytesIO(raw), SIZE)
        url = store.presigned_get_object(stack.bucket, f"piece-{n}", expires=timedelta(hours=1))
        found.append(Piece(f"e-{n}", hashlib.sha256(raw).hexdigest(), url))
    return found


def _answers(pieces: list[Piece]) -> dict[str, dict[str, Any]]:
    by_id = {one.id: one for one in pieces}
    codes = [f"A{n:02}" for n in range(1, ITEMS + 1)]
    of_item = {code: [p.id for p in pieces[n::ITEMS]] for n, code in enumerate(codes)}
    marks = {"score": 1000, "points": 1000}
    part = {
        "name": "甘州区",
        "district": DISTRICT,
        "items": {code: {**marks, "facts": {}} for code in codes},
        "total": {"score": 8000},
    }
    snapshot = {"name": "七月", "year": 2026, "at": AT, "level": "city", "sha256": "0" * 64}
    page = {"next": None}
    return {
        "scoring": {
            "snapshot_of": lambda _: {**snapshot, "part": json.dumps(part), "part_sha256": ""},
            "frozen_item_of": lambda k: _frozen(k["ask"]["item"]) | marks,
        },
        "tasks": {
            "units": lambda _: {**page, "items": [{"unit": "office", "name": "双拥办"}]},
            "registers": lambda _: {**page, "items": []},
            "tasks": lambda k: {**page, "items": [_task(of_item[k["ask"]["item"]])]},
        },
        "evidence": {
            "evidence_of": lambda k: _piece(by_id[k["ask"]["evidence"]]),
            "receipt_of": lambda _: {"receipt": "e30.e30.e30"},
            "download_of": lambda k: {"url": by_id[k["ask"]["evidence"]].url, "filename": "x.jpg"},
            "tree_head_of": lambda _: {"head": "e30.e30.e30", "signed_at": AT},
            "receipt_keys": lambda _: {"keys": []},
        },
    }


def _frozen(item: str) -> dict[str, Any]:
    line = {"op": "item", "label": item, "text": "得分", "thousandths": 1000}
    empty: dict[str, Any] = {"inputs": [], "signals": [], "evidence": [], "facts": {}}
    said = {"title": "材料", "category": "组织领导", "rule_text": "", "lead": "双拥办"}
    return {"item": item, "line": line, "marked": True, **empty, **said}


def _task(evidence: list[str]) -> dict[str, Any]:
    handed = {"at": AT, "evidence": evidence, "note": "", "measures": {}}
    who = {"lead": "office", "cooperating": [], "person": "sun", "parent": ""}
    return {"id": "t-1", "title": "材料", "submission": handed, **who}


def _piece(one: Piece) -> dict[str, Any]:
    caption = dict.fromkeys(("time", "place", "people", "theme", "background", "cause"), "")
    times = {"captured_at": None, "declared_at": AT, "sealed_at": AT}
    kept = {"state": "SEALED", "sha256": one.sha256, "size": SIZE, "custody_broken_at": None}
    said = {"title": "照片", "unit": "office", "mode": "camera", "caption": caption, "facts": {}}
    return {"id": one.id, **kept, **times, **said}
