"""What is answered about saved views."""

from contracts.answers.base import Answer, lists
from contracts.orders import tasks as orders


@lists(orders.Views)
class View(Answer, frozen=True, kw_only=True):
    """The filters of a list under a name; ``own``: the caller's."""

    id: str
    version: int
    district: str
    owner: str
    list: orders.ListKind
    name: str
    filters: dict[str, str | int | bool]
    shared: bool
    own: bool
