import pytest

from kit.readiness import OK, readiness


@pytest.mark.parametrize(
    ("checks", "stopping", "code", "status"),
    [
        ({"broker": OK, "database": OK}, False, 200, "ready"),
        ({"broker": "away", "database": OK}, False, 503, "not ready"),
        ({"broker": OK}, True, 503, "stopping"),
        ({}, False, 503, "not ready"),
    ],
)
def test_a_process_is_ready_when_all_that_it_stands_on_is_well_and_it_goes_on(
    checks: dict[str, str], stopping: bool, code: int, status: str
) -> None:
    answer = readiness(checks, stopping=stopping)
    assert answer == (code, {"status": status, "checks": checks})
