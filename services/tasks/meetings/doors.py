"""Meetings whose decisions become tasks, and needs of both sides."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import NEW, Table, command, hears, query, to
from services.tasks.life.charging import plan_task
from services.tasks.meetings import answering, answers, looks, need, recording, wording
from services.tasks.meetings.store import MEETINGS, NEEDS
from services.tasks.task.store import TASKS

TABLE: Table = (
    command(
        orders.RecordMeeting,
        MEETINGS,
        recording.record_meeting,
        at=NEW,
        creates=True,
        gather=looks.for_record_meeting,
    ),
    command(
        orders.CorrectMeeting,
        MEETINGS,
        recording.correct_meeting,
        at="meeting",
        gather=looks.for_correct_meeting,
    ),
    command(
        orders.RaiseNeed,
        NEEDS,
        need.raise_need,
        at=NEW,
        creates=True,
        gather=looks.for_raise_need,
    ),
    command(orders.ConfirmNeed, NEEDS, need.confirm_need, at="need"),
    command(
        orders.AcceptNeed, NEEDS, answering.accept_need, at="need", gather=looks.for_accept_need
    ),
    command(orders.DeclineNeed, NEEDS, need.decline_need, at="need"),
    command(orders.ConfirmMet, NEEDS, need.confirm_met, at="need", gather=looks.for_confirm_met),
    hears(
        tasks.TaskPlanned,
        to(TASKS, plan_task, at="task", creates=True),
        to(NEEDS, answering.take_task, at="need", creates=True),
    ),
    hears(
        tasks.DecisionCorrected,
        to(TASKS, wording.retitle, at="task", gather=looks.for_decision_corrected),
    ),
    hears(
        tasks.ObjectionRuled,
        to(NEEDS, answering.follow_task, at=looks.of_moved, gather=looks.for_task_moved),
    ),
    hears(
        tasks.TaskHandedOver,
        to(NEEDS, answering.follow_task, at=looks.of_moved, gather=looks.for_task_moved),
    ),
    query(orders.MeetingOf, answers.meeting_of),
    query(orders.Meetings, answers.meetings),
    query(orders.MeetingSheet, answers.meeting_sheet),
    query(orders.NeedOf, answers.need_of),
    query(orders.Needs, answers.needs),
    query(orders.NeedSheet, answers.need_sheet),
)
