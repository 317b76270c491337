"""The wiring table of the tasks service."""

from contracts import evidence, scoring, tasks
from contracts.orders import tasks as orders
from contracts.words import Role
from kit.wiring import NEW, command, due, hears, query, to
from services.tasks import (
    ids,
    lookups,
    on_evidence_sealed,
    on_standard_published,
    on_task_planned,
    queries,
)
from services.tasks.domain import charging, finding, review
from services.tasks.domain.campaign import open_campaign
from services.tasks.domain.decomposition import decompose
from services.tasks.domain.district import found_district
from services.tasks.domain.inspection import plan_inspection
from services.tasks.domain.person import appoint_person
from services.tasks.domain.register import add_rows, open_register
from services.tasks.domain.unit import register_unit
from services.tasks.store import (
    CAMPAIGNS,
    DECOMPOSITIONS,
    DISTRICTS,
    FINDINGS,
    INSPECTIONS,
    PERSONS,
    REGISTERS,
    SEALED,
    STANDARDS,
    TASKS,
    UNITS,
)

CITY: tuple[Role, ...] = ("city_office",)
OFFICES: tuple[Role, ...] = ("city_office", "district_office")
UNIT: tuple[Role, ...] = ("unit",)
REVIEWERS: tuple[Role, ...] = ("reviewer", "province_reviewer")
INSPECTORS: tuple[Role, ...] = ("inspector",)


class Tasks:
    """Who must do what by when, and what became of it."""

    name = "tasks"

    found_district = command(
        orders.FoundDistrict, DISTRICTS, found_district, at="district", creates=True, roles=CITY
    )
    register_unit = command(
        orders.RegisterUnit,
        UNITS,
        register_unit,
        at=ids.of_unit,
        creates=True,
        gather=lookups.for_register_unit,
        roles=OFFICES,
    )
    appoint_person = command(
        orders.AppointPerson,
        PERSONS,
        appoint_person,
        at="account",
        creates=True,
        gather=lookups.for_appoint_person,
        roles=OFFICES,
    )
    open_campaign = command(
        orders.OpenCampaign,
        CAMPAIGNS,
        open_campaign,
        at=ids.of_campaign,
        creates=True,
        gather=lookups.for_open_campaign,
        roles=CITY,
    )
    decompose = command(
        orders.Decompose,
        DECOMPOSITIONS,
        decompose,
        at=ids.of_decomposition,
        creates=True,
        gather=lookups.for_decompose,
        roles=OFFICES,
    )

    assign = command(
        orders.Assign,
        TASKS,
        charging.assign,
        at=ids.of_task,
        creates=True,
        gather=lookups.for_assign,
        roles=OFFICES,
    )
    accept = command(orders.Accept, TASKS, charging.accept, at="task", roles=UNIT)
    object = command(orders.Object, TASKS, charging.object_, at="task", roles=UNIT)
    rule = command(
        orders.Rule, TASKS, charging.rule, at="task", gather=lookups.for_rule, roles=OFFICES
    )
    submit = command(
        orders.Submit, TASKS, review.submit, at="task", gather=lookups.for_submit, roles=UNIT
    )
    confirm = command(orders.Confirm, TASKS, review.confirm, at="task", roles=REVIEWERS)
    # A method's name is its order's, and this one is a keyword of Python.
    vars()["return"] = command(orders.Return, TASKS, review.give_back, at="task", roles=REVIEWERS)
    task_overdue = due(TASKS, review.fall_overdue)

    open_register = command(
        orders.OpenRegister,
        REGISTERS,
        open_register,
        at=ids.of_register,
        creates=True,
        gather=lookups.for_open_register,
        roles=OFFICES,
    )
    add_rows = command(
        orders.AddRows,
        REGISTERS,
        add_rows,
        at="register",
        gather=lookups.for_add_rows,
        roles=OFFICES,
    )

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

    on_standard_published = hears(
        scoring.StandardPublished,
        to(STANDARDS, on_standard_published.keep, at="version", creates=True),
    )
    on_task_planned = hears(
        tasks.TaskPlanned, to(TASKS, on_task_planned.create, at="task", creates=True)
    )
    on_evidence_sealed = hears(
        evidence.EvidenceSealed,
        to(SEALED, on_evidence_sealed.keep, at="evidence", creates=True),
        to(REGISTERS, on_evidence_sealed.count, at=on_evidence_sealed.register),
    )

    task_of = query(orders.TaskOf, queries.task_of)
    tasks = query(orders.Tasks, queries.tasks)
    units = query(orders.Units, queries.units)
    districts = query(orders.Districts, queries.districts)
    campaigns = query(orders.Campaigns, queries.campaigns)
    register_of = query(orders.RegisterOf, queries.register_of)
    finding_of = query(orders.FindingOf, queries.finding_of)
    findings = query(orders.Findings, queries.findings)
