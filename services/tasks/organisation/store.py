"""Districts, units by name, persons by account, and phrases that hold no secret."""

from kit.aggregate import Aggregate, Index
from services.tasks.organisation.district import District
from services.tasks.organisation.person import Person
from services.tasks.organisation.phrase import Phrases
from services.tasks.organisation.unit import Unit
from services.tasks.organisation.unit_import import UnitImport

DISTRICTS = Aggregate("districts", District, unchanging=True)
UNITS = Aggregate(
    "units", Unit, indexes=(Index("state.name", of_tenant=True), Index("state.parent"))
)
UNIT_IMPORTS = Aggregate("unit_imports", UnitImport)
PHRASES = Aggregate("cleared_phrases", Phrases)
PERSONS = Aggregate(
    "persons",
    Person,
    indexes=(Index("state.account", of_tenant=True), Index("state.unit", "state.account")),
)
