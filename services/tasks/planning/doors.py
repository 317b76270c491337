"""Campaigns, and the decomposition of the standard into duties."""

from contracts import scoring
from contracts.orders import tasks as orders
from kit.table import Table, command, hears, query, to
from services.tasks.planning import answers, looks, previewing, tabling
from services.tasks.planning.campaign import open_campaign
from services.tasks.planning.decomposition import decompose
from services.tasks.planning.standard import keep_standard
from services.tasks.planning.store import CAMPAIGNS, DECOMPOSITIONS, STANDARDS

TABLE: Table = (
    command(
        orders.OpenCampaign,
        CAMPAIGNS,
        open_campaign,
        at=looks.of_campaign,
        creates=True,
        gather=looks.for_open_campaign,
    ),
    command(
        orders.Decompose,
        DECOMPOSITIONS,
        decompose,
        at=looks.of_decomposition,
        creates=True,
        gather=looks.for_decompose,
    ),
    command(
        orders.DecomposeTable,
        DECOMPOSITIONS,
        tabling.decompose_table,
        at=looks.of_decomposition,
        creates=True,
        gather=looks.for_decompose_table,
        aside=True,
    ),
    command(
        orders.DecomposeByRoles,
        DECOMPOSITIONS,
        tabling.decompose_table,
        at=looks.of_decomposition,
        creates=True,
        gather=looks.for_decompose_table,
        aside=True,
    ),
    hears(
        scoring.StandardPublished,
        to(STANDARDS, keep_standard, at="version", creates=True),
    ),
    query(orders.PreviewDecomposition, answers.previewed, aside=previewing.preview),
    query(orders.PreviewByRoles, answers.previewed, aside=previewing.preview),
    query(orders.DecompositionSheet, answers.decomposition_sheet),
    query(orders.Campaigns, answers.campaigns),
    query(orders.DecompositionOf, answers.decomposition_of),
)
