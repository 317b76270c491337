"""The one table of errors: whatever a call ends with has a stable code."""

import msgspec
import pytest

from contracts.refusals import NotFound, Refusal
from kit.errors import Conflict, Malformed, TooSlow, Unavailable
from kit.replies import encode_error, named


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [
        (Unavailable("away"), "unavailable", 503),
        (TooSlow("30 s"), "deadline-passed", 504),
        (Conflict("ten writers"), "version-conflict", 409),
        (Malformed("data", "no number"), "malformed-request", 400),
        (NotFound("没有"), "not-found", 404),
        (RuntimeError("of ours"), "internal", 500),
        (SystemExit(3), "internal", 500),
    ],
)
def test_each_fault_is_answered_by_its_code(fault: BaseException, code: str, status: int) -> None:
    error = msgspec.json.decode(encode_error(named(fault)))["error"]
    assert (error["code"], error["status"]) == (code, status)
    assert isinstance(fault, Refusal | Malformed) or str(fault) not in error["detail"]


def test_only_who_waits_for_what_is_away_is_told_when_to_come_again() -> None:
    assert named(Unavailable("away")).extra == {"retry_after": 3}
    assert named(Conflict("ten writers")).extra == {}
