"""The tasks service: what it does is put together from the doors of its rooms."""

from kit.service import Service
from services.tasks.complaints import doors as complaints
from services.tasks.holidays import doors as holidays
from services.tasks.leads import doors as leads
from services.tasks.life import doors as life
from services.tasks.meetings import doors as meetings
from services.tasks.organisation import doors as organisation
from services.tasks.papers import doors as papers
from services.tasks.planning import doors as planning
from services.tasks.registers import doors as registers
from services.tasks.supervision import doors as supervision
from services.tasks.views import doors as views


class Tasks(Service):
    """Who must do what by when, and what became of it."""

    name = "tasks"
    tables = (
        organisation.TABLE,
        holidays.TABLE,
        planning.TABLE,
        life.TABLE,
        registers.TABLE,
        meetings.TABLE,
        supervision.TABLE,
        complaints.TABLE,
        papers.TABLE,
        leads.TABLE,
        views.TABLE,
    )
