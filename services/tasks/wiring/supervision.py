"""Inspections, findings, rectification, slips, appeals and accountability."""

from contracts import tasks
from contracts.orders import tasks as orders
from contracts.words import READERS
from kit.wiring import NEW, command, due, hears, query, to
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


class Supervision:
    plan_inspection = command(
        orders.PlanInspection,
        INSPECTIONS,
        inspection.plan_inspection,
        at=NEW,
        creates=True,
        gather=lookups.for_plan_inspection,
        roles=INSPECTORS,
    )
    publish_inspection = command(
        orders.PublishInspection,
        INSPECTIONS,
        inspection.publish_inspection,
        at="inspection",
        roles=INSPECTORS_AND_OFFICES,
    )
    raise_finding = command(
        orders.RaiseFinding,
        FINDINGS,
        raising.raise_finding,
        at=NEW,
        creates=True,
        gather=lookups.for_raise_finding,
        roles=INSPECTORS,
    )
    on_inspection_published = hears(
        tasks.InspectionPublished,
        to(FINDINGS, on_inspection_published.raise_held, at=on_inspection_published.held),
    )

    rectify = command(
        orders.Rectify,
        FINDINGS,
        rectifying.rectify,
        at="finding",
        gather=lookups.for_rectify,
        roles=UNIT,
    )
    close_rectification = command(
        orders.CloseRectification,
        FINDINGS,
        rectifying.close_rectification,
        at="finding",
        roles=INSPECTORS_AND_OFFICES,
    )
    look_back = command(
        orders.LookBack,
        FINDINGS,
        rectifying.look_back,
        at="finding",
        gather=lookups.for_evidence,
        roles=INSPECTORS_AND_OFFICES,
    )
    postpone_rectification = command(
        orders.PostponeRectification,
        FINDINGS,
        postponing.postpone_rectification,
        at="finding",
        roles=UNIT,
    )
    rule_postponement = command(
        orders.RulePostponement,
        FINDINGS,
        postponing.rule_postponement,
        at="finding",
        roles=INSPECTORS_AND_OFFICES,
    )
    name_in_bulletin = command(
        orders.NameInBulletin, FINDINGS, naming.name_in_bulletin, at="finding", roles=OFFICES
    )
    appeal = command(
        orders.Appeal,
        FINDINGS,
        appealing.appeal,
        at="finding",
        gather=lookups.for_evidence,
        roles=UNIT,
    )
    rule_appeal = command(
        orders.RuleAppeal, FINDINGS, appealing.rule_appeal, at="finding", roles=OFFICES
    )

    set_slip_rules = command(
        orders.SetSlipRules,
        SLIP_BOOKS,
        slip_book.set_slip_rules,
        at=ids.of_slip_book,
        creates=True,
        gather=lookups.for_slip_rules,
        roles=CITY,
    )
    finding_due = due(FINDINGS, ticking.fall_due, gather=lookups.for_finding_due)
    on_slip_due = hears(
        tasks.SlipDue, to(SLIP_BOOKS, on_slip_due.number, at=on_slip_due.book, creates=True)
    )
    on_slip_issued = hears(tasks.SlipIssued, to(FINDINGS, on_slip_issued.keep, at="finding"))

    record_accountability = command(
        orders.RecordAccountability,
        ACCOUNTABILITIES,
        accountability.record,
        at=NEW,
        creates=True,
        gather=lookups.for_record,
        roles=OFFICES,
    )
    reply_accountability = command(
        orders.ReplyAccountability,
        ACCOUNTABILITIES,
        accountability.reply,
        at="accountability",
        gather=lookups.for_reply,
        roles=UNIT,
    )

    inspections = query(orders.Inspections, queries.inspections, roles=READERS)
    inspection_of = query(orders.InspectionOf, queries.inspection_of, roles=READERS)
    findings = query(orders.Findings, queries.findings, roles=READERS)
    finding_of = query(orders.FindingOf, queries.finding_of, roles=READERS)
    slips = query(orders.Slips, queries.slips, roles=READERS)
    slip_book_of = query(orders.SlipBookOf, queries.slip_book_of, roles=READERS)
    accountabilities = query(orders.Accountabilities, queries.accountabilities, roles=READERS)
    accountability_of = query(orders.AccountabilityOf, queries.accountability_of, roles=READERS)
