"""Every answer there is: to import this page is to know them all."""

from contracts.answers import notify
from contracts.answers.base import answer_of
from contracts.answers.evidence import (
    keeping,
    marking,
    printing,
    proving,
    reuse,
    showing,
    sites,
    uploading,
)
from contracts.answers.evidence import leads as photos
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
    *(uploading, showing, marking, reuse, keeping, sites, printing, proving, photos),
    *(notify, districts, forecasts, items, snapshots, standards),
    *(complaints, history, holidays, leads, life, meetings, organisation),
    *(papers, planning, registers, supervision, views),
)

__all__ = ["ROOMS", "answer_of"]
