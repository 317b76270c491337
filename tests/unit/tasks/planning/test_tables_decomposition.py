"""A real table becomes tasks: whole or not at all, once, and with its differences seen first."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import DecomposeByRoles, DecomposeTable, PreviewDecomposition
from contracts.tasks import DutyChanged, TaskHandedOver, TaskPlanned, TaskRescheduled
from kit.change import Change
from services.tasks.life.charging import plan_task
from services.tasks.life.replanning import replan_task
from services.tasks.planning.decomposition import MAX_DUTIES, Decomposition
from services.tasks.planning.previewing import Previewed, preview
from services.tasks.planning.standard import Standard
from services.tasks.planning.table.staff import Staff
from services.tasks.planning.table.writing import write_table
from services.tasks.planning.tabling import MAX_PLANNED, Table, decompose_table
from tests.bench import decomposition as bench
from tests.unit.tasks.cast import CAMPAIGN, QIAN, given, heard, refused, submitted
from tests.unit.tasks.planning.tables import (
    DUE,
    HEADER,
    PERSONS,
    STAFF,
    STANDARD,
    UNITS,
    book,
    ground,
    item,
    open_questions,
    order,
    plain,
    read,
    row,
    table,
)

ROWS = (
    row("A01", lead="双拥办", cooperating="财政局", due="2026年9月30日前"),
    row("B01", due="9月底前"),
    row("B02", lead="宣传部", due="每季度"),
)


def decide(
    *rows: tuple[str, ...],
    state: Decomposition | None = None,
    on: Table | None = None,
    **changes: Any,
) -> Change[Decomposition] | None:
    found = on or table(state.by_item() if state else None)
    return decompose_table(state, order(book(HEADER, *rows), **changes), given(QIAN, found))


def made(*rows: tuple[str, ...], **changes: Any) -> Decomposition:
    change = decide(*rows, **changes)
    assert change
    return change.state


def planned(change: Change[Decomposition] | None) -> list[TaskPlanned]:
    assert change
    return [fact for fact in change.events if isinstance(fact, TaskPlanned)]


def accepted(*rows: tuple[str, ...], state: Decomposition) -> Change[Decomposition]:
    """Decided with the preview's mark."""
    with refused("diff-unseen", "accept") as no:
        decide(*rows, state=state)
    change = decide(*rows, state=state, accept=no.value.extra["sha256"])
    assert change
    return change


# -- planning -----------------------------------------------------------------------------------


def test_each_row_becomes_a_planned_task_and_each_period_a_part_of_it() -> None:
    facts = planned(decide(*ROWS))
    assert [fact.task for fact in facts] == [
        "t-2026-ganzhou-A01",
        "t-2026-ganzhou-B01",
        "t-2026-ganzhou-B02",
        *(f"t-2026-ganzhou-B02.{n}" for n in (1, 2, 3, 4)),
    ]
    first, _, whole, part = facts[:4]
    assert (first.lead, first.cooperating, first.person) == ("dsb", ("finance",), "qian-d")
    assert (first.due, first.words, first.by) == (date(2026, 9, 30), "2026年9月30日前", "qian")
    assert (whole.due, whole.words) == (date(2026, 12, 31), "每季度")
    assert (part.parent, part.period, part.due) == (whole.task, "2026-Q1", date(2026, 3, 31))
    assert part.title == "媒体双拥专题专栏（2026-Q1）"


def test_a_part_of_a_task_is_not_scored() -> None:
    part = planned(decide(*ROWS))[3]
    change = plan_task(None, part, heard(part, key=part.task))
    assert change and change.state.scored == ""


def test_periods_that_are_over_are_not_planned_any_more() -> None:
    late = table(today=date(2026, 7, 2))
    facts = planned(decide(row("B02", due="每季度"), on=late))
    assert [fact.period for fact in facts] == ["", "2026-Q3", "2026-Q4"]
    assert [fact.task[-2:] for fact in facts[1:]] == [".3", ".4"], "a period keeps its number"


def test_a_standing_duty_has_a_yearly_check() -> None:
    whole, check = planned(decide(row("B01", due="长期坚持")))
    assert (whole.standing, whole.words) == (True, "长期坚持")
    assert (check.standing, check.period, check.due) == (False, "2026", date(2026, 12, 31))


