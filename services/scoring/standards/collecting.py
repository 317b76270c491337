"""What a reading of a table collects: faults, questions with their answers, notes."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from contracts.misfits import in_chinese
from contracts.sheets.ledger import Ledger
from services.scoring.standards.beside import Answer
from services.scoring.standards.standard import Fault
from services.scoring.standards.tables import WHOLE, Place

MAX_NOTES = 200


class Question(Struct, frozen=True, kw_only=True):
    """``id`` is ``B04.empty`` or ``standard.bonus_cap``; no ``options``: free text.

    ``settled``: somebody answered; else ``answer`` is the default. ``needed``: it has no default.
    """

    id: str
    text: str
    options: tuple[str, ...]
    answer: str
    settled: bool
    needed: bool = False


class Collector:
    """Collects while a table is read; ``headings`` are the totals that its categories state.

    ``places``: the row of each item, by its code. ``must_fit``: answers that were given now, each
    of which must fit a question.
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self.must_fit = frozenset(answers)
        self.faults: list[Fault] = []
        self.questions: dict[str, Question] = {}
        self.notes: list[str] = []
        self.place = Place()
        self.headings: dict[str, int] = {}
        self.ledger = Ledger()
        self.places: dict[str, tuple[str, int]] = {}

    def fault(self, row: int, column: str, code: str, text: str, value: str = "") -> None:
        self.faults.append(Fault(row=row, column=column, code=code, text=text, value=value[:80]))

    def note(self, text: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(text)

    def check(
        self, value: object, wanted: object, column: str, row: int = WHOLE, text: str = ""
    ) -> None:
        """``text``: what is told instead of the type's own limits."""
        try:
            msgspec.convert(value, type=wanted)
        except msgspec.ValidationError as error:
            told = text or f"不合要求：{in_chinese(str(error))}"
            self.fault(row, column, "bad-value", told, str(value))

    def ask(self, id: str, text: str, options: tuple[str, ...], default: str) -> str:
        answer = self.answers[id].text if id in self.answers else default
        if options and answer not in options:
            text_of = f"对“{id}”的回答应为 {'、'.join(options)} 之一"
            self.answer_fault(id, "B", "bad-answer", text_of, answer)
            answer = default
        self.questions[id] = Question(
            id=id,
            text=text,
            options=options,
            answer=answer,
            settled=id in self.answers,
            needed=not default and "." in id and not id.startswith("standard."),
        )
        return answer

    def leave_open(self, id: str, text: str, options: tuple[str, ...]) -> None:
        """A question that no default answers."""
        self.questions[id] = Question(
            id=id, text=text, options=options, answer="", settled=False, needed=True
        )

    @property
    def waiting(self) -> set[tuple[str, int]]:
        """The rows of the items that an open question was asked of."""
        codes = {one.id.partition(".")[0] for one in self.questions.values() if not one.settled}
        return {place for code, place in self.places.items() if code in codes}

    def answer_fault(self, id: str, column: str, code: str, text: str, value: str) -> None:
        """At the answer's cell, where the table itself gave it."""
        at = self.answers.get(id, Answer(""))
        if not at.sheet:
            self.fault(WHOLE, "answers", code, text, value)
        else:
            self.faults.append(
                Fault(
                    row=at.row,
                    column=column,
                    code=code,
                    text=text,
                    value=value[:80],
                    sheet=at.sheet,
                )
            )
