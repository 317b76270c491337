"""The code of a lead as people type it."""

import pytest

from gateway.console.snap.views import code_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7KQM-3XTP-9WHD", "7KQM-3XTP-9WHD"),
        (" 7kqm 3xtp 9whd ", "7KQM-3XTP-9WHD"),
        ("7kqm3xtp9whd", "7KQM-3XTP-9WHD"),
        ("OIlM—3XTP—9WHD", "011M-3XTP-9WHD"),
        ("0198b1de-1111-7000-8000-000000000001", "0198b1de-1111-7000-8000-000000000001"),
        (" ", ""),
        ("查询码七个字不是码八九十", "查询码七个字不是码八九十"),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed: str, kept: str) -> None:
    assert code_of(typed) == kept
