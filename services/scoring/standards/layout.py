"""The columns of a standard as published, by what offices head them, and the cells of its rows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from contracts.sheets import Sheet
from contracts.sheets.headers import (
    DOING,
    HEADER_WITHIN,
    HELPING,
    LEADING,
    Header,
    Words,
    lowest_texts,
)
from contracts.sheets.tables import Table
from contracts.sheets.text import is_empty, tidy
from services.scoring.exact import written
from services.scoring.standards import graded, tables
from services.scoring.standards.proposing import PLACED
from services.scoring.standards.tables import Section
from services.scoring.wording import grades

PROJECT = re.compile("(?:考评|测评|考核|评价|加分|创建|工作)?项目(?:名称)?")
DEEPEST = ("四级指标", "三级指标")
"""Before all other headers of what is judged: the lowest of several levels is the item."""
HEADS = {
    **{field: (field, *words) for field, words in tables.HEADERS.items()},
    "title_zh": ("title_zh", *DEEPEST, *tables.HEADERS["title_zh"]),
    "mark": (
        *("得分", "考评得分", "自评分", "自评得分", "考评分", "实得分", "扣分", "评分", "复核分"),
        *("核查得分", "扣分原因", "得分情况"),
    ),
    "doing": tables.DOING,
}
JUDGED = "(?:考核|考评|评价|测评|评估|检查|验收|评审|创建|指标)"
MARKED = "(?:计分|记分|评分|赋分|扣分|加分|加减分|得分)"
STANDARD = "(?:标准|办法|细则|方法|依据|规则|措施|说明|要求)"
SHAPES = {
    "item_rule": re.compile(
        rf"{JUDGED}?(?:内容|要点|项目|指标|要求)[及和与、](?:{JUDGED}|{MARKED}){{1,2}}{STANDARD}"
    ),
    "points": re.compile(
        rf"(?:标准|基本|基准|满|总|应得|项目|权重|{JUDGED})?分(?:值|数)(?:标准)?|满分|基准分|基础分|标准分"
    ),
    "rule": re.compile(
        rf"(?:{JUDGED})?{MARKED}{STANDARD}|{JUDGED}(?:标准|细则|规则|口径)|(?:奖惩|加减)分?{STANDARD}"
    ),
    "category": re.compile(
        rf"(?:{JUDGED}|项目|工作)(?:类别|类型|分类|大项|模块)|大项|模块|板块|维度"
    ),
    "title_zh": re.compile(
        rf"{JUDGED}(?:要求|内容|要点|名称|任务|事项|条款)(?:[及和]?要求)?|条款|任务要求"
    ),
    "evidence": re.compile(
        r"(?:佐证|证明|印证|支撑|审核|备查|申报|台账)(?:材料|资料)(?:要求|清单|目录)?|材料(?:清单|目录)"
    ),
    "lead": LEADING,
    "cooperating": HELPING,
    "doing": DOING,
    "grade": graded.HEAD,
}
WORDS = Words(HEADS, preferred=True, endings={"得分": "mark", "评分": "mark"}, shapes=SHAPES)
READ = frozenset({*tables.COLUMNS, "doing", "item_rule", "grade"})
NUMBERS = ("code", "category")
"""Fields of columns that count or group the rows."""
STATED = re.compile(r"[(（]\s?(?:共|计|满分|本项)?\s?(\d{1,3}(?:\.\d{1,3})?)\s?分\s?[)）]")
"""Points in a text: 专题研究（2分）, 一、组织领导（20分）."""
BESIDE_ITEMS = frozenset({"rule", "item_rule", "category", "code", "evidence"})
"""What stands beside items that have no column of points."""


def is_published(section: Section) -> bool:
    """Whether a table names items and points, and most of what only we ask for is missing."""
    header = find_header(sheet_of(section))
    if header is None:
        return False
    return len([field for field in PLACED if field not in columns_of(header.columns)]) > 1


def enough(named: Mapping[str, int]) -> bool:
    return bool({"title_zh", "item_rule"} & {*named} and {"points", "weight", "grade"} & {*named})


def _may_do(named: Mapping[str, int]) -> bool:
    return bool({"title_zh", "item_rule"} & {*named}) and len({*BESIDE_ITEMS} & {*named}) > 0


def find_header(sheet: Sheet, after: int = 0) -> Header | None:
    """With points or grades of its own; or without, where headings and items state their points."""
    for one in WORDS.headers(sheet, HEADER_WITHIN, after):
        header = _titled(sheet, one)
        if enough(header.columns) and (
            {"points", "weight"} & header.columns.keys() or graded.heads(sheet, header)
        ):
            return header
    found = WORDS.find(sheet, _may_do, after)
    return found if found is not None and _states_points(sheet, found) else None


def _titled(sheet: Sheet, header: Header) -> Header:
    """类别 · 项目 · 分值: beside a category, the project is what is judged."""
    columns = header.columns
    if {"title_zh", "item_rule"} & columns.keys() or "category" not in columns:
        return header
    heads = lowest_texts(sheet, header)
    own = heads.get(columns["category"], "")
    second = [at for at, text in heads.items() if PROJECT.fullmatch(text) and text != own]
    if len(second) != 1 or second[0] in columns.values():
        return header
    unread = tuple(text for text in header.unread if text != heads[second[0]])
    return replace(header, columns={**columns, "title_zh": second[0]}, unread=unread)


def _states_points(sheet: Sheet, header: Header) -> bool:
    texts = (text for cells in sheet.rows[header.last :] for text in cells)
    return any(map(STATED.search, (sheet.title, *texts)))


def columns_of(named: Mapping[str, int]) -> dict[str, int]:
    """责任单位 leads, unless a lead column stands beside it."""
    columns = dict(named)
    if "doing" in columns:
        columns.setdefault("cooperating" if "lead" in columns else "lead", columns.pop("doing"))
    return columns


def sheet_of(section: Section) -> Sheet:
    """The section as a sheet of its own, rows and columns where they stood."""
    rows = dict(section.rows)
    last = max(rows, default=0)
    return Sheet(
        name=section.sheet,
        rows=tuple(rows.get(row, ()) for row in range(1, last + 1)),
        merged=section.merged,
        marks=section.marks,
        title=section.title,
    )


def cells_of(
    table: Table, row: int, category: str, heads: Mapping[int, graded.GradeHead] | None = None
) -> dict[str, str]:
    """A row by field; what earns each grade (``heads``: the grades' columns) becomes its rule."""
    cells = dict.fromkeys(tables.COLUMNS, "")
    for field in sorted(table.columns.keys() & cells.keys()):
        text = table.said(row, field)
        cells[field] = "" if is_empty(text) else tidy(text)
    cells["category"] = category
    cells["points"] = points_of(cells["points"])
    if "item_rule" in table.columns:
        cells["title_zh"], cells["rule"] = _parted(tidy(table.said(row, "item_rule")), cells)
    for field in ("code", "weight", "side", "kind"):
        cells[field] = tables.plain(cells[field])
    if found := graded.grades_of(table, row, heads or {}):
        cells["rule"] = "；".join(filter(None, (cells["rule"], grades.written(found))))
    if not {"points", "weight"} & table.columns.keys():
        cells["points"] = grades.best(found) or stated_in(cells)
    return cells


def stated_in(cells: Mapping[str, str]) -> str:
    """The points that an item's text, number or rule states in brackets, together; or empty."""
    for field in ("title_zh", "code", "rule"):
        if found := STATED.findall(cells[field]):
            return written(sum(map(Fraction, found), Fraction(0)))
    return ""


def points_of(text: str) -> str:
    """2分, 共4分 and 3。5 as the numbers that they are."""
    plain = re.sub(r"(?<=\d)[。·,，](?=\d)", ".", tables.plain(text))
    found = re.fullmatch(r"(?:共|计|满)?(\d{1,3}(?:\.\d{1,3})?)\s{0,4}分?", plain)
    return found[1] if found else plain


def _parted(text: str, cells: dict[str, str]) -> tuple[str, str]:
    """A cell with the item and its rule: up to the first stop stands what is judged."""
    found = re.search(r"[:：。；;\n]", text)
    if found is None or cells["title_zh"]:
        return cells["title_zh"] or text, cells["rule"] or (text if cells["title_zh"] else "")
    rest = text[found.end() :].strip()
    return text[: found.start()].strip(), "；".join(filter(None, (rest, cells["rule"])))
