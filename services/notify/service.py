"""The notify service: messages to people, and events to programs."""

from kit.service import Service
from services.notify import doors
from services.notify.hooks import doors as hooks


class Notify(Service):
    """Who is told what, when, and through which channel."""

    name = "notify"
    tables = (doors.TABLE, hooks.TABLE)
