"""A district has a name that texts may use."""

from services.notify.domain.directory import name_place

__all__ = ["name_place"]
