"""What is kept under a name of its own parts is found again under it: these names never change."""

from services.tasks.holidays.holidays import holidays_id
from services.tasks.organisation.phrase import phrases_id
from services.tasks.organisation.unit_import import unit_import_id
from services.tasks.planning.decomposition import decomposition_id
from services.tasks.registers.calendar import calendar_id
from services.tasks.registers.register import register_id
from services.tasks.supervision.slip_book import slip_book_id


def test_each_id_is_made_of_what_it_is_of() -> None:
    assert unit_import_id("ganzhou") == "units.ganzhou"
    assert decomposition_id("c-2026", "ganzhou") == "c-2026.ganzhou"
    assert calendar_id("c-2026", "ganzhou") == "y-c-2026.ganzhou"
    assert register_id(2026, "ganzhou", "B04") == "r-2026-ganzhou-B04"
    assert slip_book_id(2026, "ganzhou") == "sb-2026-ganzhou"
    assert holidays_id(2027) == "holidays-2027"
    assert phrases_id("ganzhou") == "phrases.ganzhou"
