"""Districts, units and named persons."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import Table, command, hears, query, to
from services.tasks.organisation import answers, looks, unit_import
from services.tasks.organisation.district import found_district
from services.tasks.organisation.person import appoint_person
from services.tasks.organisation.phrase import clear_phrase, keep_cleared, withdraw_phrase
from services.tasks.organisation.store import DISTRICTS, PERSONS, PHRASES, UNIT_IMPORTS, UNITS
from services.tasks.organisation.succession import succeed_unit
from services.tasks.organisation.unit import list_unit, register_unit

TABLE: Table = (
    command(orders.FoundDistrict, DISTRICTS, found_district, at="district", fresh=True),
    command(
        orders.RegisterUnit,
        UNITS,
        register_unit,
        at=looks.of_unit,
        creates=True,
        gather=looks.for_register_unit,
    ),
    command(
        orders.SucceedUnit,
        UNITS,
        succeed_unit,
        at=looks.of_successor,
        gather=looks.for_succeed_unit,
    ),
    command(
        orders.ImportUnits,
        UNIT_IMPORTS,
        unit_import.import_units,
        at=looks.of_unit_import,
        creates=True,
        gather=looks.for_import_units,
        aside=True,
    ),
    command(
        orders.AppointPerson,
        PERSONS,
        appoint_person,
        at="account",
        creates=True,
        gather=looks.for_appoint_person,
    ),
    command(
        orders.ClearPhrase,
        PHRASES,
        clear_phrase,
        at=looks.of_phrases,
        creates=True,
        gather=looks.for_clear_phrase,
    ),
    command(orders.WithdrawPhrase, PHRASES, withdraw_phrase, at=looks.of_phrases),
    hears(
        tasks.PhraseCleared,
        to(PHRASES, keep_cleared, at=looks.of_cleared, creates=True),
    ),
    hears(
        tasks.UnitListed,
        to(UNITS, list_unit, at=looks.of_listed, creates=True),
    ),
    query(orders.PreviewUnits, answers.units_known, aside=unit_import.preview),
    query(orders.Units, answers.units),
    query(orders.Districts, answers.districts),
    query(orders.ClearedPhrases, answers.cleared_phrases),
    query(orders.Persons, answers.persons),
)
