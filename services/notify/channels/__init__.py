"""Ways to reach a person, beside the inbox, which is the delivery itself.

A channel is a module with ``send(letter)``, which returns when the message is handed over and
raises ``Undelivered`` when it is not. To add one, copy ``mail.py``.
"""


class Undelivered(Exception):
    """The message was not handed over; ``permanent``: another try would end the same."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent
