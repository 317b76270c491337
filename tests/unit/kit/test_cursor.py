"""A cursor comes back from a client: it may be anything."""

import base64

import pytest

from contracts.refusals import Invalid
from kit.reader import _after


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize(
    "raw",
    [
        b'[1%s,"x"]' % (b"0" * 200),
        b'[18446744073709551616,"x"]',
        b'["\\ud800","x"]',
        b'[1,"\\ud800"]',
        b'[1e999,"x"]',
        b'[{"t":"0001-01-01T00:00:00+14:00"},"x"]',
        b'[{"t":"9999-12-31T23:59:59-14:00"},"x"]',
        b'[{"t":5},"x"]',
        b'[{"$gt":""},"x"]',
        b'[1,{"$gt":""}]',
        b"\xff\xfe",
        b"[" * 290,
        b"{}",
        b"5",
        b"",
    ],
)
@pytest.mark.parametrize("direction", [1, -1])
def test_what_the_database_cannot_be_asked_is_no_cursor(raw: bytes, direction: int) -> None:
    with pytest.raises(Invalid) as no:
        _after("state.at", direction, packed(raw))
    assert no.value.field == "$.cursor"


@pytest.mark.parametrize("cursor", ["é", "中", "A", "=", "a=b", "\u2028", "A" * 400])
def test_what_is_not_even_packed_is_no_cursor(cursor: str) -> None:
    with pytest.raises(Invalid):
        _after("_id", 1, cursor)