def test_a_term_runs_from_the_day_of_receipt_by_the_holiday_calendar() -> None:
    (fact,) = planned(decide(row("B01", due="5个工作日内"), on=table(today=date(2026, 9, 30))))
    assert fact.due == date(2026, 10, 13)


def test_working_days_go_on_where_the_days_off_are_not_told_yet() -> None:
    late = table(today=date(2026, 12, 30))
    (fact,) = planned(decide(row("B01", due="30个工作日内"), on=late))
    assert date(2027, 2, 8) < fact.due < date(2027, 2, 28)


def test_rows_without_a_deadline_have_the_tables_day() -> None:
    (fact,) = planned(decide(row("B01", due="")))
    assert fact.due == DUE


def test_without_a_day_for_the_table_the_day_is_asked_once() -> None:
    rows = (row("A01", due=""), row("B01", due=""))
    reading = plain(*rows, due=None)
    assert open_questions(reading) == ["due"]
    assert [one.due for one in plain(*rows, due=None, answers={"due": "2026-10-08"}).rows] == [
        date(2026, 10, 8)
    ] * 2


@pytest.mark.parametrize("words", ["立行立改", "规定时限内", "5月底前开工"])
def test_a_call_for_haste_keeps_its_words_and_asks_for_a_date(words: str) -> None:
    reading = plain(row("B01", due=words))
    assert open_questions(reading) == ["due:分解表!2"]
    assert [one.value for one in reading.undated] == [words]
    (fact,) = planned(decide(row("B01", due=words), answers={"due:分解表!2": "2026-06-01"}))
    assert (fact.due, fact.words) == (date(2026, 6, 1), words)


def test_an_evidence_window_is_no_deadline_and_is_asked() -> None:
    reading = plain(row("B01", due="2012年元月至2012年7月"))
    assert open_questions(reading) == ["due:分解表!2"]
    assert "材料时间范围" in reading.asking.open[0].text


def test_a_day_ahead_in_a_year_before_the_campaigns_is_told() -> None:
    reading = read(HEADER, row("A01", lead="双拥办", due="2026年9月底前"), on=ground(year=2027))
    assert "期限2026年9月30日早于2027年" in [note.text for note in reading.notes]


def test_a_term_of_working_days_beyond_the_almanac_is_a_fault_of_its_cell() -> None:
    early = ground(today=date(1999, 1, 4))
    reading = read(HEADER, row("A01", lead="双拥办", due="5个工作日内"), on=early)
    (fault,) = reading.faults
    assert (fault.row, fault.column) == (2, "H") and "请直接写明日期" in fault.text


def test_an_answer_that_is_no_day_leaves_the_day_open() -> None:
    first = plain(row("A01", lead="双拥办", due="尽快"))
    (id,) = open_questions(first)
    again = read(HEADER, row("A01", lead="双拥办", due="尽快"), answers={id: "下周"})
    assert open_questions(again) == [id] and not again.rows


def test_a_day_years_away_is_a_fault() -> None:
    reading = plain(row("B01", due="2206年5月10日前"))
    assert [(fault.row, fault.column) for fault in reading.faults] == [(2, "H")]


def test_questions_are_listed_and_nothing_is_planned() -> None:
    with refused("questions-open", "$.answers") as no:
        decide(row("A01", lead="区发改局"), row("B01"))
    question = no.value.extra["questions"][0]
    assert (question["id"], question["default"]) == ("unit:区发改局", "reform")
    assert planned(decide(row("A01", lead="区发改局"), row("B01"), defaults=True))


def test_faults_are_listed_by_cell_and_nothing_is_planned() -> None:
    with refused("sheet-faulty", "$.workbook") as no:
        decide(row("A01"), row("B01", lead="待定"), row("B02", due="截至10月10日"))
    cells = [(fault["row"], fault["column"]) for fault in no.value.extra["faults"]]
    assert cells == [(3, "E"), (4, "H")]


def test_an_item_that_was_assigned_singly_is_a_fault() -> None:
    with refused("sheet-faulty"):
        decide(row("A01"), on=table(taken={"A01": "finance"}))


def test_a_district_outside_the_campaign_is_refused() -> None:
    with refused("district-not-in-campaign", "district"):
        decide(row("A01"), district="shandan")


