"""A decomposition from a real table, or from the standard's roles: whole, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from contracts.envelope import Fact
from contracts.orders.tasks import (
    DecomposeByRoles,
    DecomposeTable,
    PreviewByRoles,
    PreviewDecomposition,
)
from contracts.refusals import Refusal
from contracts.sheets import CellFault, SheetFaulty
from contracts.sheets.asking import Asking, QuestionsOpen, remembered
from contracts.sheets.doubts import ask_about
from contracts.tasks import DutyChanged, TaskPlanned
from kit.change import Change, Given, Knowing
from services.tasks.organisation.phrase import facts_of
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.decomposition import MAX_DUTIES, Decomposition, as_duty, planned
from services.tasks.planning.row import Instance, Row
from services.tasks.planning.table.diff import Diff, compare, digest
from services.tasks.planning.table.reading import Ground, Reading, read_roles, read_table
from services.tasks.refusals import TooLarge
from services.tasks.task.task import task_id

MAX_PLANNED = 2000
"""Tasks and instances that one table may plan."""
REASON = "任务分解表调整"

Tabling = DecomposeTable | DecomposeByRoles
Preview = PreviewDecomposition | PreviewByRoles


class DiffUnseen(Refusal):
    """The table changes a decomposition; ``extra`` holds the differences and their ``sha256``."""

    code = "diff-unseen"

    def __init__(self, diff: Diff, sha256: str) -> None:
        super().__init__(
            f"现有分解表将新增{len(diff.added)}项、调整{len(diff.changes)}项，"
            "请先核对差异，再以 accept 确认后提交。",
            field="accept",
            sha256=sha256,
            diff=diff.shown(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a table is decided on, read before the decision."""

    campaign: Campaign
    ground: Ground


@dataclass(frozen=True, slots=True)
class Outcome:
    reading: Reading
    diff: Diff
    sha256: str


def read(ask: Tabling | Preview, table: Table, state: Decomposition | None) -> Outcome:
    """The table read against the present decomposition. Raises: DistrictNotInCampaign."""
    table.campaign.must_include(ask.district)
    before = state.answers if state else {}
    asking = Asking({**before, **ask.answers}, ask.defaults)
    ground = table.ground
    if isinstance(ask, DecomposeTable | PreviewDecomposition):
        secret = ask_about(ask.workbook, asking)
        reading = read_table(ask.workbook, ground, ask.due, asking)
        reading.faults += secret
    else:
        reading = read_roles(ground, ask.due, asking)
    diff = compare(ground.held, reading.rows, reading.named, ground.staff)
    reading.faults += _settled(reading, diff, ground)
    return Outcome(reading, diff, digest(reading.rows, diff))


def decompose_table(
    state: Decomposition | None, order: Tabling, given: Knowing[Table]
) -> Change[Decomposition] | None:
    """Plan new duties, amend changed ones; the same table again changes nothing.

    Rows that vanished are only told: their tasks stay.
    Raises: DistrictNotInCampaign, SheetFaulty, QuestionsOpen, DiffUnseen, TooLarge.
    """
    found = given.found
    outcome = read(order, found, state)
    reading, diff = outcome.reading, outcome.diff
    if reading.faults:
        raise SheetFaulty(reading.faults)
    if reading.asking.open:
        raise QuestionsOpen(reading.asking.open)
    if not diff.added and not diff.changed:
        return None
    if found.ground.held and order.accept != outcome.sha256:
        raise DiffUnseen(diff, outcome.sha256)
    return _change(state, order, given, outcome)


def _settled(reading: Reading, diff: Diff, ground: Ground) -> Iterator[CellFault]:
    rows = {row.item: row for row in reading.rows}
    for item in sorted(diff.changes & ground.settled):
        row = rows[item]
        text = f"{item} 已提交成果，分工和期限不能再改，请先退回或在表中恢复原样"
        yield CellFault(row.sheet, row.row, "", text)


def _change(
    state: Decomposition | None, order: Tabling, given: Knowing[Table], outcome: Outcome
) -> Change[Decomposition]:
    found = given.found
    campaign, ground = found.campaign, found.ground
    touched = {*outcome.diff.added, *outcome.diff.changes}
    rows = {
        row.item: _numbered(row, ground.held.get(row.item))
        for row in outcome.reading.rows
        if row.item in touched
    }
    facts: list[Fact] = [fact for row in rows.values() for fact in _facts(row, order, found, given)]
    duties = {item: as_duty(row) for item, row in {**ground.held, **rows}.items()}
    if len(duties) > MAX_DUTIES or len(facts) > MAX_PLANNED:
        raise TooLarge(
            f"分解表最多{MAX_DUTIES}项、一次最多生成{MAX_PLANNED}个任务，"
            f"本表为{len(duties)}项、{len(facts)}个。请减少每周、每月的任务或分次下达。",
            field="workbook",
        )
    kept = {row.item: row for row in (state.rows if state else ())}
    new = Decomposition(
        district=order.district,
        campaign=order.campaign,
        year=campaign.year,
        duties=tuple(duties.values()),
        rows=tuple({**kept, **rows}.values()),
        answers=remembered(state.answers if state else {}, outcome.reading.asking.kept),
    )
    tasks = [fact.task for fact in facts if isinstance(fact, TaskPlanned)]
    answer = {"planned": len(tasks), "tasks": tasks, "diff": outcome.diff.shown()}
    if isinstance(order, DecomposeTable):
        asking, filename = outcome.reading.asking, order.workbook.filename
        facts += facts_of(asking, order.answers, filename, given.by.account)
    return Change(new, tuple(facts), answer)


def _numbered(row: Row, held: Row | None) -> Row:
    """A period keeps its number, so that its task is found again; new ones count on."""
    if held is None or not held.instances:
        return row
    known = {one.period: one.n for one in held.instances}
    last = max(known.values())
    instances = []
    for one in row.instances:
        n = known.get(one.period)
        if n is None:
            last += 1
            n = last
        instances.append(Instance(n=n, period=one.period, due=one.due))
    past = [one for one in held.instances if one.period not in {i.period for i in instances}]
    whole = sorted((*past, *instances), key=lambda one: one.n)
    return replace(row, instances=tuple(whole), people={**held.people, **row.people})


def _facts(
    row: Row, order: Tabling, found: Table, given: Given
) -> Iterator[TaskPlanned | DutyChanged]:
    """The duty itself and its instances: planned where they are new, else changed."""
    campaign, held = found.campaign, found.ground.held.get(row.item)
    task = task_id(campaign.year, order.district, row.item)
    title = found.ground.standard.by_code()[row.item].title
    if held is None:
        yield planned(row, task, title, campaign, given)
    else:
        yield _changed(row, task, title, campaign, given)
    known = {one.n for one in held.instances} if held else set()
    for one in row.instances:
        part, id = replace(row, due=one.due, standing=False, words=""), f"{task}.{one.n}"
        if one.n not in known:
            name = f"{title}（{one.period}）"[:200]
            yield planned(part, id, name, campaign, given, parent=task, period=one.period)
        elif one.due >= found.ground.today:
            yield _changed(part, id, title, campaign, given)


def _changed(row: Row, task: str, title: str, campaign: Campaign, given: Given) -> DutyChanged:
    return DutyChanged(
        task=task,
        year=campaign.year,
        item=row.item,
        title=title,
        lead=row.lead,
        cooperating=row.cooperating,
        person=row.person,
        due=row.due,
        words=row.words,
        standing=row.standing,
        by=given.by.account,
        reason=REASON,
    )
