"""Photos of passers-by."""

from datetime import datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers
from contracts.orders import evidence as orders

LeadPhotoState = Literal["OPEN", "STORED", "HELD", "KEPT", "DROPPED", "GONE"]


@answers(orders.DeclareLeadPhoto)
class LeadTicket(Changed, frozen=True, kw_only=True):
    """PUT the bytes to ``url`` with exactly these ``headers``, without a token; then report it."""

    state: LeadPhotoState
    method: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    headers: dict[str, str] | UnsetType = UNSET
    size: int | UnsetType = UNSET


@answers(orders.LeadPhotoSent)
class LeadReport(Changed, frozen=True, kw_only=True):
    """``missing``: the store has not got the bytes, or others."""

    state: LeadPhotoState
    missing: bool


@answers(orders.LeadPhotoOf)
class LeadPhoto(Answer, frozen=True, kw_only=True):
    """A short-lived address of the preview: GET it without a token."""

    url: str
    expires_at: datetime
