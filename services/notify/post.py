"""Try to deliver what waits for its channel."""

from kit.change import Given
from kit.reader import Reader
from services.notify.channels import CHANNELS, Undelivered
from services.notify.domain.delivery import Attempt, Delivery, outcome
from services.notify.store import PERSONS

LEASE = 300
"""Seconds for which one replica holds a message that it tries: longer than the longest session; of
mail, which waits at most 13 times (connect, greeting … farewell) for SMTP_SECONDS."""


def attempt(reader: Reader, state: Delivery, _: None, given: Given) -> Attempt:
    """One try."""
    channel = CHANNELS[state.channel]
    delays = channel.delays()
    try:
        channel.deliver(given.key, state, reader.find(PERSONS, state.recipient))
        tried = Attempt(delays)
    except Undelivered as fault:
        tried = Attempt(delays, str(fault), fault.permanent)
    channel.TRIES.labels(outcome(state, tried)).inc()
    return tried
