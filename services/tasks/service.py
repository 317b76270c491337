"""The tasks service: its table is put together from rooms."""

from kit.table import Service
from services.tasks.meetings import doors as meetings
from services.tasks.organisation import doors as organisation
from services.tasks.planning import doors as planning
from services.tasks.registers import doors as registers
from services.tasks.supervision import doors as supervision
from services.tasks.wiring import lists
from services.tasks.working import doors as working


class Tasks(Service):
    """Who must do what by when, and what became of it."""

    name = "tasks"
    tables = (
        organisation.TABLE,
        planning.TABLE,
        working.TABLE,
        registers.TABLE,
        meetings.TABLE,
        supervision.TABLE,
        lists.TABLE,
    )
