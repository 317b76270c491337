"""A task's life."""

from contracts import evidence, tasks
from contracts.orders import tasks as orders
from kit.wiring import command, due, hears, query, to
from services.tasks import ids, on_evidence_sealed, on_task_planned
from services.tasks.domain.working import charging, review
from services.tasks.lookups import working as lookups
from services.tasks.queries import working as queries
from services.tasks.store import REGISTERS, SEALED, TASKS
from services.tasks.wiring.roles import OFFICES, REVIEWERS, UNIT


class Working:
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
