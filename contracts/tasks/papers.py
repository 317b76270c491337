"""Facts about official papers."""

from contracts.envelope import Fact, fact


@fact("tasks.bulletin_issued.v1")
class BulletinIssued(Fact, frozen=True, kw_only=True):
    """A bulletin has its number, and whoever sees its district may read it."""

    paper: str
    year: int
    number: str
    title: str
    by: str
