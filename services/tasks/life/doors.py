"""A task's life."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import NEW, Table, command, due, hears, query, to
from services.tasks.life import (
    answers,
    charging,
    draft,
    extending,
    handing,
    judging,
    looks,
    review,
    urging,
)
from services.tasks.life.dividing import divide_task
from services.tasks.life.recounting import recount
from services.tasks.life.replanning import replan_task
from services.tasks.life.store import DRAFTS, HANDOVERS
from services.tasks.organisation.store import UNITS
from services.tasks.organisation.succession import close_unit
from services.tasks.registers import editing
from services.tasks.registers.store import REGISTERS
from services.tasks.task.store import TASKS

TABLE: Table = (
    command(
        orders.Assign,
        TASKS,
        charging.assign,
        at=looks.of_task,
        creates=True,
        gather=looks.for_assign,
    ),
    command(orders.Accept, TASKS, charging.accept, at="task"),
    command(orders.Object, TASKS, charging.object_, at="task"),
    command(orders.Rule, TASKS, charging.rule, at="task", gather=looks.for_rule),
    command(orders.Submit, TASKS, review.submit, at="task", gather=looks.for_submit),
    command(orders.Confirm, TASKS, review.confirm, at="task", gather=looks.for_review),
    command(orders.Return, TASKS, review.give_back, at="task", gather=looks.for_review),
    command(orders.JudgePiece, TASKS, judging.judge_piece, at="task", gather=looks.for_judge),
    command(orders.Urge, TASKS, urging.urge, at="task"),
    command(orders.Prioritise, TASKS, urging.prioritise, at="task"),
    command(orders.RequestExtension, TASKS, extending.request_extension, at="task"),
    command(orders.DecideExtension, TASKS, extending.decide_extension, at="task"),
    command(orders.Reschedule, TASKS, extending.reschedule, at="task"),
    command(orders.HandOver, TASKS, handing.hand_over, at="task", gather=looks.for_hand_over),
    command(
        orders.HandOverAll,
        HANDOVERS,
        handing.hand_over_all,
        at=NEW,
        creates=True,
        gather=looks.for_hand_over_all,
    ),
    command(
        orders.SaveDraft,
        DRAFTS,
        draft.save_draft,
        at="task",
        creates=True,
        gather=looks.for_save_draft,
    ),
    command(orders.DivideTask, TASKS, divide_task, at="task", gather=looks.for_divide_task),
    due("task_overdue", TASKS, review.fall_overdue),
    hears(tasks.HandoverOrdered, to(TASKS, handing.follow_order, at="tasks")),
    hears(
        tasks.UnitSucceeded,
        to(UNITS, close_unit, at=looks.units_of_closed),
        to(TASKS, handing.pass_to_successor, at=looks.tasks_of_closed),
        to(REGISTERS, editing.follow_successor, at=looks.registers_of_closed),
    ),
    hears(
        tasks.HolidaysSet,
        to(TASKS, recount, at=looks.tasks_counted, gather=looks.for_recount),
    ),
    hears(tasks.DutyChanged, to(TASKS, replan_task, at="task", creates=True)),
    query(orders.TaskOf, answers.task_of),
    query(orders.TaskHistoryOf, answers.task_history_of),
    query(orders.Tasks, answers.tasks),
    query(orders.Reviews, answers.reviews),
)
