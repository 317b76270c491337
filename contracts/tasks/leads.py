"""Facts about what passers-by photographed. None repeats what was said: it is read at its place."""

from contracts.envelope import Fact, fact


@fact("tasks.snapping_set.v1")
class SnappingSet(Fact, frozen=True, kw_only=True):
    on: bool
    days: int
    by: str


@fact("tasks.lead_opened.v1")
class LeadOpened(Fact, frozen=True, kw_only=True):
    """Its photo came and is one: it waits for the office."""

    snap: str
    year: int


@fact("tasks.lead_settled.v1")
class LeadSettled(Fact, frozen=True, kw_only=True):
    snap: str
    year: int
    outcome: str
    by: str


@fact("tasks.lead_photo_kept.v1")
class LeadPhotoKept(Fact, frozen=True, kw_only=True):
    """The photo becomes evidence of the office: its custody begins."""

    snap: str
    evidence: str
    by: str
    title: str


@fact("tasks.lead_photo_dropped.v1")
class LeadPhotoDropped(Fact, frozen=True, kw_only=True):
    """The photo is to be deleted."""

    snap: str
    evidence: str