# -- again, and changed -------------------------------------------------------------------------


def test_the_same_table_twice_changes_nothing() -> None:
    assert decide(*ROWS, state=made(*ROWS)) is None


def test_the_answers_are_kept_and_not_asked_again() -> None:
    rows = (row("A01", lead="区发改局", due="立行立改"), row("A02", due="2025年元月至2026年7月"))
    answers = {
        "unit:区发改局": "reform",
        "due:分解表!2": "2026-06-01",
        "due:分解表!3": "2026-07-01",
    }
    assert decide(*rows, state=made(*rows, answers=answers)) is None


def test_the_same_table_on_a_later_day_changes_nothing() -> None:
    rows = (row("B01", due="15日内"), row("B02", due="每季度"))
    state = made(*rows)
    later = table(state.by_item(), today=date(2026, 8, 1))
    assert decide(*rows, state=state, on=later) is None


def test_a_changed_table_shows_its_differences_before_anything_changes() -> None:
    state = made(*ROWS)
    changed = (row("A01", lead="财政局", due="8月底前"), ROWS[1], row("B03", lead="宣传部"))
    with refused("diff-unseen", "accept") as no:
        decide(*changed, state=state)
    diff = no.value.extra["diff"]
    assert diff["added"] == ["B03"] and diff["vanished"] == ["B02"]
    assert [(one["field"], one["before"], one["after"]) for one in diff["changed"]] == [
        ("lead", "甘州区双拥办", "财政局"),
        ("due", "2026年9月30日前（2026-09-30）", "8月底前（2026-08-31）"),
    ]


def test_with_the_differences_seen_the_changed_duty_is_told_and_the_vanished_one_stays() -> None:
    state = made(*ROWS)
    change = accepted(row("A01", lead="财政局"), ROWS[1], row("B03", lead="宣传部"), state=state)
    told = [fact for fact in change.events if isinstance(fact, DutyChanged)]
    assert [(fact.task, fact.lead, fact.person) for fact in told] == [
        ("t-2026-ganzhou-A01", "finance", "wu-f")
    ]
    assert [fact.task for fact in planned(change)] == ["t-2026-ganzhou-B03"]
    assert {duty.item for duty in change.state.duties} == {"A01", "B01", "B02", "B03"}
    again = (row("A01", lead="财政局"), ROWS[1], row("B03", lead="宣传部"))
    assert decide(*again, state=change.state) is None


def test_another_table_than_the_one_that_was_seen_is_refused() -> None:
    state = made(*ROWS)
    with refused("diff-unseen"):
        decide(row("A01", lead="财政局"), state=state, accept="0" * 64)


def test_a_duty_that_was_handed_in_is_not_changed() -> None:
    state = made(*ROWS)
    on = table(state.by_item(), settled=frozenset({"A01"}))
    with refused("sheet-faulty") as no:
        decide(row("A01", lead="财政局"), state=state, on=on)
    assert "已提交" in no.value.extra["faults"][0]["text"]


def test_the_parts_of_a_changed_duty_change_with_it() -> None:
    state = made(*ROWS)
    change = accepted(row("B02", lead="区教育局", due="每季度"), state=state)
    told = [fact.task[-2:] for fact in change.events if isinstance(fact, DutyChanged)]
    assert told == ["02", ".1", ".2", ".3", ".4"]
    assert not planned(change)


def test_a_period_that_is_over_is_not_changed_with_its_duty() -> None:
    state = made(*ROWS)
    may = table(state.by_item(), today=date(2026, 5, 4))
    rows = (row("B02", lead="区教育局", due="每季度"),)
    with refused("diff-unseen", "accept") as no:
        decide(*rows, state=state, on=may)
    change = decide(*rows, state=state, on=may, accept=no.value.extra["sha256"])
    assert change
    told = [fact.task[-2:] for fact in change.events if isinstance(fact, DutyChanged)]
    assert told == ["02", ".2", ".3", ".4"]
    assert [one.n for one in change.state.by_item()["B02"].instances] == [1, 2, 3, 4]


def test_new_periods_never_take_the_number_of_old_ones() -> None:
    state = made(*ROWS)
    change = accepted(row("B02", lead="宣传部", due="半年和年终"), state=state)
    assert [fact.task for fact in planned(change)] == [
        "t-2026-ganzhou-B02.5",
        "t-2026-ganzhou-B02.6",
    ]


