"""Scores: what every fact is worth, and the proof that nothing was lost on the way."""

from contracts import scoring, tasks
from contracts.envelope import Fact
from contracts.orders import scoring as orders
from kit.change import Decide
from kit.table import At, Hearing, Reaction, Table, command, due, hears, query, to
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
from services.scoring.domain.audits import audit
from services.scoring.domain.facts import log
from services.scoring.domain.scores import drawing
from services.scoring.queries import gaps
from services.scoring.queries import scores as queries
from services.scoring.rescoring import at, log_at, surroundings, surroundings_of_score
from services.scoring.store import AUDITS, DISTRICTS, FACTS, SCORES, YEARS


def _scores(fact: type[Fact], decide: Decide) -> Hearing:
    """Kept in the log first, then counted."""
    return hears(
        fact,
        to(FACTS, log.keep, at=log_at, fresh=True),
        to(SCORES, decide, at=at, gather=surroundings, creates=True),
    )


def _resettles(decide: Decide, at: At) -> Reaction:
    """Scores without a document yet have nothing to settle."""
    return to(SCORES, decide, at=at, gather=surroundings_of_score, creates=True)


TABLE: Table = (
    _scores(tasks.TaskAssigned, on_task_assigned.decide),
    _scores(tasks.ObjectionRuled, on_objection_ruled.decide),
    _scores(tasks.TaskRescheduled, on_task_rescheduled.decide),
    _scores(tasks.TaskHandedOver, on_task_handed_over.decide),
    _scores(tasks.TaskSubmitted, on_task_submitted.decide),
    _scores(tasks.TaskReturned, on_task_returned.decide),
    _scores(tasks.ResultConfirmed, on_result_confirmed.decide),
    _scores(tasks.RegisterCounted, on_register_counted.decide),
    _scores(tasks.FindingRaised, on_finding_raised.decide),
    _scores(tasks.RectificationOverdue, on_rectification_overdue.decide),
    _scores(tasks.FindingNamed, on_finding_named.decide),
    _scores(tasks.AppealRuled, on_appeal_ruled.decide),
    hears(
        tasks.CampaignOpened,
        to(YEARS, on_campaign_opened.decide, at=on_campaign_opened.at, creates=True),
        to(AUDITS, audit.begin, at=on_campaign_opened.audits, creates=True),
    ),
    hears(
        tasks.DistrictFounded,
        to(DISTRICTS, on_district_founded.decide, at="district", creates=True),
    ),
    hears(
        tasks.UnitRegistered,
        to(DISTRICTS, on_unit_registered.decide, at=on_unit_registered.at, creates=True),
        _resettles(on_unit_registered.rescore, on_unit_registered.scores),
    ),
    hears(
        tasks.UnitSucceeded,
        to(DISTRICTS, on_unit_succeeded.decide, at=on_unit_succeeded.at, creates=True),
        _resettles(on_unit_succeeded.rescore, on_unit_succeeded.scores),
    ),
    hears(scoring.SpotCheckDrawn, _resettles(on_spot_check_drawn.decide, on_spot_check_drawn.at)),
    hears(
        scoring.RepairOrdered,
        to(
            SCORES,
            on_repair_ordered.decide,
            at=on_repair_ordered.at,
            gather=on_repair_ordered.gather,
            creates=True,
        ),
    ),
    command(
        orders.DrawSpotCheck,
        YEARS,
        drawing.draw,
        at=lookups.year_of_draw,
        gather=lookups.standard_of_draw,
        roles=("province_reviewer",),
    ),
    command(
        orders.Recompute,
        AUDITS,
        audit.recompute,
        at=recomputing.at,
        gather=recomputing.gather,
        creates=True,
        roles=("city_office", "operations"),
    ),
    due("audited", AUDITS, recomputing.tick, gather=recomputing.gather_nightly, lease=600),
    query(orders.ItemScoreOf, queries.item_score_of),
    query(orders.ScoreHistoryOf, queries.score_history_of),
    query(orders.DistrictScoreOf, queries.district_score_of),
    query(orders.League, queries.league),
    query(orders.YearsOf, queries.years_of),
    query(orders.SpotCheckOf, queries.spot_check_of),
    query(orders.GapGrid, gaps.gap_grid),
    query(orders.GapSheet, gaps.gap_sheet),
)
