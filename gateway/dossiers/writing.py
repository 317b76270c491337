"""From what was gathered to the files of a dossier: each item's, and those beside the items. Pure,
but for the font that is read."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from contracts.clock import CHINA
from gateway.console.frame.naming import Names
from gateway.dossiers import checking, content, naming
from gateway.dossiers import manifest as papers
from gateway.dossiers.archive import Layout, Member, layout
from gateway.dossiers.checking import Held, Work
from gateway.dossiers.content import Bound
from gateway.dossiers.printing import Printed, printed
from gateway.dossiers.volume import Filed, Lack, Planned, Volume

Json = dict[str, Any]

PRINTED = "00 卷宗.pdf"


def volume(
    bound: Bound,
    frozen: Json,
    part: Json,
    work: Work,
    held: Sequence[Held],
    names: Names,
    first: int,
    font: Path,
) -> Volume:
    """``part``: the item in the snapshot's own text. One with faults has no files."""
    item = frozen["item"]
    lead = checking.lead_of(work, frozen["lead"], names.units)
    missing = tuple(checking.lacks(work))
    faults = tuple(checking.faults(frozen, part, work, held, bound.snapshot["at"]))
    files: tuple[Filed, ...] = ()
    pages = 1
    if not faults:
        numbers = [naming.material(item, bound.year, n) for n in range(1, len(held) + 1)]
        where = naming.folder(bound.year, frozen["category"], item)
        said = content.sections(bound, frozen, work, held, names, numbers, missing)
        cover = content.cover(bound, frozen, lead, len(held))
        sheet = printed(f"{bound.district_name}{bound.year}年 {item}", cover, said, first, font)
        pages = sheet.pages
        files = (
            papers.filed(f"{where}/{PRINTED}", sheet.raw),
            *(_original(where, number, one) for number, one in zip(numbers, held, strict=True)),
        )
    return Volume(
        item=item,
        title=frozen["title"],
        category=frozen["category"],
        lead=lead,
        points=frozen["points"],
        score=frozen["score"] if frozen["marked"] else None,
        first=first,
        pages=pages,
        materials=len(held),
        files=files,
        lacks=tuple(Lack(item=item, what=one, lead=lead) for one in missing),
        faults=faults,
        sealed=max(
            (one.piece["sealed_at"] for one in held if one.piece and not faults), default=""
        ),
    )


def _original(where: str, number: str, held: Held) -> Filed:
    assert held.piece, "what is not there is a fault"
    return Filed(
        path=f"{where}/{naming.file(number, held.piece['title'], held.filename)}",
        size=held.size,
        sha256=held.sha256,
        crc=held.crc,
        evidence=held.id,
        receipt=held.receipt,
    )


def root(
    bound: Bound,
    part: str,
    volumes: Sequence[Volume],
    head: str,
    keys: Mapping[str, Any],
    font: Path,
) -> tuple[Filed, ...]:
    """The files beside the items, their sums last. ``part``: the snapshot's own text; ``head``: the
    signed tree head; ``keys``: the public keys."""
    lacks = [one for each in volumes for one in each.lacks]
    sheet = _index(bound, volumes, lacks, font)
    beside = [
        papers.filed(papers.README, _about(bound).encode()),
        papers.filed(papers.VERIFIER, papers.verifier()),
        papers.filed(papers.INDEX, sheet.raw),
        papers.filed(papers.FROZEN, part.encode()),
        papers.filed(papers.HEAD, f"{head}\n".encode()),
        papers.filed(papers.KEYS, json.dumps(keys, sort_keys=True).encode() + b"\n"),
    ]
    every = [*beside, *(file for one in volumes for file in one.files)]
    said = {
        "district": bound.district,
        "district_name": bound.district_name,
        "year": bound.year,
        "item": bound.item,
        "snapshot": bound.snapshot,
        "tree_head": head,
    }
    listed = papers.filed(papers.MANIFEST, papers.manifest(said, every, lacks))
    sums = papers.filed(papers.SUMS, papers.sums([listed, *every]))
    return (*beside, listed, sums)


def _index(bound: Bound, volumes: Sequence[Volume], lacks: Sequence[Lack], font: Path) -> Printed:
    whole = sum(one.materials for one in volumes)
    cover = (
        bound.title,
        f"立卷单位：{bound.office}",
        f"得分快照：{bound.frozen}",
        f"件　　数：{len(volumes)}项，{whole}件",
    )
    return printed(bound.title, cover, content.index(bound, volumes, lacks), 1, font)


def _about(bound: Bound) -> str:
    at = datetime.fromisoformat(bound.snapshot["at"]).astimezone(CHINA)
    return papers.ABOUT.format(
        title=bound.title,
        snapshot=bound.snapshot["name"],
        at=f"{at:%Y-%m-%d %H:%M}",
        sha256=bound.snapshot["sha256"],
    )


def plan(volumes: Sequence[Volume], beside: Sequence[Filed]) -> list[Planned]:
    """Every file in its order; those beside the items stand in front, and are kept behind."""
    kept = [(len(volumes), beside), *((n, one.files) for n, one in enumerate(volumes))]
    return [
        Planned(
            path=file.path,
            size=file.size,
            crc=file.crc,
            sha256=file.sha256,
            evidence=file.evidence,
            volume=volume,
            n=n,
        )
        for volume, files in kept
        for n, file in enumerate(files)
    ]


def laid_out(plan: Sequence[Planned], frozen_at: str) -> Layout:
    members = [Member(one.path, one.size, one.crc) for one in plan]
    return layout(members, datetime.fromisoformat(frozen_at))
