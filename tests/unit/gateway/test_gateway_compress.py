"""Which coding is taken, by the weights of RFC 9110."""

import pytest

from gateway.compress import coding


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("", ""),
        ("identity", ""),
        ("deflate, zstd", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0.5, br;q=0.5", "br"),
        ("BR ; Q=0.8", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0.000", ""),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("*;q=0", ""),
        ("*;q=0, gzip", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("br;q=x, gzip", "gzip"),
        ("br;level=9, gzip", "gzip"),
        ("br;q=, gzip;q=nan", ""),
        ("br;q=١", ""),
        (",;,=;q", ""),
        ("x," * 5000 + "br", ""),
    ],
)
def test_the_best_that_is_wanted_is_taken(asked: str, taken: str) -> None:
    assert coding(asked) == taken
