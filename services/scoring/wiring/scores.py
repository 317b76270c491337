"""Scores: what every fact is worth, and the proof that nothing was lost on the way."""

from collections.abc import Callable
from typing import Any

from contracts import scoring, tasks
from contracts.envelope import Fact
from contracts.orders import scoring as orders
from kit.table import Hearing, Table, command, due, hears, query, to
from services.scoring import lookups, recomputing
from services.scoring import rescoring as at
from services.scoring.audits import audit
from services.scoring.audits.store import AUDITS
from services.scoring.facts import log
from services.scoring.facts import surroundings as others
from services.scoring.facts.hearing import CHANGES, Heard
from services.scoring.facts.state import Score
from services.scoring.facts.store import DISTRICTS, FACTS, SCORES, YEARS
from services.scoring.queries import gaps
from services.scoring.queries import scores as queries
from services.scoring.scores import drawing
from services.scoring.scores.restating import rescored, resettle


def _scores(fact: type[Fact], change: Callable[[Score, Any, Heard], Score]) -> Hearing:
    """Kept in the log first, then counted."""
    return hears(
        fact,
        to(FACTS, log.keep, at=at.entry_of, fresh=True),
        to(SCORES, rescored(change), at=at.score_of, gather=at.surroundings, creates=True),
    )


_UNITS = to(
    SCORES,
    resettle,
    at=at.scores_that_count_units,
    gather=at.surroundings_of_score,
    creates=True,
)
"""Scores without a document yet have nothing to settle."""

TABLE: Table = (
    *(_scores(fact, change) for fact, change in CHANGES.items()),
    hears(
        tasks.CampaignOpened,
        to(YEARS, others.campaign_opened, at=at.year_of, creates=True),
        to(AUDITS, audit.begin, at=at.audits_of, creates=True),
    ),
    hears(
        tasks.DistrictFounded,
        to(DISTRICTS, others.district_founded, at="district", creates=True),
    ),
    hears(
        tasks.UnitRegistered,
        to(DISTRICTS, others.unit_registered, at=at.district_of, creates=True),
        _UNITS,
    ),
    hears(
        tasks.UnitSucceeded,
        to(DISTRICTS, others.unit_succeeded, at=at.district_of, creates=True),
        _UNITS,
    ),
    hears(
        scoring.SpotCheckDrawn,
        to(
            SCORES,
            resettle,
            at=at.scores_not_drawn,
            gather=at.surroundings_of_score,
            creates=True,
        ),
    ),
    hears(
        scoring.RepairOrdered,
        to(
            SCORES,
            audit.repair,
            at=recomputing.repairs,
            gather=recomputing.gather_repair,
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