def test_a_unit_that_was_succeeded_since_is_no_difference() -> None:
    state = made(row("A01", lead="财政局"))
    units = {**UNITS, "finance": replace(UNITS["finance"], successor="reform")}
    staff = Staff(district="甘州区", units=units, persons=PERSONS)
    on = table(state.by_item(), staff=staff)
    assert decide(row("A01", lead="财政局"), state=state, on=on) is None


def moved(*rows: tuple[str, ...], state: Decomposition, **changes: Any) -> list[tuple[str, ...]]:
    """The differences that a table shows: field, before, after."""
    with refused("diff-unseen", "accept") as no:
        decide(*rows, state=state, **changes)
    told = no.value.extra["diff"]["changed"]
    return [(one["field"], one["before"], one["after"]) for one in told]


def test_another_person_of_the_same_unit_is_a_difference() -> None:
    state = made(row("B01", person="李强"))
    assert moved(row("B01", person="李勤"), state=state) == [("person", "li-e", "li-f")]


def test_other_units_that_cooperate_are_a_difference_by_their_names() -> None:
    state = made(row("B01", cooperating="财政局"))
    rows = row("B01", cooperating="宣传部、财政局")
    assert moved(rows, state=state) == [("cooperating", "财政局", "区委宣传部、财政局")]


def test_another_day_of_a_table_moves_the_rows_that_write_none() -> None:
    state = made(row("B01", due=""))
    later = date(2026, 12, 15)
    told = [("due", "2026-11-30", "2026-12-15")]
    assert moved(row("B01", due=""), state=state, due=later) == told


def test_a_table_beyond_the_duties_of_a_campaign_is_refused_whole() -> None:
    held = made(*ROWS).by_item()["A01"]
    many = {f"Z{n}": replace(held, item=f"Z{n}") for n in range(MAX_DUTIES)}
    with refused("diff-unseen", "accept") as no:
        decide(row("B01"), on=table(many))
    with refused("limit-exceeded", "workbook") as full:
        decide(row("B01"), on=table(many), accept=no.value.extra["sha256"])
    assert f"{MAX_DUTIES + 1}项" in str(full.value) and str(MAX_PLANNED) in str(full.value)


def test_another_contact_is_a_difference_of_the_row_alone() -> None:
    header = ("考评内容", "责任单位", "联络员")
    first = order(book(header, ("国防教育纳入教育体系", "区教育局", "李勤")))
    change = decompose_table(None, first, given(QIAN, table()))
    assert change
    state = change.state
    other = order(book(header, ("国防教育纳入教育体系", "区教育局", "李强")))
    with refused("diff-unseen") as no:
        decompose_table(state, other, given(QIAN, table(state.by_item())))
    assert no.value.extra["diff"]["changed"] == [
        {"item": "B01", "field": "contact", "before": "李勤", "after": "李强"}
    ]


def test_a_kept_answer_answers_for_the_same_row_only() -> None:
    header = ("考评内容", "责任单位")
    first = order(book(header, ("办好十件实事", "双拥办")), answers={"item:分解表!2": "A01"})
    change = decompose_table(None, first, given(QIAN, table()))
    assert change
    state = change.state
    again = order(book(header, ("办好十件实事", "双拥办")))
    assert decompose_table(state, again, given(QIAN, table(state.by_item()))) is None
    other = order(book(header, ("另一件别的事情", "双拥办")))
    with refused("questions-open"):
        decompose_table(state, other, given(QIAN, table(state.by_item())))


def test_a_kept_answer_follows_its_row_when_others_come_above() -> None:
    header = ("考评内容", "责任单位")
    unclear = ("办好十件实事", "双拥办")
    first = order(book(header, unclear), answers={"item:分解表!2": "A01"})
    state = decompose_table(None, first, given(QIAN, table())).state  # type: ignore[union-attr]
    more = order(book(header, ("国防教育纳入教育体系", "区教育局"), unclear))
    with refused("diff-unseen") as no:
        decompose_table(state, more, given(QIAN, table(state.by_item())))
    assert no.value.extra["diff"]["added"] == ["B01"]


