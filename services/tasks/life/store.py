"""Drafts of results, and orders by which all tasks of a person pass on."""

from kit.aggregate import Aggregate
from services.tasks.life.draft import Draft
from services.tasks.life.handing import Handover

DRAFTS = Aggregate("drafts", Draft)
HANDOVERS = Aggregate("handovers", Handover)
