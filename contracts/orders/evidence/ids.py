"""How pieces and matters are named."""

from typing import Annotated

from msgspec import Meta

from contracts.texts import AS_NAME

EvidenceId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
]
"""A UUIDv7, made by the phone at capture."""
Reference = Annotated[str, Meta(min_length=1, max_length=100, extra=AS_NAME)]
"""The file number of a matter, as its letters write it."""
