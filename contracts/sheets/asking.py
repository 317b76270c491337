"""What a table leaves open, asked once and remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from contracts.refusals import Refusal
from contracts.sheets.text import squeeze

MAX_SHOWN = 200
OF_ONE_TABLE = frozenset({"due", "year", "first-leads"})
"""A day, a year and whether the first unit leads belong to one table."""
MAX_ANSWERS = 2000
"""Answers that are remembered with a table, the newest: one for each row of the longest."""


class Option(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """``default`` is what the table suggests, or empty. ``answer`` is empty while it is open.

    ``free``: another value than the options may be answered (a unit's code, several with 、).
    ``about``: the text of the row that is asked about, so that an answer kept from another table
    never answers for another row.
    """

    id: str
    text: str
    options: tuple[Option, ...]
    default: str = ""
    answer: str = ""
    free: bool = False
    sheet: str = ""
    row: int = 0
    about: str = ""

    @property
    def key(self) -> str:
        """Under what the answer is kept: not the number of a row, which moves."""
        kind = self.id.partition(":")[0]
        return f"{kind}:{squeeze(self.about)[:200]}" if self.about else self.id

    def shown(self) -> dict[str, object]:
        return {
            "id": self.id,
            "text": self.text,
            "options": [option._asdict() for option in self.options],
            "default": self.default,
            "answer": self.answer,
            "free": self.free,
            "sheet": self.sheet,
            "row": self.row,
        }


@dataclass(slots=True)
class Asking:
    """Questions with the answers given now and those kept from before.

    ``defaults``: what has a default is answered by it. ``at``: the rows whose cells are being read;
    what is asked meanwhile is asked of them.
    """

    answers: Mapping[str, str]
    defaults: bool = False
    asked: dict[str, Question] = field(default_factory=dict)
    at: tuple[tuple[str, int], ...] = ()
    places: dict[str, set[tuple[str, int]]] = field(default_factory=dict)

    def ask(self, question: Question) -> str:
        """The answer, or empty while it is open; an empty answer takes back what was kept."""
        self.places.setdefault(question.id, set()).update(self.at)
        held = self.asked.get(question.id)
        if held is not None:
            return held.answer
        kept = self.answers.get(question.key, "")
        given = self.answers.get(question.id, kept).strip()
        allowed = question.free or given in {option.value for option in question.options}
        answer = given if given and allowed else ""
        if not answer and self.defaults:
            answer = question.default
        self.asked[question.id] = replace(question, answer=answer)
        return answer

    def again(self, id: str) -> None:
        """What was asked of another row holds for this one, too."""
        if id in self.asked:
            self.places[id].update(self.at)

    def reject(self, id: str) -> None:
        """An answer that turned out to mean nothing: the question is open again."""
        held = self.asked[id]
        text = f"{held.text}（原答复“{held.answer[:40]}”无效）"
        self.asked[id] = replace(held, text=text, answer="")

    @property
    def open(self) -> list[Question]:
        return [question for question in self.asked.values() if not question.answer]

    @property
    def open_places(self) -> set[tuple[str, int]]:
        """(sheet, row) of every row that waits for an answer."""
        return {place for one in self.open for place in self.places[one.id]}

    @property
    def kept(self) -> dict[str, str]:
        """What holds for the next table too: who is meant by a name, which item a row is."""
        return {
            question.key: question.answer
            for id, question in self.asked.items()
            if question.answer and id.partition(":")[0] not in OF_ONE_TABLE
        }


def remembered(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """The newest answers; one that was given again counts as new."""
    old = {key: answer for key, answer in before.items() if key not in now}
    return dict([*old.items(), *now.items()][-MAX_ANSWERS:])


class QuestionsOpen(Refusal):
    """The table leaves something open; ``extra.questions`` lists it with options and defaults."""

    code = "questions-open"
    status = 422

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(
            f"还有{len(questions)}个问题须先答复，整表未入库。第一个：{questions[0].text}。"
            "请在 answers 中逐一答复，或用 defaults 采用建议答复。",
            field="$.answers",
            total=len(questions),
            questions=[question.shown() for question in questions[:MAX_SHOWN]],
        )
