"""Whose a thing is: a state, an order, a caller and an event say it in one field."""

from contracts.product import TENANT


def tenant_of(thing: object) -> str:
    tenant: str = getattr(thing, TENANT)
    return tenant
