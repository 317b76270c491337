"""Tables that are text: a numbered sentence, then its units and its time.

Read are lines 牵头单位：… below the sentence; the units in brackets after it; 时间:… 责任单位:… run
on without a break; sentences that charge somebody (由民政局负责，双拥办配合); and stages with their
time, which holds for what stands below them. Everything else is shown, to be copied.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from contracts.sheets import CellFault, Sheet, letters
from contracts.sheets.headers import NOTE
from contracts.sheets.ledger import Ledger
from contracts.sheets.numbering import is_heading, is_numbered, split_numbered, unnumbered
from contracts.sheets.tables import WRONG
from contracts.sheets.text import squeeze, tidy
from services.tasks.planning.table.headers import FIELDS, PERSONS, SHAPES, meaning
from services.tasks.planning.table.raw import Raw, Rows
from services.tasks.planning.table.rows import category_of
from services.tasks.planning.table.task_sentences import charge_of, in_brackets, time_in
from services.tasks.sheets.privacy import unlawful

LABELLED = ("lead", "doing", "cooperating", *PERSONS, "due")
WORDS = sorted({word for name in LABELLED for word in FIELDS[name]}, key=len, reverse=True)
COMPOSED = [SHAPES[name].pattern for name in ("lead", "cooperating", "doing", "due")]
ANY = "|".join((*COMPOSED, *map(re.escape, WORDS)))
LABEL = re.compile(rf"[(（]?(?P<word>{ANY})\s{{0,4}}[::：]")
SPACED = re.compile(r"[\u3400-\u9fff](?:[ \u3000]{1,4}[\u3400-\u9fff]){2,9}(?=[ \u3000]{0,4}[:：])")
"""A label that is set wide: 牵 头 单 位：."""
ASIDE = re.compile(r"(?P<label>[\u3400-\u9fff]{2,8})\s{0,4}[:：]")
"""What a line says besides, as a whole."""
WORD = r"[\u3400-\u9fff]{2,8}\s*[::：]"
OTHER_LABEL = re.compile(
    rf"(?:^|(?<=[\s,，;；。]))(?P<label>{WORD}[^,，;；。]*?)(?=[,，;；。]|\s+{WORD}|$)"
)
"""What a line says besides: 地点：…, 参加人员：…"""
MIN_LABELS = 2
LEAST = 8
"""Characters of a task beside its unit."""
MAX_TASKS = 1000
MAX_TEXT = 4000
"""Characters of a sentence, and of what stands behind one of its labels; more is not read."""
MAX_TOTALS = 200


class Line(NamedTuple):
    row: int
    column: int
    text: str


@dataclass(slots=True)
class _Item:
    line: Line
    text: str
    category: str
    rows: list[int]
    values: dict[str, str] = field(default_factory=dict)
    stage: str = ""
    due: str = ""


def is_prose(sheet: Sheet) -> bool:
    """Whether a sheet without a header names units in its sentences."""
    lines = _lines(sheet)
    found = [mark for line in lines for mark in LABEL.finditer(line.text)]
    if len(found) >= MIN_LABELS or any("单位" in mark[0] for mark in found):
        return True
    return any(_charges(line.text) for line in lines)


def read_prose(sheet: Sheet, ledger: Ledger) -> Rows:
    out = Rows(shape="text")
    for line in _lines(sheet):
        ledger.enter(sheet.name, line.row)
    items = _items(sheet, out, ledger)
    for item in items[:MAX_TASKS]:
        out.rows.append(_raw(sheet, item))
    if len(items) > MAX_TASKS:
        out.faults.append(CellFault(sheet.name, 0, "", f"最多{MAX_TASKS}项任务"))
    return out


def _lines(sheet: Sheet) -> list[Line]:
    return [
        Line(row, column, part)
        for row, cells in enumerate(sheet.rows, 1)
        for column, cell in enumerate(cells, 1)
        for line in tidy(cell).split("\n")
        for part in _parts(SPACED.sub(lambda found: squeeze(found[0]), line))
        if part.strip()
    ]


def _parts(line: str) -> list[str]:
    """Tasks that run on in one line: numbered ones, where each names who does it, and sentences
    of which several do.
    """
    parts = split_numbered(line)
    if len(parts) > 1 and all(LABEL.search(one.text) or _charges(one.text) for one in parts):
        return [f"{one.number}、{one.text}" for one in parts]
    sentences = [one for one in re.split("(?<=[。；;])", line) if one.strip()]
    charging = [one for one in sentences if charge_of(one).lead and not LABEL.search(one)]
    staged = bool(time_in(sentences[0]) if sentences else "") and is_heading(line)
    return sentences if len(charging) > 1 or (charging and staged) else [line]


def _charges(text: str) -> bool:
    return bool(charge_of(text).lead or (is_numbered(text) and in_brackets(text)))


def _items(sheet: Sheet, out: Rows, ledger: Ledger) -> list[_Item]:
    """Sentences with their labelled values; a heading without any gives the category, and the
    time of its stage.
    """
    found: list[_Item] = []
    category = stage = ""
    for line in _lines(sheet):
        if _unfit(sheet, line, out):
            continue
        if NOTE.search(squeeze(line.text)):
            _beside(sheet, line.row, line.text, "附注", ledger, out)
            continue
        marks = [*LABEL.finditer(line.text)]
        head = line.text[: marks[0].start()] if marks else line.text
        last = found[-1] if found else None
        if last is not None and last.values and not marks and _is_aside(line.text):
            _beside(sheet, line.row, line.text, "文中另有说明", ledger, out)
            continue
        if head.strip(" (（。；;"):
            starts = last is None or bool(last.values) or is_numbered(head) or _opens(last, head)
            if starts:
                if last is not None and not last.values:
                    stage = time_in(last.text) or ("" if is_heading(last.text) else stage)
                    category = _aside(sheet, found.pop(), category, out, ledger)
                found.append(_begun(line, head.rstrip(" (（").lstrip(), category, stage))
            elif last is not None and len(last.text) < MAX_TEXT:
                last.text += head.strip()
                _claim(last)
        if found and line.row not in found[-1].rows:
            found[-1].rows.append(line.row)
        if marks and found:
            for other in _label(found[-1], line.text, marks):
                out.notes.append(CellFault(sheet.name, line.row, "", f"“{other}”未读取"))
    if found and not found[-1].values:
        _aside(sheet, found.pop(), category, out, ledger)
    return found


def _begun(line: Line, text: str, category: str, stage: str) -> _Item:
    item = _Item(line, text, category, [line.row], stage=stage)
    _claim(item)
    return item


def _claim(item: _Item) -> None:
    """What the item's own sentence says of units and time."""
    said = charge_of(item.text)
    lead = said.lead or (in_brackets(item.text) if is_numbered(item.text) else "")
    if lead:
        item.values["doing"] = lead
    if lead and said.cooperating:
        item.values["cooperating"] = said.cooperating
    item.due = said.due or item.due


