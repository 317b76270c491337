"""Scores: what every fact is worth, and the proof that nothing was lost on the way."""

from contracts import scoring, tasks
from contracts.orders import scoring as orders
from kit.wiring import command, due, hears, query, to
from services.scoring import (
    lookups,
    on_appeal_ruled,
    on_campaign_opened,
    on_district_founded,
    on_finding_named,
    on_finding_raised,
    on_objection_ruled,
    on_rectification_overdue,
    on_register_counted,
    on_repair_ordered,
    on_result_confirmed,
    on_spot_check_drawn,
    on_task_assigned,
    on_task_handed_over,
    on_task_rescheduled,
    on_task_returned,
    on_task_submitted,
    on_unit_registered,
    on_unit_succeeded,
    recomputing,
)
from services.scoring.domain.facts import audit, log
from services.scoring.domain.scores import drawing
from services.scoring.queries import gaps
from services.scoring.queries import scores as queries
from services.scoring.rescoring import at, log_at, surroundings, surroundings_of_score
from services.scoring.store import AUDITS, DISTRICTS, FACTS, SCORES, YEARS


def _scores(fact, decide):  # type: ignore[no-untyped-def]
    """Kept in the log first, then counted."""
    return hears(
        fact,
        to(FACTS, log.keep, at=log_at, fresh=True),
        to(SCORES, decide, at=at, gather=surroundings, creates=True),
    )


def _resettles(decide, at):  # type: ignore[no-untyped-def]
    """Scores without a document yet have nothing to settle."""
    return to(SCORES, decide, at=at, gather=surroundings_of_score, creates=True)


class Scores:
    on_task_assigned = _scores(tasks.TaskAssigned, on_task_assigned.decide)
    on_objection_ruled = _scores(tasks.ObjectionRuled, on_objection_ruled.decide)
    on_task_rescheduled = _scores(tasks.TaskRescheduled, on_task_rescheduled.decide)
    on_task_handed_over = _scores(tasks.TaskHandedOver, on_task_handed_over.decide)
    on_task_submitted = _scores(tasks.TaskSubmitted, on_task_submitted.decide)
    on_task_returned = _scores(tasks.TaskReturned, on_task_returned.decide)
    on_result_confirmed = _scores(tasks.ResultConfirmed, on_result_confirmed.decide)
    on_register_counted = _scores(tasks.RegisterCounted, on_register_counted.decide)
    on_finding_raised = _scores(tasks.FindingRaised, on_finding_raised.decide)
    on_rectification_overdue = _scores(tasks.RectificationOverdue, on_rectification_overdue.decide)
    on_finding_named = _scores(tasks.FindingNamed, on_finding_named.decide)
    on_appeal_ruled = _scores(tasks.AppealRuled, on_appeal_ruled.decide)
    on_campaign_opened = hears(
        tasks.CampaignOpened,
        to(YEARS, on_campaign_opened.decide, at=on_campaign_opened.at, creates=True),
        to(AUDITS, audit.begin, at=on_campaign_opened.audits, creates=True),
    )
    on_district_founded = hears(
        tasks.DistrictFounded,
        to(DISTRICTS, on_district_founded.decide, at="district", creates=True),
    )
    on_unit_registered = hears(
        tasks.UnitRegistered,
        to(DISTRICTS, on_unit_registered.decide, at=on_unit_registered.at, creates=True),
        _resettles(on_unit_registered.rescore, on_unit_registered.scores),
    )
    on_unit_succeeded = hears(
        tasks.UnitSucceeded,
        to(DISTRICTS, on_unit_succeeded.decide, at=on_unit_succeeded.at, creates=True),
        _resettles(on_unit_succeeded.rescore, on_unit_succeeded.scores),
    )
    on_spot_check_drawn = hears(
        scoring.SpotCheckDrawn, _resettles(on_spot_check_drawn.decide, on_spot_check_drawn.at)
    )
    on_repair_ordered = hears(
        scoring.RepairOrdered,
        to(
            SCORES,
            on_repair_ordered.decide,
            at=on_repair_ordered.at,
            gather=on_repair_ordered.gather,
            creates=True,
        ),
    )

    draw_spot_check = command(
        orders.DrawSpotCheck,
        YEARS,
        drawing.draw,
        at=lookups.year_of_draw,
        gather=lookups.standard_of_draw,
        roles=("province_reviewer",),
    )
    recompute = command(
        orders.Recompute,
        AUDITS,
        audit.recompute,
        at=recomputing.at,
        gather=recomputing.gather,
        creates=True,
        roles=("city_office", "operations"),
    )
    audited = due(AUDITS, recomputing.tick, gather=recomputing.gather_nightly, lease=600)

    item_score_of = query(orders.ItemScoreOf, queries.item_score_of)
    score_history_of = query(orders.ScoreHistoryOf, queries.score_history_of)
    district_score_of = query(orders.DistrictScoreOf, queries.district_score_of)
    league = query(orders.League, queries.league)
    years_of = query(orders.YearsOf, queries.years_of)
    spot_check_of = query(orders.SpotCheckOf, queries.spot_check_of)
    gap_grid = query(orders.GapGrid, gaps.gap_grid)
    gap_sheet = query(orders.GapSheet, gaps.gap_sheet)
