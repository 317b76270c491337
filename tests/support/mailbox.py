"""A real SMTP server in the test process."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """Listens on loopback and keeps every message it accepts.

    Attributes:
        messages: (recipients, message), in the order of arrival.
        refuse: an SMTP answer such as "451 try later" given instead of accepting, or None.
    """

    def __init__(self, port: int) -> None:
        self.messages: list[tuple[list[str], EmailMessage]] = []
        self.refuse: str | None = None
        self.address = f"smtp://127.0.0.1:{port}"
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    def to(self, recipient: str) -> list[EmailMessage]:
        """The messages for one recipient."""
        return [message for recipients, message in self.messages if recipient in recipients]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse is not None:
            return self.refuse
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append((list(envelope.rcpt_tos), message))
        return "250 kept"

    def __enter__(self) -> "Mailbox":
        self._controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._controller.stop()
