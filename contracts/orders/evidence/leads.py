"""Photos of passers-by."""

from typing import Annotated, Literal

from msgspec import Meta

from contracts.orders.base import Ask, Order
from contracts.orders.doors import door, only
from contracts.orders.evidence.ids import EvidenceId
from contracts.roles import EVERYONE, OFFICES
from contracts.words import Id, Sha256, Slug

MAX_LEAD_PHOTO = 10 * 1024 * 1024
"""Bytes of a photo that somebody without an account sends."""


@only(EVERYONE)
class DeclareLeadPhoto(Order, frozen=True, kw_only=True):
    """The photo of a lead (随手拍) that is about to come; the answer is the address of its PUT."""

    photo: EvidenceId
    snap: Id
    district: Slug
    size: Annotated[int, Meta(ge=1, le=MAX_LEAD_PHOTO)]
    sha256: Sha256
    media_type: Literal["image/jpeg", "image/png", "image/heic"]


@only(EVERYONE)
class LeadPhotoSent(Order, frozen=True, kw_only=True):
    """The phone says that all bytes are sent; the service looks for itself."""

    photo: EvidenceId


@door("GET /lead-photos/{photo}", "看随手拍照片", OFFICES)
class LeadPhotoOf(Ask, frozen=True, kw_only=True):
    """A short-lived address of the preview, which holds no position."""

    photo: EvidenceId
