"""A published standard: its items may be decomposed from now on."""

from services.tasks.domain.planning.standard import keep_standard as keep

__all__ = ["keep"]
