"""Inspections, findings, rectification, slips, appeals and accountability."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import NEW, Table, command, due, hears, query, to
from services.tasks import ids, on_inspection_published, on_slip_due, on_slip_issued
from services.tasks.domain.supervision import (
    accountability,
    appealing,
    inspection,
    naming,
    postponing,
    raising,
    rectifying,
    slip_book,
    ticking,
)
from services.tasks.lookups import supervision as lookups
from services.tasks.queries import supervision as queries
from services.tasks.store import ACCOUNTABILITIES, FINDINGS, INSPECTIONS, SLIP_BOOKS

TABLE: Table = (
    command(
        orders.PlanInspection,
        INSPECTIONS,
        inspection.plan_inspection,
        at=NEW,
        creates=True,
        gather=lookups.for_plan_inspection,
    ),
    command(orders.PublishInspection, INSPECTIONS, inspection.publish_inspection, at="inspection"),
    command(
        orders.RaiseFinding,
        FINDINGS,
        raising.raise_finding,
        at=NEW,
        creates=True,
        gather=lookups.for_raise_finding,
    ),
    hears(
        tasks.InspectionPublished,
        to(FINDINGS, on_inspection_published.raise_held, at=on_inspection_published.held),
    ),
    command(orders.Rectify, FINDINGS, rectifying.rectify, at="finding", gather=lookups.for_rectify),
    command(orders.CloseRectification, FINDINGS, rectifying.close_rectification, at="finding"),
    command(
        orders.LookBack, FINDINGS, rectifying.look_back, at="finding", gather=lookups.for_evidence
    ),
    command(
        orders.PostponeRectification, FINDINGS, postponing.postpone_rectification, at="finding"
    ),
    command(orders.RulePostponement, FINDINGS, postponing.rule_postponement, at="finding"),
    command(orders.NameInBulletin, FINDINGS, naming.name_in_bulletin, at="finding"),
    command(orders.Appeal, FINDINGS, appealing.appeal, at="finding", gather=lookups.for_evidence),
    command(orders.RuleAppeal, FINDINGS, appealing.rule_appeal, at="finding"),
    command(
        orders.SetSlipRules,
        SLIP_BOOKS,
        slip_book.set_slip_rules,
        at=ids.of_slip_book,
        creates=True,
        gather=lookups.for_slip_rules,
    ),
    due("finding_due", FINDINGS, ticking.fall_due, gather=lookups.for_finding_due),
    hears(tasks.SlipDue, to(SLIP_BOOKS, on_slip_due.number, at=on_slip_due.book, creates=True)),
    hears(tasks.SlipIssued, to(FINDINGS, on_slip_issued.keep, at="finding")),
    command(
        orders.RecordAccountability,
        ACCOUNTABILITIES,
        accountability.record,
        at=NEW,
        creates=True,
        gather=lookups.for_record,
    ),
    command(
        orders.ReplyAccountability,
        ACCOUNTABILITIES,
        accountability.reply,
        at="accountability",
        gather=lookups.for_reply,
    ),
    query(orders.Inspections, queries.inspections),
    query(orders.InspectionOf, queries.inspection_of),
    query(orders.Findings, queries.findings),
    query(orders.FindingOf, queries.finding_of),
    query(orders.Slips, queries.slips),
    query(orders.SlipBookOf, queries.slip_book_of),
    query(orders.Accountabilities, queries.accountabilities),
    query(orders.AccountabilityOf, queries.accountability_of),
)
