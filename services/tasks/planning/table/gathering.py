"""The rows of a workbook, or of the standard's roles, before anything is looked up."""

from msgspec.structs import replace

from contracts.sheets import CellFault, Workbook
from contracts.sheets.asking import Asking
from contracts.sheets.finding import tables_of, unread
from services.tasks.planning.standard import Standard
from services.tasks.planning.table.across import turned
from services.tasks.planning.table.headers import READ
from services.tasks.planning.table.matrix import find_table
from services.tasks.planning.table.prose import is_prose, read_prose
from services.tasks.planning.table.raw import Raw, Rows
from services.tasks.planning.table.rows import read_sheet

ROLES = "考评标准"
"""The "sheet" of duties that come from the standard's roles."""


def table_rows(book: Workbook, asking: Asking) -> Rows:
    """The rows of every sheet that holds a table; of the others it is said that they do not."""
    sheets = [turned(sheet, asking) for sheet in book.sheets]
    book = replace(book, sheets=tuple(sheet for sheet, _ in sheets))
    found = tables_of(book, find_table, asking, READ)
    whole = Rows(shape="", notes=[*(note for _, told in sheets for note in told), *found.notes])
    parts = [read_sheet(table, whole.ledger, asking, book.beside) for table in found.tables]
    for sheet in found.rest:
        if not sheet.hidden and is_prose(sheet):
            parts.append(read_prose(sheet, whole.ledger))
        else:
            whole.notes.append(unread(sheet))
    for part in parts:
        whole.shape = whole.shape or part.shape
        whole.rows += part.rows
        whole.faults += part.faults
        whole.notes += part.notes
        whole.totals += part.totals
        whole.above += part.above
    if not whole.rows and not whole.faults and not asking.open:
        text = "没有找到任务分解表：表头须有工作内容和责任单位两列，或文中写明“责任单位：…”"
        whole.faults.append(CellFault(book.sheets[0].name, 0, "", text))
    return whole


def role_rows(standard: Standard) -> Rows:
    found = Rows(shape="roles")
    found.rows = [
        Raw(
            sheet=ROLES,
            row=at,
            category=item.category,
            number=item.code,
            text=item.title,
            lead=item.lead,
            cooperating="、".join(item.cooperating),
        )
        for at, item in enumerate(standard.items, 1)
    ]
    for raw in found.rows:
        found.ledger.enter(raw.sheet, raw.row)
    return found
