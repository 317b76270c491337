"""Vetoes (一票否决): outside the total."""

from contracts.orders import scoring as orders
from kit.table import Table, command
from services.scoring import lookups
from services.scoring.vetoes import vetoing
from services.scoring.vetoes.store import VETOES

TABLE: Table = (
    command(
        orders.RaiseVeto,
        VETOES,
        vetoing.raise_,
        at=lookups.veto_of,
        creates=True,
        gather=lookups.veto_topics,
        roles=("city_office", "reviewer"),
    ),
    command(orders.ClearVeto, VETOES, vetoing.clear, at=lookups.veto, roles=("city_office",)),
)
