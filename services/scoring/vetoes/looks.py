"""What raising or clearing a veto must know."""

from typing import Any

from contracts.orders.scoring import ClearVeto, RaiseVeto
from contracts.refusals import NotFound
from kit.change import Given
from kit.reader import Reader
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.standards.looks import standard
from services.scoring.vetoes.store import veto_id


def veto_topics(reader: Reader, _state: Any, order: RaiseVeto, _given: Given) -> dict[str, str]:
    """Topic → title of the year's standard. Raises: NotFound."""
    year = reader.get(YEARS, year_id(order.year))
    if order.district not in year.districts:
        raise NotFound("这个县区不在本年创建范围内", field="$.district")
    return {veto.topic: veto.title for veto in standard(reader, year.standard).vetoes}


def veto_of(order: RaiseVeto, _given: Given, _reader: Reader) -> str:
    return veto_id(order.district, order.year, order.topic)


def of_veto(order: ClearVeto, _given: Given, _reader: Reader) -> str:
    return order.veto
