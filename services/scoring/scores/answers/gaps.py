"""The gap grid: item × year, for one district or for each of the city's."""

from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from contracts.orders.scoring import GapGrid, GapSheet
from contracts.refusals import Invalid, NotFound
from contracts.words import CITY_WIDE, Level
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.campaigns.year import Year
from services.scoring.scores.gap_grid import MAX_CELLS, MAX_YEARS, Row, grid, grid_workbook
from services.scoring.scores.looks import districts_of, held, seen
from services.scoring.scores.position import Position


def gap_grid(reader: Reader, ask: GapGrid) -> dict[str, Any]:
    """``unmarked``: years in which the level has marked nothing of the district, so that their
    cells are no figures yet. Raises: Invalid (too much at once), NotFound."""
    found = _grids(reader, ask)
    return {
        "level": ask.level,
        "years": _years(ask),
        "districts": [
            {
                "district": id,
                "name": each.name,
                "unmarked": each.unmarked,
                "rows": [msgspec.to_builtins(row) for row in each.rows],
            }
            for id, each in found.items()
        ],
    }


def gap_sheet(reader: Reader, ask: GapSheet) -> dict[str, Any]:
    """Raises: as ``gap_grid``."""
    found = _grids(reader, ask)
    sheets = {each.name: each.rows for each in found.values()}
    return {"workbook": msgspec.to_builtins(grid_workbook(sheets, _years(ask)))}


def _years(ask: GapGrid | GapSheet) -> list[int]:
    """Raises: Invalid."""
    years = list(range(ask.first, ask.last + 1))
    if not 1 <= len(years) <= MAX_YEARS:
        raise Invalid(f"起止年度应为 1 至 {MAX_YEARS} 年", field="$.last")
    return years


class _Grid(NamedTuple):
    name: str
    rows: tuple[Row, ...]
    unmarked: list[int]


def _grids(reader: Reader, ask: GapGrid | GapSheet) -> dict[str, _Grid]:
    """By district. Raises: Invalid, NotFound."""
    years = _years(ask)
    campaigns = {year: reader.find(YEARS, year_id(year)) for year in years}
    known = [campaign for campaign in campaigns.values() if campaign]
    every = dict.fromkeys(id for campaign in known for id in districts_of(reader, campaign))
    wanted = [id for id in every if ask.district in (CITY_WIDE, id)]
    if not wanted:
        raise NotFound("这些年度没有这个县区的创建活动", field="$.district")
    found, cells = {}, 0
    for id in wanted:
        by_year = {y: _position(reader, campaigns[y], id, ask.level) for y in years}
        name = next((each.name for each in reversed(by_year.values()) if each), id)
        rows = grid(by_year)
        cells += len(rows) * len(years)
        if cells > MAX_CELLS:
            raise Invalid(f"一次最多 {MAX_CELLS} 格，请缩短年度或只选一个县区", field="$.first")
        found[id] = _Grid(
            name, rows, [y for y, each in by_year.items() if each and not each.marked]
        )
    return found


def _position(
    reader: Reader, campaign: Year | None, district: str, level: Level
) -> Position | None:
    """None without a campaign of the district."""
    if campaign is None or district not in campaign.districts:
        return None
    found = seen(reader, campaign, district, level)
    return replace(found, held=held(reader, district, campaign.year))
