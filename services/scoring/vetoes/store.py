"""Vetoes raised, with their history."""

from kit.aggregate import Aggregate, Index
from services.scoring.vetoes.vetoing import VetoRecord

VETOES = Aggregate(
    "vetoes", VetoRecord, indexes=(Index("state.year", "state.standing", of_tenant=True),)
)


def veto_id(district: str, year: int, topic: str) -> str:
    return f"v-{year}-{district}-{topic}"
