"""What an address says has the type that the order asks for, whatever its body is."""

from types import SimpleNamespace
from typing import Any

import pytest

from contracts.orders import scoring as orders
from contracts.orders.doors import doors_of
from gateway.problems import Problem
from gateway.routes.endpoints import in_path
from gateway.validation import read

(WHAT_IF,) = doors_of(orders.WhatIf)
BODY = {"level": "city", "changes": [{"type": "veto", "topic": "disputes", "raised": True}]}


def of_address(district: str, year: str) -> dict[str, Any]:
    request: Any = SimpleNamespace(path_params={"district": district, "year": year})
    return in_path(WHAT_IF, request)


def test_a_year_in_the_address_is_a_number_beside_a_strict_body() -> None:
    assert of_address("ganquan", "2026") == {"district": "ganquan", "year": 2026}
    ask = read(orders.WhatIf, {**BODY, **of_address("ganquan", "2026")})
    assert ask.year == 2026


@pytest.mark.parametrize("year", ["20x6", "1999", "２０２６", "9" * 400])
def test_what_is_no_year_is_refused_by_name(year: str) -> None:
    with pytest.raises(Problem) as refused:
        read(orders.WhatIf, {**BODY, **of_address("ganquan", year)})
    assert refused.value.field == "$.year"


def test_a_name_of_digits_stays_a_name() -> None:
    assert of_address("2026", "2026")["district"] == "2026"
