"""How much may be declared and not finished. Generous for honest work; a bound for all other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.clock import CHINA
from services.evidence.refusals import QuotaBytes, QuotaDay, QuotaOpen

UNFINISHED = ("DECLARED", "OPEN", "STORED", "CHECKING", "QUARANTINED")
GIB = 1024**3
NAMES = {"account": "本人", "unit": "本单位", "district": "本县区"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What one account, unit or district has declared and not finished, and how much it may."""

    whose: str
    files: int
    bytes: int
    most_files: int
    most_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """``today``: declarations of the account since midnight in the city. Counted without a lock:
    declarations made in the same moment may pass a limit by their number. ``taken``: the id is that
    of a lead's photo, which may become evidence under it. ``captions``: those that its tasks want
    of a photo. ``forbidden``: it was taken where nothing may be.
    """

    quotas: tuple[Quota, ...]
    today: int
    most_today: int
    taken: bool = False
    captions: tuple[str, ...] = ()
    forbidden: bool = False


UNCOUNTED = Holdings(quotas=(), today=0, most_today=1)
"""For a declaration that adds no file."""


def must_fit(size: int, holdings: Holdings, now: datetime) -> None:
    """Raises: QuotaDay, QuotaOpen, QuotaBytes."""
    if holdings.today >= holdings.most_today:
        raise QuotaDay(
            f"本人今天登记的文件已达 {holdings.most_today} 份的上限，请明天再传",
            limit=holdings.most_today,
            retry_after=round((midnight(now) + timedelta(days=1) - now).total_seconds()),
        )
    for quota in holdings.quotas:
        name = NAMES[quota.whose]
        if quota.files >= quota.most_files:
            raise QuotaOpen(
                f"{name}已登记而未完成的文件已达 {quota.most_files} 份的上限，请先传完已登记的文件",
                limit=quota.most_files,
                whose=quota.whose,
            )
        if quota.bytes + size > quota.most_bytes:
            raise QuotaBytes(
                f"{name}已登记而未完成的文件合计不得超过 {quota.most_bytes / GIB:g} GiB，"
                "请先传完已登记的文件",
                limit=quota.most_bytes,
                whose=quota.whose,
            )


def midnight(now: datetime) -> datetime:
    """The beginning of the city's day."""
    return now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
