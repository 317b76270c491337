"""Inspections, findings, rectification, slips, appeals and accountability."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import NEW, Table, command, due, hears, query, to
from services.tasks.supervision import (
    accountability,
    answers,
    appealing,
    bulletin,
    inspection,
    looks,
    postponing,
    raising,
    rectifying,
    slip_book,
    ticking,
)
from services.tasks.supervision.store import ACCOUNTABILITIES, FINDINGS, INSPECTIONS, SLIP_BOOKS

TABLE: Table = (
    command(
        orders.PlanInspection,
        INSPECTIONS,
        inspection.plan_inspection,
        at=NEW,
        creates=True,
        gather=looks.for_plan_inspection,
    ),
    command(orders.PublishInspection, INSPECTIONS, inspection.publish_inspection, at="inspection"),
    command(
        orders.RaiseFinding,
        FINDINGS,
        raising.raise_finding,
        at=NEW,
        creates=True,
        gather=looks.for_raise_finding,
    ),
    hears(
        tasks.InspectionPublished,
        to(FINDINGS, raising.release, at=looks.of_inspection),
    ),
    command(orders.Rectify, FINDINGS, rectifying.rectify, at="finding", gather=looks.for_rectify),
    command(orders.CloseRectification, FINDINGS, rectifying.close_rectification, at="finding"),
    command(
        orders.LookBack, FINDINGS, rectifying.look_back, at="finding", gather=looks.for_evidence
    ),
    command(
        orders.PostponeRectification, FINDINGS, postponing.postpone_rectification, at="finding"
    ),
    command(orders.RulePostponement, FINDINGS, postponing.rule_postponement, at="finding"),
    command(orders.NameInBulletin, FINDINGS, bulletin.name_in_bulletin, at="finding"),
    command(orders.Appeal, FINDINGS, appealing.appeal, at="finding", gather=looks.for_evidence),
    command(orders.RuleAppeal, FINDINGS, appealing.rule_appeal, at="finding"),
    command(
        orders.SetSlipRules,
        SLIP_BOOKS,
        slip_book.set_slip_rules,
        at=looks.of_slip_book,
        creates=True,
        gather=looks.for_slip_rules,
    ),
    due("finding_due", FINDINGS, ticking.fall_due, gather=looks.for_finding_due),
    hears(
        tasks.SlipDue,
        to(
            SLIP_BOOKS,
            slip_book.number_slip,
            at=looks.of_slip,
            gather=looks.for_number_slip,
            creates=True,
        ),
    ),
    hears(tasks.SlipIssued, to(FINDINGS, ticking.keep_slip, at="finding")),
    command(
        orders.RecordAccountability,
        ACCOUNTABILITIES,
        accountability.record,
        at=NEW,
        creates=True,
        gather=looks.for_record,
    ),
    command(
        orders.ReplyAccountability,
        ACCOUNTABILITIES,
        accountability.reply,
        at="accountability",
        gather=looks.for_reply,
    ),
    query(orders.Inspections, answers.inspections),
    query(orders.InspectionOf, answers.inspection_of),
    query(orders.Findings, answers.findings),
    query(orders.FindingOf, answers.finding_of),
    query(orders.FindingHistoryOf, answers.finding_history_of),
    query(orders.Slips, answers.slips),
    query(orders.SlipBookOf, answers.slip_book_of),
    query(orders.Accountabilities, answers.accountabilities),
    query(orders.AccountabilityOf, answers.accountability_of),
)
