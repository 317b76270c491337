"""The notify service: one room."""

from kit.service import Service
from services.notify.doors import TABLE


class Notify(Service):
    """Who is told what, when, and through which channel."""

    name = "notify"
    tables = (TABLE,)
