"""What can go wrong between a service and what it stands on."""

import msgspec

from contracts.refusals import Refusal

NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What bytes raise that cannot be read as the JSON of a type."""


class Unavailable(Exception):
    """A backing service is away: try again, without end; nobody is at fault."""


class Conflict(Exception):
    """Another writer was faster, more often than the machine retries."""


class Unpublished(Exception):
    """The broker did not confirm; the message may or may not have arrived."""


class TooSlow(Exception):
    """A handler or a command passed its time limit."""


class Malformed(Exception):
    """A message that no repeat will make readable; ``reason`` is a bounded label."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class KeyReused(Refusal):
    """The idempotency key was used for another request."""

    code = "idempotency-key-reused"
    status = 422


class Duplicate(Refusal):
    """A unique value is held by another aggregate."""

    code = "duplicate"
    status = 409


class ChangedSince(Refusal):
    """Another one changed it since the caller looked; ``extra`` says who, when and what."""

    code = "changed-since"
    status = 412
