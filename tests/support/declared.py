"""What is answered, held against what the description says of it."""

import re
from collections.abc import Iterator
from threading import Lock
from typing import Any

import msgspec

from contracts.answers.catalogue import answer_of
from contracts.orders.base import Ask, Order, method_of
from contracts.orders.catalogue import SHAPES

BY_METHOD: dict[tuple[str, str], type[Order] | type[Ask]] = {
    (service, method_of(shape)): shape for service, shapes in SHAPES.items() for shape in shapes
}
OTHERWISE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{5,20}(?:[+-]\d\d:?\d\d)?")
CONVERTING = Lock()
"""Two threads that meet a shape for the first time at once end the process: msgspec calls Python
while it makes what it knows of a shape."""
WORKBOOK = "workbook"
"""An answer that is handed out as a file."""


def must_be_declared(shape: type, answer: Any) -> None:
    """Fails where the answer has a field that its shape does not name, or lacks one."""
    told = msgspec.json.decode(msgspec.json.encode(answer))
    if isinstance(told, dict) and set(told) == {WORKBOOK}:
        return
    assert list(_moments(told)) == [], f"moments of {shape.__name__} that are not spelled …Z"
    try:
        with CONVERTING:
            msgspec.convert(told, answer_of(shape))
    except msgspec.ValidationError as fault:
        raise AssertionError(
            f"the answer to {shape.__name__} is not as declared: {fault}"
        ) from None


def _moments(told: Any) -> Iterator[str]:
    """Moments that are spelled otherwise than in UTC with a Z."""
    if isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from _moments(part)
    elif isinstance(told, str) and OTHERWISE.fullmatch(told):
        yield told


def must_be_as_declared(service: str, method: str, answer: Any) -> None:
    """As ``must_be_declared``, of a call by its name; a probe's own methods are nobody's."""
    shape = BY_METHOD.get((service, method))
    if shape is not None:
        must_be_declared(shape, answer)
