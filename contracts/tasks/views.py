"""Facts about saved views of lists."""

from contracts.envelope import Fact, fact


@fact("tasks.view_saved.v1")
class ViewSaved(Fact, frozen=True, kw_only=True):
    """``list`` is the question that the view is for; its filters stay with the view."""

    view: str
    list: str
    name: str
    shared: bool


@fact("tasks.view_dropped.v1")
class ViewDropped(Fact, frozen=True, kw_only=True):
    view: str
