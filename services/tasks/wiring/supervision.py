"""Inspections, findings, rectification and appeals."""

from contracts.orders import tasks as orders
from kit.wiring import NEW, command, due, query
from services.tasks.domain.supervision import finding
from services.tasks.domain.supervision.inspection import plan_inspection
from services.tasks.lookups import supervision as lookups
from services.tasks.queries import supervision as queries
from services.tasks.store import FINDINGS, INSPECTIONS
from services.tasks.wiring.roles import INSPECTORS, OFFICES, UNIT


class Supervision:
    plan_inspection = command(
        orders.PlanInspection,
        INSPECTIONS,
        plan_inspection,
        at=NEW,
        creates=True,
        gather=lookups.for_plan_inspection,
        roles=INSPECTORS,
    )
    raise_finding = command(
        orders.RaiseFinding,
        FINDINGS,
        finding.raise_finding,
        at=NEW,
        creates=True,
        gather=lookups.for_raise_finding,
        roles=INSPECTORS,
    )
    rectify = command(
        orders.Rectify,
        FINDINGS,
        finding.rectify,
        at="finding",
        gather=lookups.for_rectify,
        roles=UNIT,
    )
    close_rectification = command(
        orders.CloseRectification,
        FINDINGS,
        finding.close_rectification,
        at="finding",
        roles=INSPECTORS,
    )
    appeal = command(orders.Appeal, FINDINGS, finding.appeal, at="finding", roles=UNIT)
    rule_appeal = command(
        orders.RuleAppeal, FINDINGS, finding.rule_appeal, at="finding", roles=OFFICES
    )
    rectification_overdue = due(FINDINGS, finding.fall_overdue)
    finding_of = query(orders.FindingOf, queries.finding_of)
    findings = query(orders.Findings, queries.findings)
