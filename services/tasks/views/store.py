"""Views by owner and name."""

from kit.aggregate import Aggregate, Index
from services.tasks.views.view import View

VIEWS = Aggregate(
    "views", View, indexes=(Index("state.owner"), Index("state.name", of_tenant=True))
)
