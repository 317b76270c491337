"""Campaigns, and the decomposition of the standard into duties."""

from contracts import scoring, tasks
from contracts.orders import tasks as orders
from kit.table import Table, command, hears, query, to
from services.tasks import ids, on_duty_changed, on_standard_published
from services.tasks.domain.planning import previewing, tabling
from services.tasks.domain.planning.campaign import open_campaign
from services.tasks.domain.planning.decomposition import decompose
from services.tasks.domain.planning.dividing import divide_task
from services.tasks.lookups import planning as lookups
from services.tasks.queries import planning as queries
from services.tasks.store import CAMPAIGNS, DECOMPOSITIONS, STANDARDS
from services.tasks.task.store import TASKS

TABLE: Table = (
    command(
        orders.OpenCampaign,
        CAMPAIGNS,
        open_campaign,
        at=ids.of_campaign,
        creates=True,
        gather=lookups.for_open_campaign,
    ),
    command(
        orders.Decompose,
        DECOMPOSITIONS,
        decompose,
        at=ids.of_decomposition,
        creates=True,
        gather=lookups.for_decompose,
    ),
    command(
        orders.DecomposeTable,
        DECOMPOSITIONS,
        tabling.decompose_table,
        at=ids.of_decomposition,
        creates=True,
        gather=lookups.for_decompose_table,
        aside=True,
    ),
    command(
        orders.DecomposeByRoles,
        DECOMPOSITIONS,
        tabling.decompose_table,
        at=ids.of_decomposition,
        creates=True,
        gather=lookups.for_decompose_table,
        aside=True,
    ),
    command(orders.DivideTask, TASKS, divide_task, at="task", gather=lookups.for_divide_task),
    hears(tasks.DutyChanged, to(TASKS, on_duty_changed.replan, at=on_duty_changed.task)),
    hears(
        scoring.StandardPublished,
        to(STANDARDS, on_standard_published.keep, at="version", creates=True),
    ),
    query(orders.PreviewDecomposition, queries.previewed, aside=previewing.preview),
    query(orders.PreviewByRoles, queries.previewed, aside=previewing.preview),
    query(orders.DecompositionSheet, queries.decomposition_sheet),
    query(orders.Campaigns, queries.campaigns),
)
