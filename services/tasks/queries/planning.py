"""Questions about campaigns and their decomposition."""

from msgspec import to_builtins

from contracts.orders.tasks import (
    Campaigns,
    DecompositionSheet,
    PreviewByRoles,
    PreviewDecomposition,
)
from contracts.refusals import absent
from kit.machine import utc_now
from kit.reader import Reader
from services.tasks.domain.planning.decomposition import decomposition_id
from services.tasks.domain.planning.previewing import shown
from services.tasks.domain.planning.table.writing import write_table
from services.tasks.domain.planning.tabling import read
from services.tasks.lookups.known import standard_of
from services.tasks.lookups.planning import staff_of, table_of
from services.tasks.queries.sight import Answer, own_unit
from services.tasks.store import CAMPAIGNS, DECOMPOSITIONS


def campaigns(reader: Reader, ask: Campaigns) -> Answer:
    return reader.page(CAMPAIGNS, {}, ask, by=("year", -1))


def preview_decomposition(reader: Reader, ask: PreviewDecomposition) -> Answer:
    """What a table would make. Raises: NotFound, DistrictNotInCampaign, StandardNotPublished."""
    return _preview(reader, ask)


def preview_by_roles(reader: Reader, ask: PreviewByRoles) -> Answer:
    """What the standard's roles would make. Raises: as ``preview_decomposition``."""
    return _preview(reader, ask)


def _preview(reader: Reader, ask: PreviewDecomposition | PreviewByRoles) -> Answer:
    table = table_of(reader, ask, utc_now())
    state = reader.find(DECOMPOSITIONS, decomposition_id(ask.campaign, ask.district))
    return shown(read(ask, table, state), table.ground)


def decomposition_sheet(reader: Reader, ask: DecompositionSheet) -> Answer:
    """The district's table as a workbook; who belongs to a unit gets the rows of its unit.

    Raises: NotFound.
    """
    campaign = reader.get(CAMPAIGNS, ask.campaign)
    id = decomposition_id(ask.campaign, ask.district)
    state = reader.get(DECOMPOSITIONS, id)
    staff = staff_of(reader, ask.district)
    own = own_unit(reader.caller)
    rows = {
        item: row
        for item, row in state.by_item().items()
        if own is None or own in (staff.current(row.lead), *row.cooperating)
    }
    if not rows:
        raise absent(id)
    book = write_table(campaign.name, staff.district, standard_of(reader, campaign), rows, staff)
    return {"workbook": to_builtins(book)}
