"""Scores: what every fact is worth."""

from collections.abc import Callable
from typing import Any

from contracts import scoring, tasks
from contracts.envelope import Fact
from contracts.orders import scoring as orders
from kit.table import Hearing, Reaction, Table, command, hears, query, to
from services.scoring.campaigns.store import YEARS
from services.scoring.facts import log
from services.scoring.facts import looks as at
from services.scoring.facts import surroundings as others
from services.scoring.facts.hearing import CHANGES, Heard
from services.scoring.facts.state import Score
from services.scoring.facts.store import DISTRICTS, FACTS, SCORES
from services.scoring.scores import drawing, looks
from services.scoring.scores.answers import districts, gaps, items
from services.scoring.scores.restating import rescored, resettle


def _scores(fact: type[Fact], change: Callable[[Score, Any, Heard], Score]) -> Hearing:
    """Kept in the log first, then counted."""
    return hears(
        fact,
        to(FACTS, log.keep, at=at.entry_of, fresh=True),
        to(SCORES, rescored(change), at=at.score_of, gather=at.surroundings, creates=True),
    )


_UNITS: Reaction[Fact, None] = to(
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
            creates=True,
        ),
        gather=at.surroundings_of_drawn,
    ),
    command(
        orders.DrawSpotCheck,
        YEARS,
        drawing.draw,
        at=looks.year_of_draw,
        gather=looks.standard_of_draw,
    ),
    query(orders.ItemScoreOf, items.item_score_of),
    query(orders.ScoreHistoryOf, items.score_history_of),
    query(orders.DistrictScoreOf, districts.district_score_of),
    query(orders.League, districts.league),
    query(orders.YearsOf, districts.years_of),
    query(orders.SpotCheckOf, districts.spot_check_of),
    query(orders.GapGrid, gaps.gap_grid),
    query(orders.GapSheet, gaps.gap_sheet),
)
