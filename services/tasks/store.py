"""What the tasks service keeps, and how it is found again."""

from kit.aggregate import Aggregate, Index
from services.tasks.domain.lists.view import View

VIEWS = Aggregate("views", View, indexes=(Index("state.owner"), Index("state.name")))
