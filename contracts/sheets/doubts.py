"""A cell with a word of secrecy inside a longer one (秘密联络点旧址) is asked about: who brings the
table says by name that it is no secret, or the cell may not enter.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contracts import secrecy
from contracts.sheets import CellFault, Workbook, letters
from contracts.sheets.asking import Asking, Option, Question

CLEAR, SECRET = "no", "yes"
OPTIONS = (Option(CLEAR, "不涉密，确认"), Option(SECRET, "涉密或拿不准，不得录入"))
REFUSED = "按答复涉密或拿不准，不得进入本系统，请删去后重新提交"


class Doubt(NamedTuple):
    phrase: str
    sheet: str
    row: int
    column: str


def question_id(phrase: str) -> str:
    return f"secret:{phrase}"


def text_of(phrase: str) -> str:
    return f"“{phrase}”含有“秘密”等字样，是否涉密"


def doubts_of(book: Workbook) -> Iterator[Doubt]:
    """What is no cell has no row."""
    for text in book.beside:
        yield from (Doubt(phrase, "（表外文字）", 0, "") for phrase in secrecy.doubts(text))
    for sheet in book.sheets:
        for text in (sheet.name, sheet.title):
            yield from (Doubt(phrase, sheet.name, 0, "") for phrase in secrecy.doubts(text))
        for row, cells in enumerate(sheet.rows, 1):
            for column, text in enumerate(cells, 1):
                for phrase in secrecy.doubts(text):
                    yield Doubt(phrase, sheet.name, row, letters(column))


def ask_about(book: Workbook, asking: Asking) -> list[CellFault]:
    """Asks once for each phrase; the cells that an answer keeps out."""
    faults = []
    for phrase, sheet, row, column in doubts_of(book):
        asking.at = ((sheet, row),) if row else ()
        question = Question(
            id=question_id(phrase), text=text_of(phrase), options=OPTIONS, sheet=sheet, row=row
        )
        if asking.ask(question) == SECRET:
            faults.append(CellFault(sheet, row, column, REFUSED))
    asking.at = ()
    return faults


def cleared(asking: Asking, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The phrases that these answers clear, and that were asked about."""
    ids = (id for id in asking.asked if id.startswith(question_id("")))
    return tuple(id.partition(":")[2] for id in ids if answers.get(id, "").strip() == CLEAR)
