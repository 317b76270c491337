"""Vetoes (一票否决): outside the total."""

from contracts.orders import scoring as orders
from kit.table import Table, command
from services.scoring.vetoes import looks, vetoing
from services.scoring.vetoes.store import VETOES

TABLE: Table = (
    command(
        orders.RaiseVeto,
        VETOES,
        vetoing.raise_,
        at=looks.veto_of,
        creates=True,
        gather=looks.veto_topics,
    ),
    command(orders.ClearVeto, VETOES, vetoing.clear, at=looks.of_veto),
)
