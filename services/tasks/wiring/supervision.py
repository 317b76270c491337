"""Inspections, findings, rectification, slips, appeals and accountability."""

from contracts import tasks
from contracts.orders import tasks as orders
from contracts.words import READERS
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
from services.tasks.wiring.roles import (
    CITY,
    INSPECTORS,
    INSPECTORS_AND_OFFICES,
    OFFICES,
    UNIT,
)

TABLE: Table = (
    command(
        orders.PlanInspection,
        INSPECTIONS,
        inspection.plan_inspection,
        at=NEW,
        creates=True,
        gather=lookups.for_plan_inspection,
        roles=INSPECTORS,
    ),
    command(
        orders.PublishInspection,
        INSPECTIONS,
        inspection.publish_inspection,
        at="inspection",
        roles=INSPECTORS_AND_OFFICES,
    ),
    command(
        orders.RaiseFinding,
        FINDINGS,
        raising.raise_finding,
        at=NEW,
        creates=True,
        gather=lookups.for_raise_finding,
        roles=INSPECTORS,
    ),
    hears(
        tasks.InspectionPublished,
        to(FINDINGS, on_inspection_published.raise_held, at=on_inspection_published.held),
    ),
    command(
        orders.Rectify,
        FINDINGS,
        rectifying.rectify,
        at="finding",
        gather=lookups.for_rectify,
        roles=UNIT,
    ),
    command(
        orders.CloseRectification,
        FINDINGS,
        rectifying.close_rectification,
        at="finding",
        roles=INSPECTORS_AND_OFFICES,
    ),
    command(
        orders.LookBack,
        FINDINGS,
        rectifying.look_back,
        at="finding",
        gather=lookups.for_evidence,
        roles=INSPECTORS_AND_OFFICES,
    ),
    command(
        orders.PostponeRectification,
        FINDINGS,
        postponing.postpone_rectification,
        at="finding",
        roles=UNIT,
    ),
    command(
        orders.RulePostponement,
        FINDINGS,
        postponing.rule_postponement,
        at="finding",
        roles=INSPECTORS_AND_OFFICES,
    ),
    command(orders.NameInBulletin, FINDINGS, naming.name_in_bulletin, at="finding", roles=OFFICES),
    command(
        orders.Appeal,
        FINDINGS,
        appealing.appeal,
        at="finding",
        gather=lookups.for_evidence,
        roles=UNIT,
    ),
    command(orders.RuleAppeal, FINDINGS, appealing.rule_appeal, at="finding", roles=OFFICES),
    command(
        orders.SetSlipRules,
        SLIP_BOOKS,
        slip_book.set_slip_rules,
        at=ids.of_slip_book,
        creates=True,
        gather=lookups.for_slip_rules,
        roles=CITY,
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
        roles=OFFICES,
    ),
    command(
        orders.ReplyAccountability,
        ACCOUNTABILITIES,
        accountability.reply,
        at="accountability",
        gather=lookups.for_reply,
        roles=UNIT,
    ),
    query(orders.Inspections, queries.inspections, roles=READERS),
    query(orders.InspectionOf, queries.inspection_of, roles=READERS),
    query(orders.Findings, queries.findings, roles=READERS),
    query(orders.FindingOf, queries.finding_of, roles=READERS),
    query(orders.Slips, queries.slips, roles=READERS),
    query(orders.SlipBookOf, queries.slip_book_of, roles=READERS),
    query(orders.Accountabilities, queries.accountabilities, roles=READERS),
    query(orders.AccountabilityOf, queries.accountability_of, roles=READERS),
)
