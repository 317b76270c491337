"""A whole workbook read into duties: what is sure, what is wrong where, what must be asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.sheets import CellFault, Workbook
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.ledger import Ledger
from contracts.sheets.text import one_line, squeeze
from services.tasks.dates.workdays import BUILT_IN, Workdays
from services.tasks.planning.row import Row
from services.tasks.planning.standard import Standard
from services.tasks.planning.table import points
from services.tasks.planning.table.charges import Charge, Charges
from services.tasks.planning.table.gathering import role_rows, table_rows
from services.tasks.planning.table.matching import SKIP, Matching, numbers_run_on
from services.tasks.planning.table.raw import Raw, Rows
from services.tasks.planning.table.staff import Staff
from services.tasks.planning.table.terms import Term, Terms

MAX_COOPERATING = 300
NOT_PLANNED = "按答复不下达"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a table is read against. ``held``: the present duties by item. ``today``: in China.

    ``taken``: the lead of each item with a task that no table made. ``settled``: items whose task
    was handed in, so that its charge stands.
    """

    year: int
    standard: Standard
    staff: Staff
    held: Mapping[str, Row]
    taken: Mapping[str, str]
    settled: frozenset[str]
    today: date
    calendar: Workdays = BUILT_IN


@dataclass(slots=True)
class Reading:
    """``rows`` in the standard's order; they are whole only without faults and open questions.

    ``named``: the items that rows name, sound or not; ``missing``: the other items of the standard.
    ``undated``: rows whose words call for haste without a date. ``beside``: the text outside all
    tables of a document.
    """

    shape: str
    asking: Asking
    rows: list[Row] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    undated: list[CellFault] = field(default_factory=list)
    skipped: list[CellFault] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    named: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    beside: tuple[str, ...] = ()


def read_table(book: Workbook, ground: Ground, default: date | None, asking: Asking) -> Reading:
    """``default``: the day of rows that write none."""
    reading = _Reader(ground, asking, default).read(table_rows(book, asking))
    reading.beside = book.beside
    return reading


def read_roles(ground: Ground, default: date | None, asking: Asking) -> Reading:
    """The standard's own lead and cooperating roles, served by the district's units."""
    return _Reader(ground, asking, default).read(role_rows(ground.standard))


