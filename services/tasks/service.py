"""The tasks service: its wiring table is put together from rooms."""

from services.tasks.wiring.lists import Lists
from services.tasks.wiring.meetings import Meetings
from services.tasks.wiring.organisation import Organisation
from services.tasks.wiring.planning import Planning
from services.tasks.wiring.registers import Registers
from services.tasks.wiring.supervision import Supervision
from services.tasks.wiring.working import Working


class Tasks(Organisation, Planning, Working, Registers, Meetings, Supervision, Lists):
    """Who must do what by when, and what became of it."""

    name = "tasks"
