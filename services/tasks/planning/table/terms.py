"""From the deadline cell of a row to the day, the instances and the words of its duty."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from contracts.clock import in_words, near
from contracts.sheets import CellFault
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.text import one_line
from services.tasks.dates.deadlines import (
    AfterReceipt,
    DateMissing,
    Deadline,
    OnDay,
    Repeating,
    Standing,
    Unknown,
    Window,
    quarters,
    read_deadline,
)
from services.tasks.dates.workdays import Workdays, is_provisional
from services.tasks.dates.written import odd_weekday
from services.tasks.planning.row import Instance, Row
from services.tasks.planning.table.raw import Raw
from services.tasks.planning.table.task_sentences import time_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """``instances`` hold only what lies ahead; ``open``: the day is still asked."""

    due: date
    words: str = ""
    standing: bool = False
    instances: tuple[Instance, ...] = ()
    open: bool = False
    missing: bool = False
    provisional: int = 0
    counted_from: date | None = None
    counted_days: int = 0


class Received(Protocol):
    """``today``: the day of receipt; ``calendar``: of working days."""

    @property
    def today(self) -> date: ...

    @property
    def calendar(self) -> Workdays: ...


class Terms:
    """``default``: the day of rows that write none."""

    def __init__(self, year: int, default: date | None, received: Received, asking: Asking) -> None:
        self.year, self.default, self.asking = year, default, asking
        self.today, self.calendar = received.today, received.calendar
        self.notes: list[CellFault] = []

    def of(self, raw: Raw, held: Row | None) -> Term | str:
        """The term of a row, or what is wrong with its deadline cell."""
        words = one_line(raw.due)
        if not words and raw.quarters:
            words = "、".join(f"{n}季度" for n in raw.quarters)
            return self._term(raw, quarters(self.year, raw.quarters), words)
        if not words and (words := time_in(raw.text) or raw.stage):
            self.notes.append(raw.fault("text", f"没有另写期限，按文中的“{words}”", words))
        if not words:
            return self._undated(raw)
        read = read_deadline(words, self.year)
        if (
            held is not None
            and held.words == words
            and isinstance(read, AfterReceipt | DateMissing | Window | Unknown)
        ):
            return Term(due=held.due, words=words, missing=not isinstance(read, AfterReceipt))
        return self._term(raw, read, words)

    def _term(self, raw: Raw, read: Deadline, words: str) -> Term | str:
        match read:
            case OnDay(due):
                if odd := odd_weekday(words, due):
                    self.notes.append(raw.fault("due", odd, words))
                if due < self.today:
                    self.notes.append(raw.fault("due", f"期限{in_words(due)}已过", words))
                elif due.year < self.year:
                    said = f"期限{in_words(due)}早于{self.year}年"
                    self.notes.append(raw.fault("due", said, words))
                return self._near(Term(due=due, words=words))
            case Repeating(instances):
                parts = [(one.period, one.due) for one in instances]
                return self._near(Term(due=parts[-1][1], words=words, instances=self._ahead(parts)))
            case Standing(check):
                check_ = self._ahead([(str(self.year), check)])
                return Term(due=check, words=words, standing=True, instances=check_)
            case AfterReceipt():
                return self._counted(raw, read, words)
            case DateMissing(why=why, days=days):
                text = f"第{raw.row}行“{words[:40]}”{why}，哪一天完成"
                return self._asked(raw, words, text, days, str(days[-1]) if days else None)
            case Window():
                text = f"第{raw.row}行“{words}”是材料时间范围，不是期限，哪一天完成"
                return self._asked(raw, words, text)
            case Unknown(days, sure):
                text = f"第{raw.row}行“{words[:60]}”读不准是哪一天，哪一天完成"
                return self._asked(raw, words, text, days, "" if not sure else str(days[0]))
            case _:
                return read.why

    def _counted(self, raw: Raw, read: AfterReceipt, words: str) -> Term | str:
        """So many days after receipt; days off that nobody has told yet are told."""
        try:
            due = read.due(self.today, self.calendar)
        except ValueError as fault:
            return str(fault)
        if read.unit != "working" or not is_provisional(due, self.calendar):
            return self._near(Term(due=due, words=words))
        said = f"{due.year}年放假安排尚未公布，期限暂按法定节假日推算为{in_words(due)}"
        self.notes.append(raw.fault("due", said, words))
        return self._near(
            Term(
                due=due,
                words=words,
                provisional=due.year,
                counted_from=self.today,
                counted_days=read.count,
            )
        )

    def _ahead(self, parts: list[tuple[str, date]]) -> tuple[Instance, ...]:
        """Periods that are over are not planned any more."""
        numbered = enumerate(parts, 1)
        return tuple(
            Instance(n=n, period=period, due=due)
            for n, (period, due) in numbered
            if due >= self.today
        )

    def _near(self, term: Term) -> Term | str:
        if near(term.due, self.year):
            return term
        return f"期限 {term.due} 与{self.year}年度相差过远"

    def _undated(self, raw: Raw) -> Term | str:
        if self.default is not None:
            return self._near(Term(due=self.default))
        text = "有的行没有写期限，统一按哪一天完成"
        return self._answer("due", text, raw, "")

    def _asked(
        self,
        raw: Raw,
        words: str,
        text: str,
        days: tuple[date, ...] = (),
        proposed: str | None = None,
    ) -> Term | str:
        return self._answer(f"due:{raw.ref}", text, raw, words, days, proposed, missing=True)

    def _answer(
        self,
        id: str,
        text: str,
        raw: Raw,
        words: str,
        days: tuple[date, ...] = (),
        proposed: str | None = None,
        missing: bool = False,
    ) -> Term | str:
        """``days``: that may be meant; ``proposed``: the one that defaults take, None: the last
        that the table has for rows without one.
        """
        default = self.default or date(self.year, 12, 31)
        options = tuple(Option(day.isoformat(), in_words(day)) for day in days or (default,))
        row = raw.row if missing else 0
        answer = self.asking.ask(
            Question(
                id=id,
                text=text,
                options=tuple(dict.fromkeys(options)),
                default=default.isoformat() if proposed is None else proposed,
                free=True,
                sheet=raw.sheet,
                row=row,
            )
        )
        try:
            due = date.fromisoformat(answer) if answer else default
        except ValueError:
            self.asking.reject(id)
            return Term(due=default, words=words, open=True, missing=missing)
        return self._near(Term(due=due, words=words, open=not answer, missing=missing))
