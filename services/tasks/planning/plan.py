"""What a duty is checked against when it is planned."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.tasks.dates.workdays import BUILT_IN, Workdays
from services.tasks.organisation.duty import Directory
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a duty is checked against.

    ``taken``: the lead of each item in question that has a task already, or is planned.
    ``source_stands``: whether the finding exists that an order names as its source.
    ``calendar``: of working days, where the order's term needs it.
    """

    campaign: Campaign
    standard: Standard
    directory: Directory
    taken: Mapping[str, str]
    source_stands: bool = False
    calendar: Workdays = BUILT_IN
