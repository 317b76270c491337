"""What the tasks service keeps, and how it is found again."""

from kit.aggregate import Aggregate, Index
from services.tasks.domain.organisation.district import District
from services.tasks.domain.organisation.person import Person
from services.tasks.domain.organisation.unit import Unit
from services.tasks.domain.planning.campaign import Campaign
from services.tasks.domain.planning.decomposition import Decomposition
from services.tasks.domain.planning.standard import Standard
from services.tasks.domain.registers.register import Register
from services.tasks.domain.supervision.finding import Finding
from services.tasks.domain.supervision.inspection import Inspection
from services.tasks.domain.working.sealed import Sealed
from services.tasks.domain.working.task import Task

DISTRICTS = Aggregate("districts", District)
UNITS = Aggregate("units", Unit, indexes=(Index("state.name"),))
PERSONS = Aggregate("persons", Person, indexes=(Index("state.account"),))
STANDARDS = Aggregate("standards", Standard)
CAMPAIGNS = Aggregate("campaigns", Campaign)
DECOMPOSITIONS = Aggregate("decompositions", Decomposition)
TASKS = Aggregate(
    "tasks",
    Task,
    due=Task.next_due,
    indexes=(
        Index("state.units", "state.due"),
        Index("state.due"),
        Index("state.campaign", "state.item"),
    ),
)
REGISTERS = Aggregate("registers", Register)
INSPECTIONS = Aggregate("inspections", Inspection)
FINDINGS = Aggregate(
    "findings",
    Finding,
    due=Finding.next_due,
    indexes=(Index("state.unit", "state.on"), Index("state.on"), Index("state.inspection")),
)
SEALED = Aggregate("sealed", Sealed, indexes=(Index("state.tasks"),))
