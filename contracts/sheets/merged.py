"""The text of cells that are merged."""

from contracts.sheets import MAX_COLUMNS, Sheet


def filled(sheet: Sheet, after: int) -> dict[tuple[int, int], str]:
    """The text of the cells that a merged block covers, below row ``after``.

    Blocks that overlap, which no spreadsheet has, are passed over once they cover more than there
    is.
    """
    found: dict[tuple[int, int], str] = {}
    left = len(sheet.rows) * MAX_COLUMNS
    for block in sheet.merged:
        text = sheet.cell(block.top, block.left)
        bottom, right = min(block.bottom, len(sheet.rows)), min(block.right, MAX_COLUMNS)
        if block.top <= after or not text.strip():
            continue
        left -= max(0, bottom - block.top + 1) * max(0, right - block.left + 1)
        if left < 0:
            break
        for row in range(block.top, bottom + 1):
            for column in range(block.left, right + 1):
                found[row, column] = text
    return found
