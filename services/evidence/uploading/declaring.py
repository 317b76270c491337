"""The first decisions: what may be declared, and what happens when it is declared again."""

from datetime import datetime, timedelta

from contracts import captions, texts
from contracts.orders.evidence import Declare
from contracts.refusals import Invalid
from kit.change import Change, Knowing
from services.evidence.piece import media, schedule
from services.evidence.piece.piece import Manifest, Piece, object_key, opened
from services.evidence.piece.verdict import FIRST_YEAR, LAST_YEAR, in_calendar
from services.evidence.refusals import (
    CaptureTimeInvalid,
    ManifestDiffers,
    PartsMismatch,
    TooManyAttempts,
)
from services.evidence.sites.site import must_be_allowed
from services.evidence.uploading import quotas
from services.evidence.uploading.quotas import Holdings

MAX_DECLARATIONS = 20
"""Times that one id may be declared anew after it expired."""

CLOCK_AHEAD = timedelta(days=1)
"""How far a phone's clock may be ahead, beside what it says of itself."""


def declare(state: Piece | None, order: Declare, given: Knowing[Holdings]) -> Change[Piece]:
    """Take the manifest of a file about to come, or say where a known one stands.

    Raises: ManifestDiffers, TypeNotAllowed, FileTooLarge, TooManyAttempts, QuotaDay, QuotaOpen,
    QuotaBytes, Invalid, NotFound (somebody else's), PlaceNotAllowed, CaptionMissing.
    """
    must_be_allowed(given.found.forbidden)
    _must_be_well_formed(order, given.now)
    manifest = Manifest.of(order)
    if state is not None:
        return _again(state, order, manifest, given)
    if given.found.taken:
        raise ManifestDiffers("这个编号已登记过另一份文件", field="$.evidence")
    media.must_be_allowed(manifest.media_type, manifest.size)
    if manifest.media_type.startswith(captions.PHOTO_TYPE):
        captions.must_be_said(given.found.captions, manifest.captioned, "$.caption")
    quotas.must_fit(manifest.size, given.found, given.now)
    expires_at = given.now + schedule.EXPIRES_AFTER
    fresh = Piece(
        district=order.district,
        unit=given.by.unit,
        by=given.by.account,
        manifest=manifest,
        object=object_key(order.district, given.now, given.key),
        state="DECLARED",
        declared_at=given.now,
        expires_at=expires_at,
        due=expires_at,
        reserved=given.by.has("inspector"),
    )
    facts = {"evidence": given.key, "manifest": manifest.digest}
    return _answered(fresh.noted("declared", given.now, facts, given.by.account))


def adds(state: Piece | None) -> bool:
    """Whether declaring would add a file to what is unfinished."""
    return state is None or state.state == "EXPIRED"


def _again(
    state: Piece, order: Declare, manifest: Manifest, given: Knowing[Holdings]
) -> Change[Piece]:
    state.must_be_of(given.by, given.key)
    if manifest != state.manifest or order.district != state.district:
        raise ManifestDiffers("这个编号已登记过另一份文件，请为新文件另取编号", field="$.evidence")
    if state.state != "EXPIRED":
        return _answered(state)
    declared = sum(entry.what == "declared" for entry in state.custody)
    if declared >= MAX_DECLARATIONS:
        raise TooManyAttempts("这个编号多次登记后都没有传完，请重新拍摄或另取编号")
    quotas.must_fit(manifest.size, given.found, given.now)
    facts = {"manifest": manifest.digest}
    return _answered(opened(state, given.now).noted("declared", given.now, facts, given.by.account))


def _must_be_well_formed(order: Declare, now: datetime) -> None:
    """Raises: Invalid, CaptureTimeInvalid, PartsMismatch."""
    if why := texts.fault(order.filename, texts.FILE):
        raise Invalid(why, field="$.filename")
    if order.captured_at is not None:
        if order.captured_at.tzinfo is None:
            raise CaptureTimeInvalid("拍摄时间缺少时区", field="$.captured_at")
        if not in_calendar(order.captured_at):
            years = f"{FIRST_YEAR} 至 {LAST_YEAR} 年"
            said = f"拍摄时间须在 {years}之间，请校正手机时钟"
            raise CaptureTimeInvalid(said, field="$.captured_at")
        if order.captured_at - now > CLOCK_AHEAD - timedelta(seconds=order.clock_offset or 0):
            raise CaptureTimeInvalid("拍摄时间在将来，请校正手机时钟", field="$.captured_at")
    if (order.register is None) != (order.row is None):
        raise Invalid("点位表和点位要同时填写", field="$.row")
    parts = media.part_count(order.size)
    if media.in_parts(order.size) and len(order.part_sha256) != parts:
        said = f"超过 8 MiB 的文件须附 {parts} 个分片的校验值"
        raise PartsMismatch(said, field="$.part_sha256")


def _answered(state: Piece) -> Change[Piece]:
    return Change(
        state,
        answer={"state": state.state, "method": "multipart" if state.in_parts else "put"},
    )
