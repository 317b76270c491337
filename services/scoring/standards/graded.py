"""The columns of a table's grades: A, B, C · 优秀（2分）, 合格 · 一档: a row's become its rule."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from contracts.sheets import Sheet
from contracts.sheets.headers import Header, lowest_texts
from contracts.sheets.tables import Table
from contracts.sheets.text import is_empty, one_line, squeeze
from services.scoring.wording import grades

HEAD = re.compile(
    rf"(?P<name>{grades.NAMES})(?:等次|等级|档次)?[:：]?"
    r"(?:[(（](?P<note>[^()（）]{1,40})[)）]|(?P<bare>\d[^()（）]{0,20}))?"
)
SEVERAL = 2


class GradeHead(NamedTuple):
    """``note``: what stands beside the name: (2分)."""

    name: str
    note: str


def heads(sheet: Sheet, header: Header) -> dict[int, GradeHead]:
    """The grades by column, where several stand beside one another; else none."""
    said = {at: HEAD.fullmatch(text) for at, text in lowest_texts(sheet, header).items()}
    found = {
        at: GradeHead(head["name"], head["note"] or head["bare"] or "")
        for at, head in said.items()
        if head
    }
    names = [head.name for head in found.values()]
    return found if len(names) >= SEVERAL and len({*names}) == len(names) else {}


def below(table: Table, found: Mapping[int, GradeHead]) -> dict[int, GradeHead]:
    """With what a row under the grades says that each is worth; empty where there is none."""
    row = table.header.last + 1
    texts = {at: squeeze(table.sheet.cell(row, at)) for at in found}
    others = {*(squeeze(table.own(row, field)) for field in ("title_zh", "code", "rule"))}
    told = [text for text in texts.values() if text]
    worths = [grades.grade("", text, "") for text in told]
    if len(told) < SEVERAL or others - {""} or not all(one.worth for one in worths):
        return {}
    return {at: GradeHead(head.name, texts[at] or head.note) for at, head in found.items()}


def told(found: Mapping[int, GradeHead], texts: str) -> dict[int, GradeHead]:
    """With what is said beside the table: A得满分，B得66%."""
    worths = grades.legend(texts)
    return {
        at: head._replace(note=head.note or worths.get(head.name, "")) for at, head in found.items()
    }


def grades_of(table: Table, row: int, found: Mapping[int, GradeHead]) -> list[grades.Grade]:
    """Of a row; a grade that says nothing, and of which nothing is said, is none."""
    read = []
    for column, head in found.items():
        text = one_line(table.sheet.cell(row, column) or table.filled.get((row, column), ""))
        one = grades.grade(head.name, head.note, "" if is_empty(text) else text)
        if text.strip() and (one.worth or one.text):
            read.append(one)
    return read
