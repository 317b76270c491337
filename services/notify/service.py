"""Who is told what, through which channel, and whether it arrived: the wiring."""

from collections.abc import Callable
from typing import Any

from contracts import evidence, scoring, tasks
from contracts.envelope import Fact
from contracts.orders import notify as orders
from kit.table import Service, Table, command, due, hears, query, to
from services.notify import (
    on_accountability_recorded,
    on_accountability_replied,
    on_appeal_raised,
    on_appeal_ruled,
    on_district_founded,
    on_evidence_rejected,
    on_evidence_reused,
    on_extension_refused,
    on_extension_requested,
    on_finding_named,
    on_finding_raised,
    on_inspection_published,
    on_material_demanded,
    on_need_accepted,
    on_need_confirmed,
    on_need_declined,
    on_need_met,
    on_need_raised,
    on_objection_ruled,
    on_person_appointed,
    on_postponement_asked,
    on_postponement_ruled,
    on_rectification_closed,
    on_rectification_ordered,
    on_rectification_overdue,
    on_rectification_reported,
    on_rectification_returned,
    on_result_confirmed,
    on_slip_issued,
    on_task_assigned,
    on_task_handed_over,
    on_task_objected,
    on_task_overdue,
    on_task_prioritised,
    on_task_rescheduled,
    on_task_returned,
    on_task_submitted,
    on_task_urged,
    on_unit_registered,
    on_veto_cleared,
    on_veto_raised,
    post,
    queries,
    recipients,
)
from services.notify.domain import delivery, directory
from services.notify.domain.audience import Audience
from services.notify.store import DELIVERIES, PERSONS, PLACES


def tells(fact: type[Fact], audience: Callable[[Any], Audience]) -> Any:
    """Hear a fact and tell its audience: one delivery for each person and channel.

    Who is known is told before it is asked whether someone is missing: so nobody waits for
    another's appointment, and nobody is forgotten.
    """
    to_tell, missing = recipients.deliveries_of(audience), recipients.missing_from(audience)
    return hears(
        fact,
        to(DELIVERIES, delivery.tell, at=to_tell, gather=recipients.told, fresh=True),
        to(PERSONS, directory.keep, at=missing),
    )


TABLE: Table = (
    hears(
        tasks.PersonAppointed,
        to(PERSONS, on_person_appointed.appoint, at="account", creates=True),
    ),
    hears(
        tasks.DistrictFounded,
        to(PLACES, on_district_founded.name_place, at="district", creates=True),
    ),
    hears(
        tasks.UnitRegistered,
        to(PLACES, on_unit_registered.name_place, at=on_unit_registered.place, creates=True),
    ),
    tells(tasks.TaskAssigned, on_task_assigned.tells),
    tells(tasks.TaskObjected, on_task_objected.tells),
    tells(tasks.ObjectionRuled, on_objection_ruled.tells),
    tells(tasks.TaskSubmitted, on_task_submitted.tells),
    tells(tasks.TaskReturned, on_task_returned.tells),
    tells(tasks.ResultConfirmed, on_result_confirmed.tells),
    tells(tasks.TaskOverdue, on_task_overdue.tells),
    tells(tasks.ExtensionRequested, on_extension_requested.tells),
    tells(tasks.ExtensionRefused, on_extension_refused.tells),
    tells(tasks.TaskHandedOver, on_task_handed_over.tells),
    tells(tasks.TaskPrioritised, on_task_prioritised.tells),
    tells(tasks.TaskRescheduled, on_task_rescheduled.tells),
    tells(tasks.TaskUrged, on_task_urged.tells),
    tells(tasks.FindingRaised, on_finding_raised.tells),
    tells(tasks.RectificationOrdered, on_rectification_ordered.tells),
    tells(tasks.RectificationOverdue, on_rectification_overdue.tells),
    tells(tasks.RectificationClosed, on_rectification_closed.tells),
    tells(tasks.RectificationReported, on_rectification_reported.tells),
    tells(tasks.RectificationReturned, on_rectification_returned.tells),
    tells(tasks.AppealRaised, on_appeal_raised.tells),
    tells(tasks.AppealRuled, on_appeal_ruled.tells),
    tells(tasks.InspectionPublished, on_inspection_published.tells),
    tells(tasks.SlipIssued, on_slip_issued.tells),
    tells(tasks.FindingNamed, on_finding_named.tells),
    tells(tasks.PostponementAsked, on_postponement_asked.tells),
    tells(tasks.PostponementRuled, on_postponement_ruled.tells),
    tells(tasks.AccountabilityRecorded, on_accountability_recorded.tells),
    tells(tasks.AccountabilityReplied, on_accountability_replied.tells),
    tells(tasks.MaterialDemanded, on_material_demanded.tells),
    tells(tasks.NeedAccepted, on_need_accepted.tells),
    tells(tasks.NeedConfirmed, on_need_confirmed.tells),
    tells(tasks.NeedDeclined, on_need_declined.tells),
    tells(tasks.NeedMet, on_need_met.tells),
    tells(tasks.NeedRaised, on_need_raised.tells),
    tells(evidence.EvidenceRejected, on_evidence_rejected.tells),
    tells(evidence.EvidenceReused, on_evidence_reused.tells),
    tells(scoring.VetoRaised, on_veto_raised.tells),
    tells(scoring.VetoCleared, on_veto_cleared.tells),
    due("deliver", DELIVERIES, delivery.attempted, gather=post.attempt, lease=post.LEASE),
    command(orders.MarkRead, DELIVERIES, delivery.mark_read, at="delivery"),
    query(orders.Inbox, queries.inbox),
)


class Notify(Service):
    """Who is told what, when, and through which channel."""

    name = "notify"
    tables = (TABLE,)
