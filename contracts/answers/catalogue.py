"""Every answer there is: to import this page is to know them all."""

from contracts.answers import evidence, notify
from contracts.answers.base import answer_of
from contracts.answers.scoring import districts, forecasts, items, snapshots, standards
from contracts.answers.tasks import (
    complaints,
    history,
    holidays,
    leads,
    life,
    meetings,
    organisation,
    papers,
    planning,
    registers,
    supervision,
    views,
)

ROOMS = (
    *(evidence, notify, districts, forecasts, items, snapshots, standards),
    *(complaints, history, holidays, leads, life, meetings, organisation),
    *(papers, planning, registers, supervision, views),
)

__all__ = ["ROOMS", "answer_of"]
