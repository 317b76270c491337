"""Campaigns, and the decomposition of the standard into duties."""

from contracts import scoring
from contracts.orders import tasks as orders
from kit.wiring import command, hears, query, to
from services.tasks import ids, on_standard_published
from services.tasks.domain.planning.campaign import open_campaign
from services.tasks.domain.planning.decomposition import decompose
from services.tasks.lookups import planning as lookups
from services.tasks.queries import planning as queries
from services.tasks.store import CAMPAIGNS, DECOMPOSITIONS, STANDARDS
from services.tasks.wiring.roles import CITY, OFFICES


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
    on_standard_published = hears(
        scoring.StandardPublished,
        to(STANDARDS, on_standard_published.keep, at="version", creates=True),
    )
    campaigns = query(orders.Campaigns, queries.campaigns)
