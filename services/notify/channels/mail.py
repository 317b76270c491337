"""E-mail over SMTP. A session each, with a time limit for each step."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.message import EmailMessage
from typing import get_args

from prometheus_client import Counter

from services.notify import settings
from services.notify.channels import Undelivered
from services.notify.delivery import Addressee, Delivery, Outcome
from services.notify.directory import Person
from services.notify.letter import compose
from services.notify.measured import Mail, SecureMail
from services.notify.posting import Manner

MANNER = Manner(carries=("routine", "important", "urgent"), gathers=True)
PERMANENT = range(500, 600)

TRIES = Counter("tongxin_mails_total", "Tries to deliver a mail", ["outcome"])
for word in get_args(Outcome):
    TRIES.labels(word)  # shown from the start, so that a first failure is seen as a rise

delays = settings.MAIL_RETRY_DELAYS


def reaches(person: Person) -> bool:
    return bool(person.email) and settings.SMTP_URL() is not None


def groups() -> tuple[str, ...]:
    return ()


def deliver(key: str, delivery: Delivery, person: Person | None) -> None:
    """After a crash between the try and its record the letter goes out once more, under the same
    Message-ID. Raises: Undelivered.
    """
    to = _addressee(delivery, person)
    try:
        letter = compose(
            key=key,
            name=to.name,
            address=to.address,
            sender=settings.MAIL_FROM(),
            subject=delivery.subject,
            body=delivery.body,
            link=f"{base}{delivery.path}" if (base := settings.PUBLIC_URL()) else "",
            written_at=delivery.created_at,
        )
    except (ValueError, MessageError) as fault:
        raise Undelivered(f"无法写成邮件：{fault}", permanent=True) from fault
    send(letter, to.address)


def _addressee(delivery: Delivery, person: Person | None) -> Addressee:
    """Raises: Undelivered."""
    if delivery.to is not None:
        return delivery.to
    if person is None or not person.email:
        raise Undelivered("收件人没有邮箱地址", permanent=True)
    return Addressee(name=person.name, address=person.email)


def send(letter: EmailMessage, address: str) -> None:
    """Hand ``letter`` to the mail server. Raises: Undelivered.

    A fault of the session (no connection, TLS, login) is about us and may be mended, so it is never
    permanent; what the server says of this letter is, when it answers 5xx.
    """
    with _session() as server:
        try:
            server.send_message(letter, settings.MAIL_FROM(), [address])
        except smtplib.SMTPRecipientsRefused as fault:
            code, answer = fault.recipients[address]
            raise _refused(code, answer) from fault
        except smtplib.SMTPResponseException as fault:
            raise _refused(fault.smtp_code, fault.smtp_error) from fault
        except smtplib.SMTPNotSupportedError as fault:
            raise Undelivered(str(fault), permanent=True) from fault


@contextmanager
def _session() -> Iterator[smtplib.SMTP]:
    server: smtplib.SMTP | None = None
    try:
        server = _connect()
        yield server
        with suppress(OSError):  # the letter is handed over; a lost farewell must not send it twice
            server.quit()
    except OSError as fault:  # SMTPException is one
        raise Undelivered(f"{type(fault).__name__}: {fault}", permanent=False) from fault
    finally:
        if server is not None:
            server.close()


def _connect() -> smtplib.SMTP:
    to = settings.SMTP_URL()
    if to is None:
        raise ConnectionError("TONGXIN_SMTP_URL is not set")
    # A named local host: else smtplib asks the DNS for ours, without a time limit.
    local = settings.MAIL_FROM().rpartition("@")[2]
    limit = settings.SMTP_SECONDS()
    if to.tls:
        server: smtplib.SMTP = SecureMail(
            to.host, to.port, local, timeout=limit, context=ssl.create_default_context()
        )
    else:
        server = Mail(to.host, to.port, local, timeout=limit)
    try:
        _secure(server, to)
    except BaseException:
        server.close()
        raise
    return server


def _secure(server: smtplib.SMTP, to: settings.MailServer) -> None:
    server.ehlo_or_helo_if_needed()
    if not to.tls and server.has_extn("starttls"):
        server.starttls(context=_opportunistic(verify=bool(to.password)))
        server.ehlo()
    elif not to.tls and to.password:
        raise ConnectionError("the mail server offers no TLS; the password is not sent in clear")
    if to.password:
        server.login(to.user, to.password)


def _opportunistic(*, verify: bool) -> ssl.SSLContext:
    """Without a password to protect, TLS with an unknown certificate still beats none."""
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _refused(code: int, answer: bytes | str) -> Undelivered:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return Undelivered(f"{code} {words}", permanent=code in PERMANENT)
