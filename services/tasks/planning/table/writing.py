"""A decomposition as officials print it: annex mark, title, two header rows, merged categories."""

from collections.abc import Mapping
from itertools import groupby

from contracts.clock import in_words
from contracts.scoring import ItemSummary
from contracts.sheets import MAX_CELL, Block, Sheet, Workbook
from contracts.sheets.numbering import HAN
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.row import Row
from services.tasks.planning.standard import Standard
from services.tasks.planning.table.staff import Staff

HEAD = ("序号", "考评项目", "考评内容", "分值", "评分标准", "责任分工", "", "", "完成时限")
BELOW = ("", "", "", "", "", "牵头单位", "配合单位", "责任人", "")
WIDTHS = (6, 16, 36, 6, 36, 16, 24, 10, 16)
ORDINALS = tuple(HAN)
TOP = 5
"""The first row of duties."""


def write_table(
    campaign: Campaign, district: str, standard: Standard, rows: Mapping[str, Row], staff: Staff
) -> Workbook:
    """Items without a duty are left out."""
    items = [item for item in standard.items if item.code in rows]
    body = [_cells(at, item, rows[item.code], staff) for at, item in enumerate(items, 1)]
    merged = [*_head_blocks()]
    for number, (first, last, text) in enumerate(_categories(items), 1):
        body[first] = (body[first][0], f"{_ordinal(number)}、{text}", *body[first][2:])
        if last > first:
            merged.append(Block(top=TOP + first, left=2, bottom=TOP + last, right=2))
    title = f"{district}{_of_year(campaign)}任务分解表"
    notes = ("备注：期限写“前”的含当日；“长期”的每年核对一次。",)
    sheet = Sheet(
        name="任务分解表",
        rows=(("附件1",), (title,), HEAD, BELOW, *body, notes),
        merged=tuple(merged),
        widths=WIDTHS,
        header=TOP - 1,
    )
    return Workbook(filename=f"{title}.xlsx"[-200:], sheets=(sheet,))


def _of_year(campaign: Campaign) -> str:
    """The campaign's name with its year, so that nobody asks for which year the table is."""
    year, name = f"{campaign.year}年", campaign.name.replace(" 年", "年")
    return name if year in name else f"{year}{name}"


def _head_blocks() -> list[Block]:
    alone = [column for column, text in enumerate(HEAD, 1) if text and text != "责任分工"]
    blocks = [Block(top=3, left=column, bottom=4, right=column) for column in alone]
    title = Block(top=2, left=1, bottom=2, right=len(HEAD))
    return [title, Block(top=3, left=6, bottom=3, right=8), *blocks]


def _categories(items: list[ItemSummary]) -> list[tuple[int, int, str]]:
    """(first and last row from 0, the category with its total inside)."""
    found, at = [], 0
    for category, group in groupby(items, key=lambda item: item.category):
        of = list(group)
        total = sum(item.points for item in of)
        found.append((at, at + len(of) - 1, f"{category}({_points(total)})"))
        at += len(of)
    return found


def _cells(number: int, item: ItemSummary, row: Row, staff: Staff) -> tuple[str, ...]:
    person = staff.persons.get(row.person)
    due = row.words or f"{in_words(row.due)}前"
    return (
        str(number),
        "",
        item.title[:MAX_CELL],
        _points(item.points),
        item.rule_text or row.rule,
        staff.name(row.lead),
        "、".join(staff.name(code) for code in row.cooperating)[:MAX_CELL],
        person.name if person else row.person,
        due,
    )


def _points(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else str(number)