def test_a_row_that_is_still_asked_about_has_not_vanished() -> None:
    state = made(row("A01"), row("B01"))
    seen = previewed(row("A01", lead="区发改局、财政局"), state=state)
    assert seen["open"] > 0
    assert seen["diff"]["vanished"] == ["B01"]
    assert "A01" not in seen["missing"]


# -- the preview --------------------------------------------------------------------------------


def previewed(*rows: tuple[str, ...], state: Decomposition | None = None) -> dict[str, Any]:
    ask = PreviewDecomposition(
        campaign="c-2026", district="ganzhou", workbook=book(HEADER, *rows), due=DUE
    )
    found = table(state.by_item() if state else None)
    return preview(ask, Previewed(found, state))


def test_the_preview_shows_what_will_be_made_what_is_wrong_and_what_is_asked() -> None:
    seen = previewed(ROWS[0], row("B01", lead="待定"), row("B02", lead="区发改局"))
    assert [(one["item"], one["row"], one["lead_name"]) for one in seen["duties"]] == [
        ("A01", 2, "甘州区双拥办")
    ]
    assert [(one["row"], one["column"]) for one in seen["faults"]] == [(3, "E")]
    assert [one["id"] for one in seen["questions"]] == ["unit:区发改局"]
    assert seen["missing"] == ["A02", "A03", "B03"]


def test_what_the_preview_showed_may_be_accepted() -> None:
    state = made(*ROWS)
    seen = previewed(row("A01", lead="财政局"), state=state)
    assert decide(row("A01", lead="财政局"), state=state, accept=seen["sha256"])


# -- the changed task ---------------------------------------------------------------------------

CHANGED = DutyChanged(
    task="t-1",
    year=2026,
    item="A01",
    title="双拥纳入规划",
    lead="education",
    cooperating=("publicity",),
    person="li",
    due=date(2026, 8, 31),
    words="8月底前",
    standing=False,
    by="qian",
    reason="任务分解表调整",
)


def task(**changes: Any) -> Any:
    fact = TaskPlanned(
        task="t-1",
        campaign="c-2026",
        year=2026,
        standard="v1",
        item="A01",
        title="双拥纳入规划",
        lead="publicity",
        cooperating=(),
        person="sun",
        due=date(2026, 9, 30),
    )
    change = plan_task(None, fact, heard(fact))
    assert change
    return replace(change.state, **changes)


def test_a_changed_duty_moves_its_task_and_both_sides_are_told() -> None:
    change = replan_task(task(state="accepted"), CHANGED, heard(CHANGED))
    assert change
    moved = change.state
    assert (moved.lead, moved.person, moved.units) == (
        "education",
        "li",
        ("education", "publicity"),
    )
    assert moved.state == "assigned", "the new lead accepts anew"
    assert moved.deadline == datetime(2026, 8, 31, 16, tzinfo=UTC)
    assert moved.history[-1].what == "replanned"
    assert [type(fact) for fact in change.events] == [TaskHandedOver, TaskRescheduled]
    assert replan_task(moved, CHANGED, heard(CHANGED)) is None


def test_a_task_that_was_handed_in_in_the_meantime_stays_as_it_is() -> None:
    assert replan_task(submitted(), CHANGED, heard(CHANGED)) is None


def test_a_task_that_becomes_standing_is_not_overdue() -> None:
    standing = replace(CHANGED, standing=True, lead="publicity", cooperating=(), person="sun")
    change = replan_task(task(overdue=True, state="accepted"), standing, heard(standing))
    assert change and not change.state.overdue and change.state.next_due() is None
    assert change.state.state == "accepted", "the lead stays, and so does its yes"


# -- by roles -----------------------------------------------------------------------------------


def by_roles(**changes: Any) -> DecomposeByRoles:
    usual: dict[str, Any] = {"campaign": "c-2026", "district": "ganzhou", "due": DUE}
    return DecomposeByRoles(**{**usual, **changes})


def test_the_standards_roles_become_duties_of_the_units_that_serve_them() -> None:
    change = decompose_table(
        None, by_roles(answers={"lead:考评标准!6": "publicity"}), given(QIAN, table())
    )
    facts = {fact.item: fact for fact in planned(change)}
    assert len(facts) == len(STANDARD.items)
    assert (facts["A01"].lead, facts["A01"].cooperating) == ("dsb", ("edu",))
    assert facts["A02"].cooperating == ("shajing", "wujiang")
    assert (facts["B03"].lead, facts["B03"].cooperating) == ("publicity", ("shajing", "wujiang"))


