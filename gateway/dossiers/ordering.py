"""Who may have a dossier bound, of what, and who may look at it."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.scoring import SnapshotOf
from contracts.roles import OFFICES, STEERING
from contracts.words import Id, ItemCode, Slug
from gateway import door
from gateway.audit.telling import tell
from gateway.dossiers.originals import Asking
from gateway.dossiers.store import Dossier, named
from gateway.parts import parts
from gateway.problems import Problem
from gateway.told import DossierLine, DossierTold

BINDERS, READERS = OFFICES, STEERING


class BindDossier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bind what a district's figures in a snapshot rest on: of every item, or of one."""

    district: Slug
    snapshot: Id
    item: ItemCode | None = None


class DossiersOf(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    district: Slug


async def order(request: Request, caller: Caller, wanted: BindDossier) -> Dossier:
    """Raises: Problem forbidden, not-found, refused (nothing was marked), busy."""
    door.allow(caller, BINDERS)
    door.within_scope(caller, wanted)
    question = SnapshotOf(snapshot=wanted.snapshot, district=wanted.district)
    found = await Asking(parts(request).rpc, caller).ask("scoring", question)
    part = msgspec.json.decode(found["part"])
    if part["total"] is None:
        raise Problem(
            "refused", "这份快照在这一级没有评分，没有可以立卷的得分。", field="$.snapshot"
        )
    if wanted.item and wanted.item not in part["items"]:
        raise Problem("not-found", "快照中没有这一项。", field="$.item")
    one = Dossier(
        id=named(wanted.district, wanted.item or "", wanted.snapshot),
        district=wanted.district,
        year=found["year"],
        item=wanted.item or "",
        snapshot=wanted.snapshot,
        snapshot_name=found["name"],
        by=caller,
        at=datetime.now(UTC).replace(microsecond=0),
        state="building",
        items=(wanted.item,) if wanted.item else tuple(sorted(part["items"])),
    )
    about = f"{one.district} {one.year} {one.item or '*'}"
    await tell(request, caller, "export", request.url.path, detail=about)
    return await parts(request).shelf.order(one)


async def found(request: Request, caller: Caller, id: str) -> Dossier:
    """Raises: Problem forbidden, not-found (also another district's)."""
    door.allow(caller, READERS)
    dossier = await parts(request).shelf.get(id)
    door.within_scope(caller, dossier)
    return dossier


async def listed(
    request: Request, caller: Caller, asked: DossiersOf, item: str | None = None
) -> list[Dossier]:
    """Of a district, the newest first. Raises: Problem forbidden, not-found."""
    door.allow(caller, READERS)
    door.within_scope(caller, asked)
    return await parts(request).shelf.listed(asked.district, item)


def line(one: Dossier) -> DossierLine:
    return msgspec.convert(_shown(one, DossierLine), DossierLine)


def told(one: Dossier) -> DossierTold:
    return msgspec.convert(_shown(one, DossierTold), DossierTold, from_attributes=True)


def _shown(one: Dossier, shape: type[Struct]) -> dict[str, Any]:
    every = msgspec.structs.asdict(one)
    known = every | {"dossier": one.id, "items": len(one.items), "missing": one.lacks}
    return {name: known[name] for name in shape.__struct_fields__}
