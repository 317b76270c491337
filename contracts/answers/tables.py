"""What every reading of a table tells: faults, questions, what became of its rows."""

from contracts.answers.base import Answer


class Note(Answer, frozen=True, kw_only=True):
    """What is said of a cell; ``row`` 0: of the whole sheet, ``column`` empty: of the row."""

    sheet: str
    row: int
    column: str
    text: str
    value: str


class Choice(Answer, frozen=True, kw_only=True):
    """One of the answers that a question of a table takes."""

    value: str
    label: str


class TableQuestion(Answer, frozen=True, kw_only=True):
    """What a table leaves open; ``answer`` is empty while it is. ``free``: another answer than the
    options may be given."""

    id: str
    text: str
    options: tuple[Choice, ...]
    default: str
    answer: str
    free: bool
    sheet: str
    row: int


class LeftRow(Answer, frozen=True, kw_only=True):
    """A row that was left out, and why."""

    sheet: str
    row: int
    text: str


class Account(Answer, frozen=True, kw_only=True):
    """What became of every row: rows = planned + asked + faulted + left."""

    rows: int
    faulted: int
    asked: int
    planned: int
    left: int
    left_out: tuple[LeftRow, ...]
