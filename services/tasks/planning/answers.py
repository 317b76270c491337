"""Questions about campaigns and their decomposition."""

from msgspec import to_builtins

from contracts.orders.tasks import Campaigns, DecompositionOf, DecompositionSheet
from contracts.refusals import absent
from kit.machine import utc_now
from kit.reader import Reader
from services.tasks.answers.sight import Answer, own_unit
from services.tasks.planning.decomposition import as_duty, decomposition_id
from services.tasks.planning.looks import present_rows, staff_of, standard_of, table_of
from services.tasks.planning.previewing import Previewed
from services.tasks.planning.store import CAMPAIGNS, DECOMPOSITIONS
from services.tasks.planning.table.writing import write_table
from services.tasks.planning.tabling import Preview


def campaigns(reader: Reader, ask: Campaigns) -> Answer:
    return reader.page(CAMPAIGNS, {}, ask, by=("year", -1))


def previewed(reader: Reader, ask: Preview) -> Previewed:
    """What a table is read against. Raises: NotFound, StandardNotPublished."""
    state = reader.find(DECOMPOSITIONS, decomposition_id(ask.campaign, ask.district))
    return Previewed(table_of(reader, ask, state, utc_now()), state)


def decomposition_sheet(reader: Reader, ask: DecompositionSheet) -> Answer:
    """The district's table as it stands; who belongs to a unit gets the rows of its unit.

    Raises: NotFound.
    """
    campaign = reader.get(CAMPAIGNS, ask.campaign)
    id = decomposition_id(ask.campaign, ask.district)
    state = reader.get(DECOMPOSITIONS, id)
    staff = staff_of(reader, ask.district)
    own = own_unit(reader.caller)
    rows = {
        item: row
        for item, row in present_rows(reader, state).items()
        if own is None or own in (staff.current(row.lead), *row.cooperating)
    }
    if not rows:
        raise absent(id)
    book = write_table(campaign, staff.district, standard_of(reader, campaign), rows, staff)
    return {"workbook": to_builtins(book)}


def decomposition_of(reader: Reader, ask: DecompositionOf) -> Answer:
    """As its tasks stand; who belongs to a unit sees the rows that it leads or helps with.

    Raises: NotFound.
    """
    id = decomposition_id(ask.campaign, ask.district)
    shown, state = reader.show(DECOMPOSITIONS, id), reader.get(DECOMPOSITIONS, id)
    own, written = own_unit(reader.caller), {row.item for row in state.rows}
    rows = [
        row
        for row in present_rows(reader, state).values()
        if own is None or own in (row.lead, *row.cooperating)
    ]
    return {
        **shown,
        "duties": [to_builtins(as_duty(row)) for row in rows],
        "rows": [to_builtins(row) for row in rows if row.item in written],
    }