def _opens(last: _Item, head: str) -> bool:
    """Whether a sentence below a heading is a task of its own: it says more than who does it."""
    said = charge_of(head)
    heads = is_heading(last.text) or bool(time_in(last.text))
    return heads and bool(said.lead) and len(head) > len(said.lead) + LEAST


def _is_aside(text: str) -> bool:
    """Whether a line says something else of the task above it: 地点：…"""
    found = ASIDE.match(text)
    stage = found is not None and re.search("阶段|[第一二三]步", found["label"])
    return found is not None and not stage and meaning(found["label"]) not in LABELLED


def _aside(sheet: Sheet, item: _Item, category: str, out: Rows, ledger: Ledger) -> str:
    """A sentence without units: a heading of those below it, or a title above."""
    heads = is_heading(item.text) or is_numbered(item.text)
    for row in item.rows:
        why = "标题" if heads else "没有写明责任单位"
        _beside(sheet, row, item.text, why, ledger, out)
    if heads:
        name, total = category_of(item.text)
        if total and len(out.totals) < MAX_TOTALS:
            out.totals.append((name, total, item.line.row))
        return name
    out.above += item.text + "\n"
    return category


def _beside(sheet: Sheet, row: int, text: str, why: str, ledger: Ledger, out: Rows) -> None:
    """What makes no task is shown beside the preview, to be copied."""
    ledger.leave(sheet.name, row, why)
    out.notes.append(CellFault(sheet.name, row, "", f"{why}，未读取", text[:200]))


def _label(item: _Item, text: str, marks: list[re.Match[str]]) -> Iterator[str]:
    """The values behind labels; what stands behind labels of another kind is given back."""
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        value = text[mark.end() : end]
        for other in OTHER_LABEL.finditer(value):
            yield other["label"].strip()
        value = OTHER_LABEL.sub("", value).strip(" ,，;；。")
        if mark[0][0] in "(（" or not _balanced(value):
            value = value.rstrip(")）。")
        name = meaning(mark["word"])
        before = item.values.get(name, "")
        if len(before) < MAX_TEXT:
            item.values[name] = "；".join(part for part in (before, value) if part)


def _balanced(text: str) -> bool:
    return text.count("(") + text.count("（") >= text.count(")") + text.count("）")


def _unfit(sheet: Sheet, line: Line, out: Rows) -> bool:
    # Troops: the file's door looks for persons only.
    marks = {(one.row, one.column): one.what for one in sheet.marks}
    why = WRONG.get(marks.get((line.row, line.column), "")) or unlawful(line.text)
    if why:
        out.faults.append(CellFault(sheet.name, line.row, letters(line.column), why))
    return bool(why)


def _raw(sheet: Sheet, item: _Item) -> Raw:
    values = item.values
    lead = values.get("lead", "") or values.get("doing", "")
    doing = values.get("doing", "") if values.get("lead") else ""
    cooperating = [text for text in (doing, values.get("cooperating", "")) if text]
    columns = dict.fromkeys(("text", "lead", "cooperating", "due", *PERSONS), item.line.column)
    return Raw(
        sheet=sheet.name,
        row=item.line.row,
        rows=tuple(item.rows),
        part=_part(sheet, item),
        columns=columns,
        category=item.category,
        text=unnumbered(item.text),
        lead=lead,
        cooperating="；".join(cooperating),
        people={role: values[role] for role in PERSONS if role in values},
        due=values.get("due", "") or item.due,
        stage=item.stage,
    )


def _part(sheet: Sheet, item: _Item) -> int:
    """Which line of its cell a sentence is: several may stand in one."""
    lines = tidy(sheet.cell(item.line.row, item.line.column)).split("\n")
    return lines.index(item.line.text) + 1 if len(lines) > 1 and item.line.text in lines else 0
