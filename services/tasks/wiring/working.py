"""A task's life."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import NEW, Table, command, due, hears, query, to
from services.tasks import (
    ids,
    on_handover_ordered,
    on_task_planned,
    on_unit_succeeded,
)
from services.tasks.domain.working import charging, draft, handing, review, terms, urging
from services.tasks.domain.working.dividing import divide_task
from services.tasks.domain.working.replanning import replan_task
from services.tasks.lookups import working as lookups
from services.tasks.organisation.store import UNITS
from services.tasks.queries import working as queries
from services.tasks.registers.store import REGISTERS
from services.tasks.store import DRAFTS, HANDOVERS, NEEDS
from services.tasks.task.store import TASKS

TABLE: Table = (
    command(
        orders.Assign,
        TASKS,
        charging.assign,
        at=ids.of_task,
        creates=True,
        gather=lookups.for_assign,
    ),
    command(orders.Accept, TASKS, charging.accept, at="task"),
    command(orders.Object, TASKS, charging.object_, at="task"),
    command(orders.Rule, TASKS, charging.rule, at="task", gather=lookups.for_rule),
    command(orders.Submit, TASKS, review.submit, at="task", gather=lookups.for_submit),
    command(orders.Confirm, TASKS, review.confirm, at="task", gather=lookups.for_review),
    command(orders.Return, TASKS, review.give_back, at="task", gather=lookups.for_review),
    command(orders.Urge, TASKS, urging.urge, at="task"),
    command(orders.Prioritise, TASKS, urging.prioritise, at="task"),
    command(orders.RequestExtension, TASKS, terms.request_extension, at="task"),
    command(orders.DecideExtension, TASKS, terms.decide_extension, at="task"),
    command(orders.Reschedule, TASKS, terms.reschedule, at="task"),
    command(orders.HandOver, TASKS, handing.hand_over, at="task", gather=lookups.for_hand_over),
    command(
        orders.HandOverAll,
        HANDOVERS,
        handing.hand_over_all,
        at=NEW,
        creates=True,
        gather=lookups.for_hand_over_all,
    ),
    command(
        orders.SaveDraft,
        DRAFTS,
        draft.save_draft,
        at="task",
        creates=True,
        gather=lookups.for_save_draft,
    ),
    command(orders.DivideTask, TASKS, divide_task, at="task", gather=lookups.for_divide_task),
    due("task_overdue", TASKS, review.fall_overdue),
    hears(
        tasks.TaskPlanned,
        to(TASKS, on_task_planned.create, at="task", creates=True),
        to(NEEDS, on_task_planned.take, at=on_task_planned.need),
    ),
    hears(tasks.HandoverOrdered, to(TASKS, on_handover_ordered.follow, at="tasks")),
    hears(
        tasks.UnitSucceeded,
        to(UNITS, on_unit_succeeded.close, at=on_unit_succeeded.units),
        to(TASKS, on_unit_succeeded.take_over, at=on_unit_succeeded.tasks),
        to(REGISTERS, on_unit_succeeded.take_rows, at=on_unit_succeeded.registers),
    ),
    hears(tasks.DutyChanged, to(TASKS, replan_task, at=lookups.of_duty)),
    query(orders.TaskOf, queries.task_of),
    query(orders.TaskHistoryOf, queries.task_history_of),
    query(orders.Tasks, queries.tasks),
)
