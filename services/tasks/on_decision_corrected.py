"""A meeting's decision was worded anew: its task is called so."""

from services.tasks.domain.meetings.wording import retitle

__all__ = ["retitle"]
