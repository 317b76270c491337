"""Scores: what every fact is worth."""

from contracts import tasks
from contracts.orders import scoring as orders
from kit.wiring import hears, query, to
from services.scoring import (
    on_appeal_ruled,
    on_campaign_opened,
    on_district_founded,
    on_finding_raised,
    on_rectification_overdue,
    on_register_counted,
    on_result_confirmed,
    on_task_returned,
    on_task_submitted,
    on_unit_registered,
    queries,
)
from services.scoring.rescoring import at, surroundings
from services.scoring.store import DISTRICTS, SCORES, YEARS


def _score(decide):  # type: ignore[no-untyped-def]
    return to(SCORES, decide, at=at, gather=surroundings, creates=True)


class Scores:
    on_task_submitted = hears(tasks.TaskSubmitted, _score(on_task_submitted.decide))
    on_task_returned = hears(tasks.TaskReturned, _score(on_task_returned.decide))
    on_result_confirmed = hears(tasks.ResultConfirmed, _score(on_result_confirmed.decide))
    on_register_counted = hears(tasks.RegisterCounted, _score(on_register_counted.decide))
    on_finding_raised = hears(tasks.FindingRaised, _score(on_finding_raised.decide))
    on_rectification_overdue = hears(
        tasks.RectificationOverdue, _score(on_rectification_overdue.decide)
    )
    on_appeal_ruled = hears(tasks.AppealRuled, _score(on_appeal_ruled.decide))
    on_campaign_opened = hears(
        tasks.CampaignOpened,
        to(YEARS, on_campaign_opened.decide, at=on_campaign_opened.at, creates=True),
    )
    on_district_founded = hears(
        tasks.DistrictFounded,
        to(DISTRICTS, on_district_founded.decide, at="district", creates=True),
    )
    on_unit_registered = hears(
        tasks.UnitRegistered,
        to(DISTRICTS, on_unit_registered.decide, at=on_unit_registered.at, creates=True),
    )

    item_score_of = query(orders.ItemScoreOf, queries.item_score_of)
    district_score_of = query(orders.DistrictScoreOf, queries.district_score_of)
    league = query(orders.League, queries.league)
