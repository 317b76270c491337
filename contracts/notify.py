"""Facts that the notify service publishes."""

from datetime import datetime
from typing import Literal

from contracts.envelope import Fact, Step, fact


@fact("notify.delivery_failed.v1")
class DeliveryFailed(Fact, frozen=True, kw_only=True):
    """A message could not be delivered and will not be tried again."""

    delivery: str
    recipient: str
    channel: str
    reason: str


@fact("notify.message_unacknowledged.v1")
class MessageUnacknowledged(Step, frozen=True, kw_only=True):
    """An urgent message waits for its recipient's word in vain; the office is told.

    ``path``: the page that the message speaks of, below the console's address. ``unit``: the
    recipient's, or empty.
    """

    message: str
    title: str
    person: str
    unit: str
    path: str


@fact("notify.hook_answered.v1")
class HookAnswered(Step, frozen=True, kw_only=True):
    """What a program's address answered, where it changes how the address stands: the first
    failure (``failed``), the first event taken after one (``taken``), or that it is ``gone``.
    """

    hook: str
    outcome: Literal["taken", "failed", "gone"]
    fault: str = ""


@fact("notify.hook_paused.v1")
class HookPaused(Step, frozen=True, kw_only=True):
    """Nothing is sent to a program's address any more; who registered it is told.

    ``why``: it said that it is gone, or failed since ``since``. ``level``: district or city, whose
    office it is of.
    """

    hook: str
    about: str
    host: str
    by: str
    level: str
    why: Literal["gone", "failed"]
    since: datetime
    fault: str


@fact("notify.failed_recalled.v1")
class FailedRecalled(Step, frozen=True, kw_only=True):
    """What failed at an address since then is to be sent once more."""

    hook: str
    since: datetime