class _Reader:
    def __init__(self, ground: Ground, asking: Asking, default: date | None) -> None:
        self.ground, self.asking, self.default = ground, asking, default
        self.items = {item.code: item for item in ground.standard.items}
        self.charges = Charges(ground.staff, asking)

    def read(self, found: Rows) -> Reading:
        out = Reading(
            shape=found.shape,
            asking=self.asking,
            faults=list(found.faults),
            ledger=found.ledger,
        )
        year = self._year(found.above)
        terms = Terms(year, self.default, self.ground, self.asking)
        for item, raws in self._by_item(found.rows, out).items():
            self.asking.at = tuple(place for raw in raws for place in raw.places)
            out.ledger.plan(self.asking.at)
            row = self._duty(item, raws, terms, out)
            if row is not None:
                out.rows.append(row)
        order = {code: at for at, code in enumerate(self.items)}
        out.rows.sort(key=lambda row: order[row.item])
        out.faults += self.charges.faults
        out.notes += found.notes + self.charges.notes + terms.notes + self._totals(found)
        out.faults += out.ledger.lost(out.faults, self.asking.open_places)
        out.faults = sorted(
            set(out.faults), key=lambda f: (f.sheet, f.row, len(f.column), f.column)
        )
        out.missing = [code for code in self.items if code not in out.named]
        return out

    def _year(self, above: str) -> int:
        """Which year the table is for, where its heading names another than the campaign's."""
        named = [int(text) for text in re.findall(r"(20\d{2})(?=年|-)", squeeze(above))]
        mine = self.ground.year
        others = sorted({year for year in named if year != mine})
        if not others or mine in named:
            return mine
        answer = self.asking.ask(
            Question(
                id="year",
                text=f"表头写的是{others[0]}年，本活动是{mine}年，表中没写年份的期限按哪一年",
                options=tuple(Option(str(year), f"{year}年") for year in (mine, *others[:5])),
                default=str(mine),
            )
        )
        return int(answer) if answer else mine

    def _by_item(self, rows: list[Raw], out: Reading) -> dict[str, list[Raw]]:
        matching = Matching(self.ground.standard.items, self.asking)
        running = numbers_run_on(rows)
        found: dict[str, list[Raw]] = {}
        for raw in rows:
            self.asking.at = raw.places
            item = matching.item(raw, running)
            if item == SKIP:
                out.skipped.append(raw.fault("text", NOT_PLANNED, raw.text))
                for place in raw.places:
                    out.ledger.leave(*place, NOT_PLANNED)
            elif item:
                found.setdefault(item, []).append(raw)
                out.named.add(item)
            else:
                self.charges.of(raw)
        return found

    def _duty(self, item: str, raws: list[Raw], terms: Terms, out: Reading) -> Row | None:
        charges = [self.charges.of(raw) for raw in raws]
        raw, charge = self._joined(item, raws, charges)
        if item in self.ground.taken:
            lead = self.ground.staff.name(self.ground.taken[item])
            out.faults.append(raw.fault("lead", f"{item} 已单独交办，由{lead}牵头"))
        held = self.ground.held.get(item)
        term = self._term(raw, raws, terms, held, out)
        self._points(item, raw, out)
        if term is None or not charge.lead:
            return None
        person = self.charges.person(raw, charge.lead, held)
        if len(charge.cooperating) > MAX_COOPERATING:
            out.faults.append(raw.fault("cooperating", f"配合单位最多{MAX_COOPERATING}个"))
            return None
        if not person or term.open:
            return None
        return self._row(item, raw, charge, person, term)

    def _joined(self, item: str, raws: list[Raw], charges: list[Charge]) -> tuple[Raw, Charge]:
        """Several rows of one item: one leads, the units of all cooperate."""
        leads = [charge.lead for charge in charges if charge.lead]
        lead = leads[0] if leads else ""
        if len(set(leads)) > 1:
            lead = self.charges.choose_lead(item, raws, [*dict.fromkeys(leads)])
        at = next((n for n, charge in enumerate(charges) if charge.lead == lead), 0)
        codes = dict.fromkeys(
            code for charge in charges for code in (charge.lead, *charge.cooperating)
        )
        return raws[at], Charge(lead, tuple(code for code in codes if code and code != lead))

    def _term(
        self, raw: Raw, raws: list[Raw], terms: Terms, held: Row | None, out: Reading
    ) -> Term | None:
        for other in raws:
            written = one_line(other.due)
            if written and raw.due and written != one_line(raw.due) and other.lead == raw.lead:
                out.faults.append(other.fault("due", "同一考评项的几行期限不同，请统一", written))
                return None
        term = terms.of(raw, held)
        if isinstance(term, str):
            out.faults.append(raw.fault("due", term, one_line(raw.due)))
            return None
        if term.missing:
            out.undated.append(raw.fault("due", "没有写明日期", one_line(raw.due)))
        return term

    def _points(self, item: str, raw: Raw, out: Reading) -> None:
        """Parts of the rule that do not add up wait for a person, unless it was published so;
        what differs from the standard's points is told.
        """
        if not raw.points:
            return
        stated = points.number(raw.points)
        if stated is None:
            out.faults.append(raw.fault("points", "分值不是数字", raw.points))
            return
        parts = points.differ(raw.rule, stated)
        published = squeeze(self.items[item].rule_text) == squeeze(raw.rule)
        if parts is not None and not published:
            answer = self.asking.ask(
                Question(
                    id=f"points:{raw.ref}",
                    text=f"第{raw.row}行评分标准各部分合计{parts}分，分值为{stated}分，以哪个为准",
                    options=(Option("points", f"{stated}分"), Option("parts", f"{parts}分")),
                    sheet=raw.sheet,
                    row=raw.row,
                    about=f"{raw.points}{raw.rule}",
                )
            )
            stated = parts if answer == "parts" else stated
        known = Decimal(self.items[item].points) / 1000
        if stated != known:
            said = f"{item} 在考评标准中为{_plain(known)}分，以标准为准"
            out.notes.append(raw.fault("points", said, raw.points))

    def _row(self, item: str, raw: Raw, charge: Charge, person: str, term: Term) -> Row:
        return Row(
            item=item,
            lead=charge.lead,
            person=person,
            cooperating=charge.cooperating,
            due=term.due,
            words=term.words,
            provisional=term.provisional,
            counted_from=term.counted_from,
            counted_days=term.counted_days,
            standing=term.standing,
            instances=term.instances,
            category=raw.category,
            number=raw.number,
            text=raw.text,
            points=raw.points,
            rule=raw.rule,
            people={role: one_line(text) for role, text in raw.people.items() if text},
            sheet=raw.sheet,
            row=raw.row,
        )

    def _totals(self, found: Rows) -> list[CellFault]:
        """A category's total inside its cell that is not the sum of its rows."""
        notes = []
        for category, total, row in found.totals:
            rows = [raw for raw in found.rows if raw.category == category and raw.points]
            values = [points.number(raw.points) for raw in rows]
            sum_ = sum((value for value in values if value is not None), Decimal(0))
            if rows and sum_ != points.number(total):
                column = rows[0].fault("category", "").column
                text = f"“{category}”写的是{total}分，各行合计{_plain(sum_)}分"
                notes.append(CellFault(rows[0].sheet, row, column, text))
        return notes


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