def test_a_role_that_nobody_serves_is_asked() -> None:
    few = {code: unit for code, unit in UNITS.items() if code not in ("finance",)}
    on = table(staff=Staff(district="甘州区", units=few, persons=PERSONS))
    with refused("questions-open") as no:
        decompose_table(None, by_roles(), given(QIAN, on))
    assert [one["id"] for one in no.value.extra["questions"]] == ["unit:财政局", "lead:考评标准!6"]


# -- round trip ---------------------------------------------------------------------------------


def test_the_export_has_the_form_that_officials_use() -> None:
    state = made(*ROWS)
    sheet = write_table(CAMPAIGN, "甘州区", STANDARD, state.by_item(), STAFF).sheets[0]
    assert sheet.rows[0] == ("附件1",)
    assert sheet.rows[1] == ("甘州区2026年创建任务分解表",)
    assert sheet.rows[2][5] == "责任分工" and sheet.rows[3][5:8] == (
        "牵头单位",
        "配合单位",
        "责任人",
    )
    assert sheet.rows[4] == (
        "1",
        "一、组织领导坚强有力(2)",
        "双拥工作纳入发展规划",
        "2",
        "",
        "甘州区双拥办",
        "财政局",
        "钱东",
        "2026年9月30日前",
    )
    assert sheet.rows[-1][0].startswith("备注")


@pytest.mark.parametrize("rows", [ROWS, (*ROWS, row("A02", lead="人武部", due="长期"))])
def test_importing_the_export_again_changes_nothing(rows: tuple[tuple[str, ...], ...]) -> None:
    state = made(*rows)
    exported = write_table(CAMPAIGN, "甘州区", STANDARD, state.by_item(), STAFF)
    again = DecomposeTable(campaign="c-2026", district="ganzhou", due=DUE, workbook=exported)
    assert decompose_table(state, again, given(QIAN, table(state.by_item()))) is None


def test_the_categories_of_an_export_are_counted_in_characters_beyond_ten_and_a_hundred() -> None:
    items = tuple(item(f"C{n:03d}", f"类别{n}", f"内容{n}") for n in range(1, 102))
    rows = {one.code: replace(made(*ROWS).by_item()["A01"], item=one.code) for one in items}
    standard = Standard(name="样表", items=items)
    sheet = write_table(CAMPAIGN, "甘州区", standard, rows, STAFF).sheets[0]
    heads = [cells[1].partition("、")[0] for cells in sheet.rows[4:-1]]
    assert [heads[n - 1] for n in (1, 10, 11, 20, 21, 99, 100)] == [
        *("一", "十", "十一", "二十", "二十一", "九十九", "100")
    ]


def test_importing_the_export_of_plain_duties_changes_nothing() -> None:
    change = decompose_table(
        None, by_roles(answers={"lead:考评标准!6": "publicity"}), given(QIAN, table())
    )
    assert change
    state = replace(change.state, rows=())
    exported = write_table(CAMPAIGN, "甘州区", STANDARD, state.by_item(), STAFF)
    again = DecomposeTable(campaign="c-2026", district="ganzhou", workbook=exported)
    found = Table(campaign=table().campaign, ground=ground(held=state.by_item()))
    assert decompose_table(state, again, given(QIAN, found)) is None


def test_the_whole_sample_standard_goes_out_and_comes_back_unchanged() -> None:
    rows = bench.sample()
    on: dict[str, Any] = {
        "standard": bench.standard(rows),
        "staff": bench.staff("ganzhou", rows),
    }
    first = order(bench.workbook(rows), defaults=True)
    change = decompose_table(None, first, given(QIAN, table(**on)))
    assert change and len(change.state.duties) == 74
    held = change.state.by_item()
    exported = write_table(CAMPAIGN, "甘州区", on["standard"], held, on["staff"])
    again = DecomposeTable(campaign="c-2026", district="ganzhou", workbook=exported)
    assert decompose_table(change.state, again, given(QIAN, table(held, **on))) is None
