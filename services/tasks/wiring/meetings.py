"""Meetings whose decisions become tasks, and needs of both sides."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import NEW, Table, command, hears, query, to
from services.tasks import on_decision_corrected, on_objection_ruled, on_task_handed_over
from services.tasks.domain.meetings import answering, need, recording
from services.tasks.lookups import meetings as lookups
from services.tasks.queries import meetings as queries
from services.tasks.store import MEETINGS, NEEDS
from services.tasks.task.store import TASKS
from services.tasks.working.charging import plan_task

TABLE: Table = (
    command(
        orders.RecordMeeting,
        MEETINGS,
        recording.record_meeting,
        at=NEW,
        creates=True,
        gather=lookups.for_record_meeting,
    ),
    command(
        orders.CorrectMeeting,
        MEETINGS,
        recording.correct_meeting,
        at="meeting",
        gather=lookups.for_correct_meeting,
    ),
    command(
        orders.RaiseNeed,
        NEEDS,
        need.raise_need,
        at=NEW,
        creates=True,
        gather=lookups.for_raise_need,
    ),
    command(orders.ConfirmNeed, NEEDS, need.confirm_need, at="need"),
    command(
        orders.AcceptNeed, NEEDS, answering.accept_need, at="need", gather=lookups.for_accept_need
    ),
    command(orders.DeclineNeed, NEEDS, need.decline_need, at="need"),
    command(orders.ConfirmMet, NEEDS, need.confirm_met, at="need", gather=lookups.for_confirm_met),
    hears(
        tasks.TaskPlanned,
        to(TASKS, plan_task, at="task", creates=True),
        to(NEEDS, answering.take_task, at=lookups.of_planned),
    ),
    hears(
        tasks.DecisionCorrected,
        to(
            TASKS,
            on_decision_corrected.retitle,
            at="task",
            gather=lookups.for_decision_corrected,
        ),
    ),
    hears(
        tasks.ObjectionRuled,
        to(
            NEEDS,
            on_objection_ruled.follow,
            at=on_objection_ruled.needs,
            gather=lookups.for_task_moved,
        ),
    ),
    hears(
        tasks.TaskHandedOver,
        to(
            NEEDS,
            on_task_handed_over.follow,
            at=on_task_handed_over.needs,
            gather=lookups.for_task_moved,
        ),
    ),
    query(orders.MeetingOf, queries.meeting_of),
    query(orders.Meetings, queries.meetings),
    query(orders.MeetingSheet, queries.meeting_sheet),
    query(orders.NeedOf, queries.need_of),
    query(orders.Needs, queries.needs),
    query(orders.NeedSheet, queries.need_sheet),
)
