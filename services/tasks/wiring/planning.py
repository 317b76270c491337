"""Campaigns, and the decomposition of the standard into duties."""

from contracts import scoring, tasks
from contracts.orders import tasks as orders
from contracts.words import READERS
from kit.wiring import command, hears, query, to
from services.tasks import ids, on_duty_changed, on_standard_published
from services.tasks.domain.planning import previewing, tabling
from services.tasks.domain.planning.campaign import open_campaign
from services.tasks.domain.planning.decomposition import decompose
from services.tasks.domain.planning.dividing import divide_task
from services.tasks.lookups import planning as lookups
from services.tasks.queries import planning as queries
from services.tasks.store import CAMPAIGNS, DECOMPOSITIONS, STANDARDS, TASKS
from services.tasks.wiring.roles import CITY, OFFICES, UNIT


class Planning:
    open_campaign = command(
        orders.OpenCampaign,
        CAMPAIGNS,
        open_campaign,
        at=ids.of_campaign,
        creates=True,
        gather=lookups.for_open_campaign,
        roles=CITY,
    )
    decompose = command(
        orders.Decompose,
        DECOMPOSITIONS,
        decompose,
        at=ids.of_decomposition,
        creates=True,
        gather=lookups.for_decompose,
        roles=OFFICES,
    )
    decompose_table = command(
        orders.DecomposeTable,
        DECOMPOSITIONS,
        tabling.decompose_table,
        at=ids.of_decomposition,
        creates=True,
        gather=lookups.for_decompose_table,
        roles=OFFICES,
        aside=True,
    )
    decompose_by_roles = command(
        orders.DecomposeByRoles,
        DECOMPOSITIONS,
        tabling.decompose_table,
        at=ids.of_decomposition,
        creates=True,
        gather=lookups.for_decompose_table,
        roles=OFFICES,
        aside=True,
    )
    divide_task = command(
        orders.DivideTask,
        TASKS,
        divide_task,
        at="task",
        gather=lookups.for_divide_task,
        roles=(*OFFICES, *UNIT),
    )
    on_duty_changed = hears(
        tasks.DutyChanged, to(TASKS, on_duty_changed.replan, at=on_duty_changed.task)
    )
    on_standard_published = hears(
        scoring.StandardPublished,
        to(STANDARDS, on_standard_published.keep, at="version", creates=True),
    )
    preview_decomposition = query(
        orders.PreviewDecomposition, queries.previewed, roles=OFFICES, aside=previewing.preview
    )
    preview_by_roles = query(
        orders.PreviewByRoles, queries.previewed, roles=OFFICES, aside=previewing.preview
    )
    decomposition_sheet = query(
        orders.DecompositionSheet, queries.decomposition_sheet, roles=READERS
    )
    campaigns = query(orders.Campaigns, queries.campaigns)
