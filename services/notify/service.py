"""Who is told what, through which channel, and whether it arrived: the wiring."""

from collections.abc import Callable
from typing import Any

from contracts import evidence, scoring, tasks
from contracts.envelope import Fact
from contracts.orders import notify as orders
from kit.wiring import command, due, hears, query, to
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


class Notify:
    """Who is told what, when, and through which channel."""

    name = "notify"

    on_person_appointed = hears(
        tasks.PersonAppointed,
        to(PERSONS, on_person_appointed.appoint, at="account", creates=True),
    )
    on_district_founded = hears(
        tasks.DistrictFounded,
        to(PLACES, on_district_founded.name_place, at="district", creates=True),
    )
    on_unit_registered = hears(
        tasks.UnitRegistered,
        to(PLACES, on_unit_registered.name_place, at=on_unit_registered.place, creates=True),
    )

    on_task_assigned = tells(tasks.TaskAssigned, on_task_assigned.tells)
    on_task_objected = tells(tasks.TaskObjected, on_task_objected.tells)
    on_objection_ruled = tells(tasks.ObjectionRuled, on_objection_ruled.tells)
    on_task_submitted = tells(tasks.TaskSubmitted, on_task_submitted.tells)
    on_task_returned = tells(tasks.TaskReturned, on_task_returned.tells)
    on_result_confirmed = tells(tasks.ResultConfirmed, on_result_confirmed.tells)
    on_task_overdue = tells(tasks.TaskOverdue, on_task_overdue.tells)
    on_extension_requested = tells(tasks.ExtensionRequested, on_extension_requested.tells)
    on_extension_refused = tells(tasks.ExtensionRefused, on_extension_refused.tells)
    on_task_handed_over = tells(tasks.TaskHandedOver, on_task_handed_over.tells)
    on_task_prioritised = tells(tasks.TaskPrioritised, on_task_prioritised.tells)
    on_task_rescheduled = tells(tasks.TaskRescheduled, on_task_rescheduled.tells)
    on_task_urged = tells(tasks.TaskUrged, on_task_urged.tells)
    on_finding_raised = tells(tasks.FindingRaised, on_finding_raised.tells)
    on_rectification_ordered = tells(tasks.RectificationOrdered, on_rectification_ordered.tells)
    on_rectification_overdue = tells(tasks.RectificationOverdue, on_rectification_overdue.tells)
    on_rectification_closed = tells(tasks.RectificationClosed, on_rectification_closed.tells)
    on_rectification_reported = tells(tasks.RectificationReported, on_rectification_reported.tells)
    on_rectification_returned = tells(tasks.RectificationReturned, on_rectification_returned.tells)
    on_appeal_raised = tells(tasks.AppealRaised, on_appeal_raised.tells)
    on_appeal_ruled = tells(tasks.AppealRuled, on_appeal_ruled.tells)
    on_inspection_published = tells(tasks.InspectionPublished, on_inspection_published.tells)
    on_slip_issued = tells(tasks.SlipIssued, on_slip_issued.tells)
    on_finding_named = tells(tasks.FindingNamed, on_finding_named.tells)
    on_postponement_asked = tells(tasks.PostponementAsked, on_postponement_asked.tells)
    on_postponement_ruled = tells(tasks.PostponementRuled, on_postponement_ruled.tells)
    on_accountability_recorded = tells(
        tasks.AccountabilityRecorded, on_accountability_recorded.tells
    )
    on_accountability_replied = tells(tasks.AccountabilityReplied, on_accountability_replied.tells)
    on_material_demanded = tells(tasks.MaterialDemanded, on_material_demanded.tells)
    on_need_accepted = tells(tasks.NeedAccepted, on_need_accepted.tells)
    on_need_confirmed = tells(tasks.NeedConfirmed, on_need_confirmed.tells)
    on_need_declined = tells(tasks.NeedDeclined, on_need_declined.tells)
    on_need_met = tells(tasks.NeedMet, on_need_met.tells)
    on_need_raised = tells(tasks.NeedRaised, on_need_raised.tells)
    on_evidence_rejected = tells(evidence.EvidenceRejected, on_evidence_rejected.tells)
    on_evidence_reused = tells(evidence.EvidenceReused, on_evidence_reused.tells)
    on_veto_raised = tells(scoring.VetoRaised, on_veto_raised.tells)
    on_veto_cleared = tells(scoring.VetoCleared, on_veto_cleared.tells)

    deliver = due(DELIVERIES, delivery.attempted, gather=post.attempt, lease=post.LEASE)
    mark_read = command(orders.MarkRead, DELIVERIES, delivery.mark_read, at="delivery")
    inbox = query(orders.Inbox, queries.inbox)
