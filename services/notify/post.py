"""Try to deliver what waits for its channel."""

from email.errors import MessageError
from typing import get_args

from prometheus_client import Counter

from kit.change import Given
from kit.reader import Reader
from services.notify import settings
from services.notify.channels import Undelivered, mail
from services.notify.domain.delivery import Attempt, Delivery, Outcome, outcome
from services.notify.domain.letter import compose
from services.notify.store import PERSONS

MAILS = Counter("tongxin_mails_total", "Tries to deliver a mail", ["outcome"])
for word in get_args(Outcome):
    MAILS.labels(word)  # shown from the start, so that a first failure is seen as a rise

LEASE = 300
"""Seconds for which one replica holds a mail that it tries: longer than the longest session,
which waits at most 13 times (connect, greeting … farewell) for SMTP_SECONDS."""


def attempt(reader: Reader, state: Delivery, _: None, given: Given) -> Attempt:
    """One try. After a crash between the try and its record the letter goes out once more, under
    the same Message-ID."""
    delays = settings.MAIL_RETRY_DELAYS()
    try:
        _send(reader, state, given.key)
        tried = Attempt(delays)
    except Undelivered as fault:
        tried = Attempt(delays, str(fault), fault.permanent)
    MAILS.labels(outcome(state, tried)).inc()
    return tried


def _send(reader: Reader, state: Delivery, key: str) -> None:
    """To the address that the directory has now, so that a corrected one is used.

    Raises: Undelivered.
    """
    person = reader.find(PERSONS, state.recipient)
    if person is None or not person.email:
        raise Undelivered("收件人没有邮箱地址", permanent=True)
    try:
        letter = compose(
            key=key,
            name=person.name,
            address=person.email,
            sender=settings.MAIL_FROM(),
            subject=state.subject,
            body=state.body,
            written_at=state.created_at,
        )
    except (ValueError, MessageError) as fault:
        raise Undelivered(f"无法写成邮件：{fault}", permanent=True) from fault
    mail.send(letter, person.email)
